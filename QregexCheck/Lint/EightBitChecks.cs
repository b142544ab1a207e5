using System;
using System.Globalization;
using System.Text;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Finds domains that are not written in ASCII. A client that has not asked for SMTPUTF8 (RFC 6531) sends their labels as <c>xn--...</c>.
/// Source:
/// RFC 5890 2.3.2.1.
/// </summary>
internal static class EightBitChecks
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Check(LintedRule rule, SyntaxTree tree, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        if (rule.File.IsAboutLines || System.Text.Ascii.IsValid(pattern))
            return;
        var map = new PatternMap(tree, pattern);
        var edits = new PatternEdits();
        int first = -1;
        int length = 0;
        bool isWhole = true;
        int from = pattern.LastIndexOf((byte)'@') + 1;
        for (int at = from; at < pattern.Length; at++)
        {
            int end = at;
            bool isForeign = false;
            while (map.IsPlain(end) && (PatternMap.IsLabelByte(pattern[end]) || pattern[end] >= 0x80))
                isForeign |= pattern[end++] >= 0x80;
            if (isForeign && (from > 0 || map.IsDot(end) || map.IsAnyByte(end) || map.IsDot(at - 1)))
            {
                if (first < 0)
                    (first, length) = (at, end - at);
                if (InAscii(pattern[at..end]) is { } label)
                    edits.Replace(at, end - at, label);
                else
                    isWhole = false;
            }

            at = Math.Max(at, end - 1);
        }

        if (first >= 0)
        {
            findings.AddAt(
                LintCatalog.EightBit, rule, first, first + length,
                "this label is not in ASCII: an envelope mostly has it as xn--..., so the rule is hardly ever hit",
                proposal: isWhole ? SyntaxChecks.Compiling(rule, edits.Apply(pattern)) : null);
        }
    }

    /// <summary>The label as DNS has it; null for bytes that are not UTF-8, or not letters.</summary>
    private static byte[]? InAscii(ReadOnlySpan<byte> label)
    {
        try
        {
            return Encoding.ASCII.GetBytes(new IdnMapping { UseStd3AsciiRules = true }.GetAscii(Strict.GetString(label).ToLowerInvariant()));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
