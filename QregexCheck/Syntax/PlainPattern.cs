using System;
using QregexCheck.Text;

namespace QregexCheck.Syntax;

/// <summary>
/// Reads patterns of the plain kind, which nearly all rules are: bytes, escaped punctuation, <c>.</c>, simple brackets, each repeated at most
/// once by <c>*</c>, <c>+</c> or <c>?</c>, between an optional <c>^</c> and <c>$</c>. Finds the longest run of bytes that every match holds
/// without building a tree, which costs several times as much.
/// </summary>
/// <remarks>
/// Guarantee: <see cref="ExtendedRegexParser"/> accepts every pattern that is taken for plain, and the run stands in every upper-cased
/// subject that the pattern matches. A pattern in doubt is not plain.
/// </remarks>
internal static class PlainPattern
{
    /// <summary>Finds the longest run of bytes that every match holds.</summary>
    /// <param name="pattern">A pattern.</param>
    /// <param name="scratch">At least as long as the pattern; holds the result.</param>
    /// <param name="literal">The longest run; empty when no byte is required.</param>
    /// <returns>False when the pattern is not plain.</returns>
    public static bool TryFindLiteral(ReadOnlySpan<byte> pattern, Span<byte> scratch, out ReadOnlySpan<byte> literal)
    {
        literal = default;
        int at = pattern.Length > 0 && pattern[0] == (byte)'^' ? 1 : 0;
        int end = 0;
        int runStart = 0;
        int bestStart = 0;
        int bestLength = 0;
        while (at < pattern.Length)
        {
            byte b = pattern[at++];
            bool isLiteral = true;
            switch (b)
            {
                case (byte)'.':
                    isLiteral = false;
                    break;
                case (byte)'[':
                    if (!TrySkipBracket(pattern, ref at))
                        return false;
                    isLiteral = false;
                    break;
                case (byte)'\\':
                    if (at == pattern.Length || !IsPlainEscape(pattern[at]))
                        return false;
                    b = pattern[at++];
                    break;
                case (byte)'$' when at == pattern.Length:
                    continue;
                case (byte)'$' or (byte)'^' or (byte)'(' or (byte)')' or (byte)'|' or (byte)'{' or (byte)'}' or (byte)'*' or (byte)'+' or (byte)'?' or 0:
                    return false;
                default:
                    b = CaseFolding.Upper(b);
                    break;
            }

            byte repetition = at < pattern.Length && IsRepetition(pattern[at]) ? pattern[at++] : (byte)0;
            if (repetition == (byte)'{' || (repetition != 0 && at < pattern.Length && IsRepetition(pattern[at])))
                return false;
            if (isLiteral && repetition is 0 or (byte)'+')
                scratch[end++] = b;
            if (isLiteral && repetition == 0)
                continue;
            if (end - runStart > bestLength)
                (bestStart, bestLength) = (runStart, end - runStart);
            runStart = end;
        }

        if (end - runStart > bestLength)
            (bestStart, bestLength) = (runStart, end - runStart);
        literal = scratch.Slice(bestStart, bestLength);
        return true;
    }

    /// <summary>Skips a bracket expression that holds only single bytes and ranges between letters or digits.</summary>
    private static bool TrySkipBracket(ReadOnlySpan<byte> pattern, ref int at)
    {
        if (at < pattern.Length && pattern[at] == (byte)'^')
            at++;
        int first = at;
        while (at < pattern.Length)
        {
            byte b = pattern[at];
            if (b == (byte)']')
                return at++ > first;
            bool isRange = at + 2 < pattern.Length && pattern[at + 1] == (byte)'-' && pattern[at + 2] != (byte)']';
            if (b is (byte)'[' or (byte)'-' or 0 || (isRange && !IsPlainRange(b, pattern[at + 2])))
                return false;
            at += isRange ? 3 : 1;

            // A dash that is not first and not inside a range must be last.
            if (at + 1 < pattern.Length && pattern[at] == (byte)'-')
            {
                if (pattern[at + 1] != (byte)']')
                    return false;
                at++;
            }
        }

        return false;
    }

    private static bool IsPlainRange(byte low, byte high) =>
        char.IsAsciiLetterOrDigit((char)low) && char.IsAsciiLetterOrDigit((char)high) && CaseFolding.Upper(low) <= CaseFolding.Upper(high);

    private static bool IsPlainEscape(byte b) =>
        Plain.Visible.Holds(b) && b is not ((byte)'<' or (byte)'>' or (byte)'`' or (byte)'\'') && !char.IsAsciiLetterOrDigit((char)b);

    private static bool IsRepetition(byte b) => b is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{';
}
