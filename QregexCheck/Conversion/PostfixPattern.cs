using System;
using System.Text;

namespace QregexCheck.Conversion;

/// <summary>A pattern of a regexp or pcre table, between its delimiters, with what stands around it.</summary>
/// <param name="Expression">The bytes between the delimiters.</param>
/// <param name="Flags">The letters behind the second delimiter.</param>
/// <param name="IsNegated">True when it means what the expression does not match.</param>
/// <param name="Column">The column of the expression's first byte in its line, from 1.</param>
/// <remarks>Source: regexp_table(5), pcre_table(5); dict_regexp_get_pat in postfix, util/dict_regexp.c.</remarks>
internal sealed record PostfixPattern(byte[] Expression, string Flags, bool IsNegated, int Column)
{
    /// <summary>Reads a pattern.</summary>
    /// <param name="line">The logical line.</param>
    /// <param name="at">Where it begins; afterwards, where it ends.</param>
    /// <param name="endsAtNegation">True when a second pattern may follow at once, behind a <c>!</c>.</param>
    /// <param name="problem">Why there is none, as a clause.</param>
    /// <returns>Null when there is none: Postfix skips the line.</returns>
    public static PostfixPattern? Read(ReadOnlySpan<byte> line, ref int at, bool endsAtNegation, out string problem)
    {
        problem = "a line without a pattern, which is skipped there";
        bool isNegated = false;
        for (; at < line.Length && (line[at] == (byte)'!' || BlankBytes.Holds(line[at])); at++)
            isNegated ^= line[at] == (byte)'!';
        if (at >= line.Length)
            return null;
        byte delimiter = line[at++];
        int begin = at;
        while (at < line.Length && line[at] != delimiter)
            at += line[at] == (byte)'\\' ? 2 : 1;
        if (at >= line.Length)
        {
            at = begin;
            problem = "the delimiter behind the pattern is missing, and the line is skipped there";
            return null;
        }

        byte[] expression = line[begin..at].ToArray();
        int flags = ++at;
        while (at < line.Length && !BlankBytes.Holds(line[at]) && !(endsAtNegation && line[at] == (byte)'!'))
            at++;
        return new PostfixPattern(expression, Encoding.Latin1.GetString(line[flags..at]), isNegated, begin + 1);
    }

    /// <summary>True when a flag is switched on: each mention turns it around.</summary>
    public bool Has(char flag)
    {
        bool isOn = false;
        foreach (char letter in Flags)
            isOn ^= letter == flag;
        return isOn;
    }

    /// <summary>The first letter that is no flag; null when all are.</summary>
    public char? OddFlag(string known)
    {
        foreach (char letter in Flags)
        {
            if (!known.Contains(letter, StringComparison.Ordinal))
                return letter;
        }

        return null;
    }
}
