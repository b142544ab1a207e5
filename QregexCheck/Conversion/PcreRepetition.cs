using System;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Reads a repetition behind a part of a Perl-compatible pattern. Source: pcre2pattern(3), "Repetition".</summary>
internal static class PcreRepetition
{
    // RE_DUP_MAX: a rule can say no more.
    private const int MostRounds = 32_767;

    /// <summary>True when a repetition stands here. A <c>{</c> that begins none is a byte like others.</summary>
    public static bool Stands(ReadOnlySpan<byte> pattern, int at) =>
        at < pattern.Length && (pattern[at] is (byte)'*' or (byte)'+' or (byte)'?' || (pattern[at] == (byte)'{' && BracesEnd(pattern[at..]) > 0));

    /// <summary>Reads the repetition at <paramref name="at"/>. Then <paramref name="at"/> stands behind it.</summary>
    /// <param name="pattern">The whole pattern.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="min">The fewest rounds.</param>
    /// <param name="max">The most rounds, or <see cref="Node.Unbounded"/>.</param>
    /// <returns>Why it can't be said, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> pattern, ref int at, out int min, out int max)
    {
        min = pattern[at] == (byte)'+' ? 1 : 0;
        max = pattern[at] == (byte)'?' ? 1 : Node.Unbounded;
        if (pattern[at] == (byte)'{')
        {
            int end = BracesEnd(pattern[at..]);
            ReadOnlySpan<byte> bounds = pattern.Slice(at + 1, end - 1);
            at += end;
            if (ReadBounds(bounds, out min, out max) is string problem)
                return problem;
        }

        at++;
        if (at == pattern.Length)
            return null;
        if (pattern[at] == (byte)'+')
            return "a possessive repetition is not converted: it gives nothing back, and a rule can't say that";

        // What a lazy repetition matches is what a greedy one does, in another order.
        if (pattern[at] == (byte)'?')
            at++;
        return null;
    }

    /// <summary>Where the <c>}</c> stands, or 0 when this is no repetition to any program.</summary>
    private static int BracesEnd(ReadOnlySpan<byte> braces)
    {
        int end = braces.IndexOf((byte)'}');
        if (end < 0 || braces[1..end].IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
            return 0;
        int commas = 0;
        foreach (byte b in braces[1..end])
        {
            if (b == (byte)',')
                commas++;
            else if (b is not ((byte)' ' or (byte)'\t' or >= (byte)'0' and <= (byte)'9'))
                return 0;
        }

        return commas <= 1 ? end : 0;
    }

    private static string? ReadBounds(ReadOnlySpan<byte> bounds, out int min, out int max)
    {
        int comma = bounds.IndexOf((byte)',');
        min = NumberOf(comma < 0 ? bounds : bounds[..comma]);
        max = comma < 0 ? min : comma == bounds.Length - 1 ? Node.Unbounded : NumberOf(bounds[(comma + 1)..]);
        if (comma == 0 || bounds.IndexOfAny((byte)' ', (byte)'\t') >= 0 || HasLeadingZero(bounds))
            return "this is a repetition to some programs and text to others: write the lower bound, and no blanks or leading zeros";
        if (min > MostRounds || (max > MostRounds && max != Node.Unbounded))
            return "there are more rounds than a rule may have (32767)";
        return min > max && max != Node.Unbounded ? "the upper bound is below the lower one" : null;
    }

    private static bool HasLeadingZero(ReadOnlySpan<byte> bounds)
    {
        for (int i = 0; i + 1 < bounds.Length; i++)
        {
            if (bounds[i] == (byte)'0' && bounds[i + 1] != (byte)',' && (i == 0 || bounds[i - 1] == (byte)','))
                return true;
        }

        return false;
    }

    private static int NumberOf(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte b in digits)
        {
            if (b is >= (byte)'0' and <= (byte)'9')
                number = Math.Min((number * 10) + b - '0', MostRounds + 1);
        }

        return number;
    }
}
