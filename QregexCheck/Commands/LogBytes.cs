using System;
using QregexCheck.Control;

namespace QregexCheck.Commands;

/// <summary>
/// The text of a log: its bytes, inflated where gzip packed them. Whether it did is told by the first bytes, as multilog's processors keep the name.
/// </summary>
internal sealed class LogBytes : IDisposable
{
    private readonly LogInput _input;
    private readonly GzipText? _inflated;

    /// <param name="file">The log. It stays open.</param>
    /// <exception cref="ControlReadException">It can't be read, or is packed by another program.</exception>
    public LogBytes(LogFile file)
    {
        _input = new LogInput(file);
        if (_input.Head is [0x1F, 0x8B, ..])
            _inflated = new GzipText(_input);
        else if (UnpackerOf(_input.Head) is { } unpacker)
            throw new ControlReadException($"unable to read {file.Name}: it is packed; write: {unpacker} {file.Name} | qregexcheck ... -");
    }

    /// <summary>How many bytes of the file were read; packed ones count as they are.</summary>
    public long Done => _input.Position;

    /// <summary>True when gzip's form is broken. What stood before that was handed out.</summary>
    public bool IsDamaged => _inflated is { IsDamaged: true };

    /// <summary>Reads some text; 0 at the end.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public int Read(Span<byte> buffer) => _inflated is null ? _input.Read(buffer) : _inflated.Read(buffer);

    /// <summary>Reads what was written since the log was opened. What is packed is not continued.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public int ReadBehind(Span<byte> buffer) => _inflated is null ? _input.ReadBehind(buffer) : 0;

    public void Dispose()
    {
        _inflated?.Dispose();
        _input.Dispose();
    }

    /// <summary>Which program unpacks it; null for text. Sources: the forms of zstd (RFC 8878), xz, bzip2 and compress.</summary>
    private static string? UnpackerOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstdcat",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "xzcat",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26] => "bzcat",
        [0x1F, 0x9D, ..] => "zcat",
        _ => null,
    };
}
