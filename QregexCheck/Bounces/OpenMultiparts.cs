using System;

namespace QregexCheck.Bounces;

/// <summary>A multipart that is being read.</summary>
/// <param name="Boundary">What stands behind the two hyphens of its boundaries.</param>
/// <param name="Depth">How deep its parts stand.</param>
/// <param name="IsQuoted">True within a quoted message.</param>
/// <param name="IsDigest">True when its parts are messages where they do not say what they are.</param>
internal readonly record struct OpenMultipart(byte[] Boundary, int Depth, bool IsQuoted, bool IsDigest);

/// <summary>The multiparts that stand in one another, from the outermost to the innermost.</summary>
internal sealed class OpenMultiparts
{
    private readonly OpenMultipart[] _open = new OpenMultipart[LookLimits.Depth];

    public int Count { get; private set; }

    public OpenMultipart this[int index] => _open[index];

    public void Add(OpenMultipart multipart) => _open[Count++] = multipart;

    /// <summary>Forgets all but the outermost ones.</summary>
    /// <param name="count">How many stay.</param>
    public void CloseTo(int count) => Count = count;

    /// <summary>Finds the multipart whose boundary a line is. The boundary of an outer one ends the inner ones, too, whose own end was lost.</summary>
    /// <remarks>
    /// Source: RFC 2046, 5.1.1. The whole line is compared, but for blanks behind it: one boundary may be the beginning of another. The innermost is asked
    /// first. But those within qmail's copy are asked last: to the multiparts around it the copy is text.
    /// </remarks>
    /// <param name="line">A line, without its newline.</param>
    /// <param name="lines">Where it stands.</param>
    /// <param name="isLast">True for the boundary that ends a multipart.</param>
    /// <returns>Its index; -1 when the line is no boundary.</returns>
    public int Find(ReadOnlySpan<byte> line, MessageLines lines, out bool isLast)
    {
        isLast = false;
        if (Count <= lines.FirstBoundary || line is not [(byte)'-', (byte)'-', .. var rest])
            return -1;
        rest = rest.TrimEnd(" \t\r\v\f"u8);
        int index = Find(rest, lines.FirstBoundary, lines.BoundariesAroundCopy, out isLast);
        return index >= 0 ? index : Find(rest, Math.Max(lines.FirstBoundary, lines.BoundariesAroundCopy), Count, out isLast);
    }

    private int Find(ReadOnlySpan<byte> line, int first, int end, out bool isLast)
    {
        isLast = false;
        for (int index = end - 1; index >= first; index--)
        {
            byte[] boundary = _open[index].Boundary;
            if (!line.StartsWith(boundary))
                continue;
            ReadOnlySpan<byte> behind = line[boundary.Length..];
            isLast = behind.SequenceEqual("--"u8);
            if (isLast || behind.IsEmpty)
                return index;
        }

        return -1;
    }
}
