using System;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>A line of a session, put together again from recordio's pieces.</summary>
internal sealed class RecordedLine
{
    private readonly ByteText _bytes = new();

    /// <summary>The line so far. A line that is too long is cut: it is longer than any command.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Bytes;

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece) =>
        _bytes.Add(piece[..Math.Min(piece.Length, RecordedSession.LongestCommand - _bytes.Length)]);

    public void Clear() => _bytes.Clear();
}
