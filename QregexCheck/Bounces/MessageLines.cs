using System;

namespace QregexCheck.Bounces;

/// <summary>The lines of a message, or of a part that was decoded.</summary>
internal sealed class MessageLines
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private int _begin;
    private int _next;

    /// <param name="bytes">The message.</param>
    /// <param name="outer">What goes on when it ends; null for the whole message.</param>
    /// <param name="firstBoundary">How many multiparts are open around it. Their boundaries do not stand in it.</param>
    public MessageLines(ReadOnlyMemory<byte> bytes, MessageLines? outer, int firstBoundary)
    {
        _bytes = bytes;
        Outer = outer;
        FirstBoundary = firstBoundary;
    }

    public MessageLines? Outer { get; }

    public int FirstBoundary { get; }

    /// <summary>How many multiparts are open around qmail's copy; 0 when the next line stands in none.</summary>
    public int BoundariesAroundCopy { get; set; }

    private static ReadOnlySpan<byte> DashesOnLine => "\n--"u8;

    /// <summary>Moves to the next line.</summary>
    /// <param name="line">Its bytes without the newline.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        _begin = _next;
        line = _bytes.Span[_next..];
        if (line.IsEmpty)
            return false;
        int newline = line.IndexOf((byte)'\n');
        _next = newline < 0 ? _bytes.Length : _next + newline + 1;
        if (newline >= 0)
            line = line[..newline];
        return true;
    }

    /// <summary>The line that was read last is read again.</summary>
    public void Return() => _next = _begin;

    /// <summary>Passes over lines of which none may be a boundary.</summary>
    public void PassToDashes()
    {
        ReadOnlySpan<byte> rest = _bytes.Span[_next..];
        if (rest.StartsWith(DashesOnLine[1..]))
            return;
        int at = rest.IndexOf(DashesOnLine);
        _next = at < 0 ? _bytes.Length : _next + at + 1;
    }

    /// <summary>Passes over all that is left.</summary>
    public void PassToEnd() => _next = _bytes.Length;
}
