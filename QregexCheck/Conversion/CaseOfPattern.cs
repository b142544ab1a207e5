using System;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Tells whether case matters to a POSIX pattern that is asked with regard to it.</summary>
internal static class CaseOfPattern
{
    // The classes of POSIX that hold one case of letters.
    private static ReadOnlySpan<byte> OneCase => "lowerupper"u8;

    /// <summary>False when the pattern surely matches the same, whatever the case of letters.</summary>
    public static bool Matters(ReadOnlySpan<byte> pattern)
    {
        bool isInBrackets = false;
        for (int at = 0; at < pattern.Length; at++)
        {
            byte b = pattern[at];
            if (!isInBrackets && b == (byte)'\\')
            {
                at++;
                if (at < pattern.Length && IsLetter(pattern[at]) && !"wWsSbB"u8.Contains(pattern[at]))
                    return true;
                continue;
            }

            if (isInBrackets && b == (byte)'[' && pattern[at..].StartsWith("[:"u8) && pattern[at..].IndexOf(":]"u8) is > 0 and var close)
            {
                if (OneCase.IndexOf(pattern.Slice(at + 2, close - 2)) >= 0)
                    return true;
                at += close + 1;
                continue;
            }

            // A range may hold letters between ends that are none.
            if (IsLetter(b) || (isInBrackets && b == (byte)'-' && !IsRangeOfDigits(pattern, at)))
                return true;
            if (b == (byte)'[' && !isInBrackets)
            {
                isInBrackets = true;
                at += pattern[at..].StartsWith("[^"u8) ? 1 : 0;
                at += at + 1 < pattern.Length && pattern[at + 1] == (byte)']' ? 1 : 0;
            }
            else if (b == (byte)']')
            {
                isInBrackets = false;
            }
        }

        return false;
    }

    private static bool IsLetter(byte b) => CaseFolding.Upper(b) is >= (byte)'A' and <= (byte)'Z';

    /// <summary>True for a range between digits, and for a <c>-</c> in the first or last place, which is no range.</summary>
    private static bool IsRangeOfDigits(ReadOnlySpan<byte> pattern, int at) =>
        (char.IsAsciiDigit((char)pattern[at - 1]) && at + 1 < pattern.Length && char.IsAsciiDigit((char)pattern[at + 1]))
        || pattern[at - 1] == (byte)'[' || (at + 1 < pattern.Length && pattern[at + 1] == (byte)']');
}
