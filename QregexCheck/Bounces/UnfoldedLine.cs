using System;

namespace QregexCheck.Bounces;

/// <summary>A header line whose further lines are still to come.</summary>
/// <remarks>Source: RFC 5322, 2.2.3. A line's end and the blanks about it become one blank.</remarks>
internal sealed class UnfoldedLine
{
    private const byte Blank = (byte)' ';

    private readonly byte[] _bytes = new byte[LookLimits.LineLength];
    private int _length;

    /// <summary>The line so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>True when it is longer than <see cref="LookLimits.LineLength"/>. The rest is left out.</summary>
    public bool IsCut { get; private set; }

    private static ReadOnlySpan<byte> Ends => " \t\r"u8;

    /// <summary>Begins with a first line.</summary>
    public void Begin(ReadOnlySpan<byte> line)
    {
        _length = 0;
        IsCut = false;
        Add(line.TrimEnd(Ends));
    }

    /// <summary>Goes on with a further line.</summary>
    public void GoOn(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line.Trim(Ends);
        if (rest.IsEmpty)
            return;
        Add([Blank]);
        Add(rest);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        int room = _bytes.Length - _length;
        if (bytes.Length > room)
        {
            IsCut = true;
            bytes = bytes[..room];
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
