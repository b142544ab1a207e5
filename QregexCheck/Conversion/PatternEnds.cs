using System;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>
/// The bytes that every match of a pattern begins with, and those that it ends with, as far as anchors and literals tell: enough to see of most pairs of
/// rules that no address is in both.
/// </summary>
/// <param name="First">Upper-cased; empty when not known.</param>
/// <param name="Last">Upper-cased; empty when not known.</param>
/// <param name="Word">The only subject that matches, upper-cased; null when there are others, or it is not known.</param>
/// <param name="IsLiteral">True when nothing but bytes that mean themselves stands beside its anchors.</param>
internal readonly record struct PatternEnds(byte[] First, byte[] Last, byte[]? Word = null, bool IsLiteral = false)
{
    private static readonly PatternEnds None = new([], []);

    /// <summary>Reads the ends of a pattern. Where it is in any doubt, it knows none.</summary>
    public static PatternEnds Of(ReadOnlySpan<byte> pattern, bool isNegated)
    {
        if (isNegated || pattern.Contains((byte)'|'))
            return None;
        bool isHeld = pattern.StartsWith("^"u8);
        var run = new byte[pattern.Length];
        int length = 0;
        byte[] first = [];
        bool isFirst = isHeld;
        bool isAtEnd = false;
        bool isLiteral = true;
        for (int at = isHeld ? 1 : 0; at < pattern.Length; at++)
        {
            byte b = pattern[at];
            if (b == (byte)'$' && at == pattern.Length - 1)
            {
                isAtEnd = true;
                break;
            }

            if (b is (byte)'*' or (byte)'+' or (byte)'?' or (byte)'{')
            {
                // What stands before it may be missing, or stand there more than once.
                isLiteral = false;
                length = Math.Max(length - 1, 0);
                End(ref isFirst, ref first, run.AsSpan(0, length));
                length = 0;
                at = b == (byte)'{' && pattern[at..].IndexOf((byte)'}') is > 0 and var close ? at + close : at;
            }
            else if (b is (byte)'(' or (byte)')')
            {
                return None;
            }
            else if (b is (byte)'.' or (byte)'^' or (byte)'$' or (byte)'[' || (b == (byte)'\\' && !IsEscapedLiteral(pattern, at)))
            {
                isLiteral = false;
                End(ref isFirst, ref first, run.AsSpan(0, length));
                length = 0;
                if (b == (byte)'[')
                    at = Close(pattern, at);
                else if (b == (byte)'\\')
                    at++;
            }
            else
            {
                at += b == (byte)'\\' ? 1 : 0;
                run[length++] = CaseFolding.Upper(pattern[at]);
            }
        }

        bool isWord = isLiteral && isHeld && isAtEnd && length > 0;
        End(ref isFirst, ref first, run.AsSpan(0, length));
        byte[] last = isWord ? first : isAtEnd ? run.AsSpan(0, length).ToArray() : [];
        return new PatternEnds(first, last, isWord ? first : null, isLiteral);
    }

    /// <summary>True when surely nothing begins and ends as both say.</summary>
    public bool AreApartFrom(PatternEnds other) => AreApart(First, other.First, fromEnd: false) || AreApart(Last, other.Last, fromEnd: true);

    private static bool AreApart(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool fromEnd)
    {
        int common = Math.Min(left.Length, right.Length);
        return common > 0 && !(fromEnd ? left[^common..].SequenceEqual(right[^common..]) : left[..common].SequenceEqual(right[..common]));
    }

    private static void End(ref bool isFirst, ref byte[] first, ReadOnlySpan<byte> run)
    {
        if (isFirst)
            first = run.ToArray();
        isFirst = false;
    }

    /// <summary>A backslash before punctuation makes a literal of it; before others it may be an operator of glibc.</summary>
    private static bool IsEscapedLiteral(ReadOnlySpan<byte> pattern, int at) =>
        at + 1 < pattern.Length && Plain.Visible.Holds(pattern[at + 1]) && pattern[at + 1] is not ((byte)'`' or (byte)'\'' or (byte)'<' or (byte)'>')
        && !char.IsAsciiLetterOrDigit((char)pattern[at + 1]);

    /// <summary>The place of the bracket that closes an expression. One in the first place is a member; so is one in a class's name.</summary>
    private static int Close(ReadOnlySpan<byte> pattern, int open)
    {
        int at = open + 1;
        if (at < pattern.Length && pattern[at] == (byte)'^')
            at++;
        for (int first = at; at < pattern.Length; at++)
        {
            if (pattern[at] == (byte)']' && at > first)
                return at;
            if (pattern[at] != (byte)'[' || at + 1 >= pattern.Length || pattern[at + 1] is not ((byte)':' or (byte)'.' or (byte)'='))
                continue;
            ReadOnlySpan<byte> end = [pattern[at + 1], (byte)']'];
            int close = pattern[(at + 2)..].IndexOf(end);
            if (close >= 0)
                at += close + 3;
        }

        return pattern.Length;
    }
}
