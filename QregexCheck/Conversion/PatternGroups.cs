using System;

namespace QregexCheck.Conversion;

/// <summary>Counts the groups of a pattern to which a <c>$1</c> can refer.</summary>
internal static class PatternGroups
{
    /// <summary>The number of groups, POSIX or PCRE: of the latter's other brackets, <c>(?</c>, only named ones count.</summary>
    public static int Count(ReadOnlySpan<byte> pattern)
    {
        int count = 0;
        for (int at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == (byte)'\\')
            {
                at++;
            }
            else if (pattern[at] == (byte)'[')
            {
                at += pattern[at..].StartsWith("[^"u8) ? 2 : 1;
                int close = at < pattern.Length ? pattern[(at + 1)..].IndexOf((byte)']') : -1;
                at = close < 0 ? pattern.Length : at + 1 + close;
            }
            else if (pattern[at] == (byte)'(')
            {
                ReadOnlySpan<byte> rest = pattern[(at + 1)..];
                bool isPlain = !rest.StartsWith("?"u8) && !rest.StartsWith("*"u8);
                bool isNamed = rest.StartsWith("?P<"u8) || rest.StartsWith("?'"u8)
                    || (rest.StartsWith("?<"u8) && rest.Length > 2 && rest[2] is not ((byte)'=' or (byte)'!'));
                count += isPlain || isNamed ? 1 : 0;
            }
        }

        return count;
    }
}
