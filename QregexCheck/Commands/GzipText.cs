using System;
using System.IO;
using System.IO.Compression;

namespace QregexCheck.Commands;

/// <summary>The text that gzip packed, of one member or several, one behind the other. Source: RFC 1952.</summary>
/// <remarks>
/// .NET says nothing where a file ends in the middle. So a member of our own is put behind the file's last byte: whoever comes to its text has come to the
/// end of the member before it. .NET asks for more bytes only when it has handed out all that it could make of those it had, so nothing that is made of our
/// bytes is taken for text.
/// </remarks>
internal sealed class GzipText : IDisposable
{
    private readonly LogInput _input;
    private readonly GZipStream _stream;
    private bool _isOver;

    /// <param name="input">The packed bytes.</param>
    public GzipText(LogInput input)
    {
        _input = input;
        input.Tail = EndMember;
        _stream = new GZipStream(input, CompressionMode.Decompress);
    }

    /// <summary>True when the form is broken, or the file ends too early. What could be read was handed out.</summary>
    public bool IsDamaged { get; private set; }

    private static ReadOnlySpan<byte> End => "qregexcheck: end"u8;

    /// <summary>The header without a name, one stored block that is the last, the CRC-32 of its text, and its length.</summary>
    private static byte[] EndMember => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 16, 0, 0xEF, 0xFF, .. End, 0x47, 0xE9, 0x92, 0x95, 16, 0, 0, 0];

    /// <summary>Reads some text; 0 at the end.</summary>
    /// <exception cref="Control.ControlReadException">It can't be read.</exception>
    public int Read(Span<byte> buffer)
    {
        if (_isOver || buffer.IsEmpty)
            return 0;
        int count = Inflate(buffer);
        if (count > 0 && !_input.IsInTail)
            return count;
        _isOver = true;
        IsDamaged = count == 0 || !EndsWell(buffer[..count]);
        return 0;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>True when the text that was made since the tail was begun is that of our member.</summary>
    private bool EndsWell(ReadOnlySpan<byte> made)
    {
        Span<byte> end = stackalloc byte[End.Length + 1];
        int length = Math.Min(made.Length, end.Length);
        made[..length].CopyTo(end);
        while (length < end.Length && Inflate(end[length..]) is > 0 and var count)
            length += count;
        return end[..length].SequenceEqual(End);
    }

    /// <summary>Makes some text; 0 at the end, and where the form is broken.</summary>
    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }
}
