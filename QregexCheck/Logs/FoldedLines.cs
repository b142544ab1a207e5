using System;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>Puts together again what splogger has folded: it hands syslog at most 799 bytes at once, and begins each next part with its stamp and a <c>+</c>.</summary>
/// <remarks>
/// All parts of a line have one stamp, of microseconds, so lines of several programs may stand among them. A part of 799 bytes may be the last: then the line is
/// whole when the clock has gone on. Source: splogger.c.
/// </remarks>
internal sealed class FoldedLines
{
    /// <summary>The most lines that go on at the same time.</summary>
    private const int MostLines = 16;

    /// <summary>The longest line; what is longer is not understood.</summary>
    private const int LongestLine = 64 * 1024;

    /// <summary>When the clock has gone on for so long, in nanoseconds, no further part comes: splogger writes them without a pause.</summary>
    private const long LongestPause = 2_000_000_000;

    private readonly FoldedLine[] _open = new FoldedLine[MostLines];
    private int _count;

    /// <summary>True when the end of some line is not yet known.</summary>
    public bool HasOpen => _count > 0;

    /// <summary>Takes the beginning of a line. There must be room: <see cref="TryTakeWhole"/> was asked until it had nothing.</summary>
    /// <param name="line">The line, its stamp included.</param>
    /// <param name="front">Its beginning.</param>
    public void Begin(ReadOnlySpan<byte> line, in LineFront front)
    {
        ref FoldedLine begun = ref _open[_count++];
        begun.Whole ??= new ByteText();
        begun.Whole.Clear();
        begun.Whole.Add(line);
        begun.Front = front;
    }

    /// <summary>Takes a next part of a line. A part whose beginning is not known is left out.</summary>
    /// <param name="part">The text behind the <c>+</c>.</param>
    /// <param name="time">The stamp.</param>
    public void GoOn(ReadOnlySpan<byte> part, long time)
    {
        int at = Find(time);
        if (at < 0)
            return;
        ref FoldedLine line = ref _open[at];
        line.IsWhole = part.Length < WaitingLines.FoldedLength;
        line.IsTooLong |= line.Whole!.Length + part.Length > LongestLine;
        if (!line.IsTooLong)
            line.Whole.Add(part);
    }

    /// <summary>Hands out the oldest line that is whole: its last part came, the clock has gone on, or there is no room for another.</summary>
    /// <param name="now">The time of the newest line; <see cref="long.MaxValue"/> at the end of the log.</param>
    /// <param name="line">The line; its bytes stay until the next part is taken.</param>
    public bool TryTakeWhole(long now, out FoldedLine line)
    {
        line = default;
        int at = 0;
        while (at < _count && !_open[at].IsWhole && !(IsOver(_open[at].Front.Time, now)) && _count < MostLines)
            at++;
        if (at >= _count)
            return false;
        line = _open[at];
        _count--;
        Array.Copy(_open, at + 1, _open, at, _count - at);
        _open[_count] = new FoldedLine { Whole = line.Whole };
        return true;
    }

    private static bool IsOver(long time, long now) => now > time && unchecked((ulong)now - (ulong)time) > LongestPause;

    private int Find(long time)
    {
        for (int at = _count - 1; at >= 0; at--)
        {
            if (_open[at].Front.Time == time && !_open[at].IsWhole)
                return at;
        }

        return -1;
    }
}
