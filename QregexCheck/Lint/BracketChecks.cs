using System;
using System.Collections.Generic;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks inside a bracket expression that compiles. Source: XBD 9.3.5, and glibc's reading of it under REG_ICASE.</summary>
internal static class BracketChecks
{
    public static void Check(LintedRule rule, in Node node, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        ReadOnlySpan<byte> text = pattern[node.Begin..node.End];
        if (text.StartsWith("[:"u8) && text.EndsWith(":]"u8) && text.Length > 4)
        {
            findings.AddAt(
                LintCatalog.ClassOutsideBrackets, rule, node.Begin, node.End,
                "this is a set of the colon and a few letters: a class stands in brackets of its own",
                proposal: SyntaxChecks.Compiling(rule, [.. pattern[..node.Begin], (byte)'[', .. text, (byte)']', .. pattern[node.End..]]));
            return;
        }

        // "[a\]b]" ends at its first ]. If a second ] follows and no [ stands between, the second one was meant as the end.
        ReadOnlySpan<byte> rest = pattern[node.End..];
        int close = rest.IndexOf((byte)']');
        if (text.EndsWith("\\]"u8) && close >= 0 && rest[..close].IndexOf((byte)'[') < 0)
        {
            findings.AddAt(
                LintCatalog.BracketEscape, rule, node.End - 2, node.End,
                "in brackets a backslash is itself, and the brackets end here: a ] that means itself stands first");
        }

        int escape = -1;
        int range = -1;
        var mended = new List<byte>(text.Length + 16);
        bool hasHyphen = false;
        int at = 1;
        mended.Add((byte)'[');
        if (text[at] == (byte)'^')
        {
            mended.Add((byte)'^');
            at++;
        }

        int first = at;
        while (at < text.Length - 1)
        {
            byte b = text[at];
            if (b == (byte)'[' && text[at + 1] is (byte)':' or (byte)'.' or (byte)'=')
            {
                int end = at + 2;
                while (!(text[end] == text[at + 1] && text[end + 1] == (byte)']'))
                    end++;
                mended.AddRange(text[at..(end + 2)]);
                at = end + 2;
                continue;
            }

            bool isRange = at + 2 < text.Length - 1 && text[at + 1] == (byte)'-' && text[at + 2] != (byte)'[';
            if (b == (byte)'\\' && !isRange && MeaningInBrackets(text[at + 1]) is { } meaning && at + 2 < text.Length)
            {
                escape = escape < 0 ? at : escape;
                mended.AddRange(meaning);
                at += 2;
            }
            else if (isRange && IsAccident(b, text[at + 2]))
            {
                range = range < 0 ? at : range;
                if (char.IsAsciiLetter((char)b) && char.IsAsciiLetter((char)text[at + 2]))
                {
                    mended.AddRange("a-z"u8);
                }
                else
                {
                    mended.Add(b);
                    mended.Add(text[at + 2]);
                    hasHyphen = true;
                }

                at += 3;
            }
            else
            {
                int length = isRange ? 3 : 1;
                bool isHyphen = b == (byte)'-' && !isRange && at > first;
                hasHyphen |= isHyphen;
                if (!isHyphen)
                    mended.AddRange(text.Slice(at, length));
                at += length;
            }
        }

        if (hasHyphen)
            mended.Add((byte)'-');
        mended.Add((byte)']');
        byte[]? proposal = SyntaxChecks.Compiling(rule, [.. pattern[..node.Begin], .. mended, .. pattern[node.End..]]);
        if (escape >= 0)
        {
            int begin = node.Begin + escape;
            findings.AddAt(
                LintCatalog.BracketEscape, rule, begin, begin + 2,
                $"in brackets a backslash is itself: this is a set of \\ and {(char)text[escape + 1]}", proposal: proposal);
        }

        if (range >= 0)
        {
            int begin = node.Begin + range;
            findings.AddAt(LintCatalog.BracketRange, rule, begin, begin + 3, RangeMessage(text[range], text[range + 2]), proposal: proposal);
        }
    }

    /// <summary>The meaning in Perl of a backslash and a letter in brackets; null when the two are no escape in Perl.</summary>
    private static byte[]? MeaningInBrackets(byte letter) => letter switch
    {
        (byte)'w' => "a-z0-9_"u8.ToArray(),
        (byte)'d' => "0-9"u8.ToArray(),
        (byte)'s' => "[:space:]"u8.ToArray(),
        (byte)'.' or (byte)'-' or (byte)'@' or (byte)'+' => [letter],
        (byte)'W' or (byte)'D' or (byte)'S' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' => [],
        _ => null,
    };

    /// <summary>True for a range that joins bytes of different sorts. The well-known ranges of all printable bytes are no accident.</summary>
    private static bool IsAccident(byte low, byte high)
    {
        if (low >= 0x7F || high >= 0x7F || low < 0x20 || (low is (byte)' ' or (byte)'!' && high == (byte)'~'))
            return false;
        bool isNumbers = char.IsAsciiDigit((char)low) && char.IsAsciiDigit((char)high);
        bool isLetters = (char.IsAsciiLetterLower((char)low) && char.IsAsciiLetterLower((char)high))
            || (char.IsAsciiLetterUpper((char)low) && char.IsAsciiLetterUpper((char)high));
        bool isPunctuation = low is (byte)'!' or (byte)':' or (byte)'[' or (byte)'{' && high is (byte)'/' or (byte)'@' or (byte)'`' or (byte)'~';
        return !isNumbers && !isLetters && !isPunctuation && low != high;
    }

    private static string RangeMessage(byte low, byte high)
    {
        string range = $"{(char)low}-{(char)high}";
        return char.IsAsciiLetter((char)low) && char.IsAsciiLetter((char)high)
            ? $"{range} is a-z here, as case is ignored; elsewhere it holds more than letters"
            : $"{range} is a range: it holds {BytesBetween(low, high)}; a - that means itself stands last";
    }

    private static string BytesBetween(byte low, byte high)
    {
        byte from = CaseFolding.Upper(low);
        byte to = CaseFolding.Upper(high);
        var kinds = new List<string>();
        if (from <= (byte)'9' && to >= (byte)'0')
            kinds.Add("digits");
        if (from <= (byte)'Z' && to >= (byte)'A')
            kinds.Add("letters");
        if (from <= (byte)'@' && to >= (byte)'@')
            kinds.Add("the @");
        return kinds.Count == 0 ? $"all of the {to - from + 1} bytes between" : string.Join(" and ", kinds);
    }
}
