using System;
using QregexCheck.Control;

namespace QregexCheck.Conversion;

/// <summary>Writes a pattern as a line of a control file that is read as this pattern.</summary>
internal static class PatternLine
{
    /// <summary>The line; null when no line can hold the pattern, as it has a newline or a NUL.</summary>
    /// <param name="pattern">A pattern of ours.</param>
    /// <param name="isNegated">True for a rule about what the pattern does not match.</param>
    public static byte[]? Of(ReadOnlySpan<byte> pattern, bool isNegated)
    {
        if (!ControlFile.CanHold(pattern, 2))
            return null;

        // Nothing matches everywhere, as a ^ does. A line can be empty behind a ! alone.
        if (pattern.IsEmpty)
            return isNegated ? "!^"u8.ToArray() : "^"u8.ToArray();

        // In column 1 a # makes a comment and a ! turns the rule around; blanks are cut from a line's end.
        bool guardsFirst = pattern[0] == (byte)'!' || (pattern[0] == (byte)'#' && !isNegated);
        bool guardsLast = pattern[^1] is (byte)' ' or (byte)'\t' && !(guardsFirst && pattern.Length == 1);
        if (!guardsFirst && !guardsLast)
            return isNegated ? [(byte)'!', .. pattern] : pattern.ToArray();
        ReadOnlySpan<byte> body = pattern[(guardsFirst ? 1 : 0)..];
        if (guardsLast)
            body = body[..^1];

        // A backslash before the last blank is of no use any more, and would make the bracket a literal.
        if (guardsLast && EndsInOddBackslashes(body))
            body = body[..^1];
        return
        [
            .. isNegated ? "!"u8 : default,
            .. guardsFirst ? [(byte)'[', pattern[0], (byte)']'] : ReadOnlySpan<byte>.Empty,
            .. body,
            .. guardsLast ? [(byte)'[', pattern[^1], (byte)']'] : ReadOnlySpan<byte>.Empty,
        ];
    }

    private static bool EndsInOddBackslashes(ReadOnlySpan<byte> text) => ((text.Length - text.TrimEnd((byte)'\\').Length) & 1) == 1;
}
