using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Says what was probably meant by a rule that does not compile. A proposal is made only if it compiles.</summary>
internal static class SyntaxChecks
{
    // The bytes that may stand behind a bracket expression that was left open.
    private static readonly SearchValues<byte> BehindBrackets = SearchValues.Create("+*{?@$"u8);

    private const string GroupMessage = "this is a Perl group, and POSIX has no such groups";

    public static void Check(LintedRule rule, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        SyntaxError error = rule.Error;
        if (error.Kind == SyntaxErrorKind.TooLarge)
        {
            findings.Add(LintCatalog.TooLarge, rule, error.Message + "; it is skipped");
            return;
        }

        int group = pattern.IndexOf("(?"u8);
        if (error.Kind == SyntaxErrorKind.NothingToRepeat && group >= 0 && error.Offset == group + 1)
        {
            CheckGroup(rule, group, findings);
            return;
        }

        if (error.Kind == SyntaxErrorKind.NothingToRepeat && (pattern[error.Offset] == (byte)'*' || GlobPattern.IsQuestion(pattern)))
        {
            GlobPattern glob = GlobPattern.Read(pattern, rule.File.IsAboutHosts);
            byte[] expression = glob.Expression;
            bool isAddress = !rule.IsNegated && !rule.File.IsAboutLines;
            findings.Add(new Finding(
                LintCatalog.Glob, rule.File, rule.Line, rule.PatternColumn + error.Offset, 1,
                "a shell pattern is not a regular expression; the rule is skipped")
            {
                Proposal = isAddress ? Compiling(rule, expression) : null,
                Meant = isAddress ? glob.Meant : null,
            });
            if (rule.IsNegated)
            {
                findings.AddAt(
                    LintCatalog.ExceptionDialect, rule, -1, 0,
                    $"elsewhere a ! before a shell pattern makes an exception: here write the exception, without the !, in {GoodFile(rule)}",
                    proposal: rule.File.IsAboutLines ? null : expression);
            }

            return;
        }

        (byte[]? proposal, string hint) = Mend(pattern, error);
        findings.AddAt(
            LintCatalog.Syntax, rule, error.Offset, error.Offset + 1, error.Message + hint + "; the rule is skipped",
            proposal: proposal is null ? null : Compiling(rule, proposal));
    }

    /// <summary>
    /// The list of exceptions to a rule's list. If there is none, or the rule's list may be any, it is the list of exceptions for senders.
    /// </summary>
    public static string GoodFile(LintedRule rule) =>
        Encoding.ASCII.GetString(ControlLists.FileName(rule.File.Family?.Exceptions ?? ControlList.GoodMailFrom));

    /// <summary>The rule with another pattern, if that can be used; else null.</summary>
    public static byte[]? Compiling(LintedRule rule, ReadOnlySpan<byte> pattern) =>
        new PatternCompiler().TryParse(pattern, out _) ? rule.AsRule.With(pattern) : null;

    private static void CheckGroup(LintedRule rule, int group, Findings findings)
    {
        ReadOnlySpan<byte> pattern = rule.Pattern;
        ReadOnlySpan<byte> rest = pattern[(group + 2)..];
        string message = GroupMessage;
        byte[]? proposal = null;
        int length = 2;
        if (rest.StartsWith(":"u8))
        {
            message += ": every group is written ( )";
            proposal = Replace(pattern, "(?:"u8, "("u8);
            length = 3;
        }
        else if (rest.StartsWith("!"u8) || rest.StartsWith("="u8) || rest.StartsWith("<"u8))
        {
            message += ": write exceptions as rules of goodmailfrom or goodmailto";
            length = 3;
        }
        else if (rest.IndexOf((byte)')') is >= 0 and var close && !rest[..close].ContainsAnyExcept("imsx-"u8))
        {
            message += ": case is always ignored here";
            proposal = [.. pattern[..group], .. rest[(close + 1)..]];
            length = close + 3;
        }

        findings.AddAt(
            LintCatalog.PerlGroup, rule, group, group + length, message + "; the rule is skipped",
            proposal: proposal is null ? null : Compiling(rule, proposal));
    }

    private static (byte[]? Proposal, string Hint) Mend(ReadOnlySpan<byte> pattern, SyntaxError error)
    {
        int at = error.Offset;
        switch (error.Kind)
        {
            case SyntaxErrorKind.NothingToRepeat:
                return (Escape(pattern, at), ", or a backslash to be themselves");
            case SyntaxErrorKind.BadInterval or SyntaxErrorKind.UnclosedInterval:
                return (Escape(pattern, at), ": a { that means itself needs a backslash");
            case SyntaxErrorKind.UnclosedGroup:
                return (WithGroupClosed(pattern, at), string.Empty);
            case SyntaxErrorKind.UnclosedBracket or SyntaxErrorKind.EndsAfterBracket:
                return (WithBracketClosed(pattern, at), string.Empty);
            case SyntaxErrorKind.TrailingBackslash:
                return (pattern[..at].ToArray(), string.Empty);
            case SyntaxErrorKind.UnknownClass:
                return (InSmallLetters(pattern, at), ": the names are alpha, digit, alnum, upper, lower, space, blank, punct, print, graph, cntrl and xdigit");
            case SyntaxErrorKind.BadRange:
                return (WithHyphenLast(pattern, at), ": a - that means itself stands first or last");
            default:
                return (null, string.Empty);
        }
    }

    private static byte[] Escape(ReadOnlySpan<byte> pattern, int at) => [.. pattern[..at], (byte)'\\', .. pattern[at..]];

    /// <summary>Closes a group before the domain, or before the end, if the group holds alternatives. Otherwise the ( is one too many.</summary>
    private static byte[] WithGroupClosed(ReadOnlySpan<byte> pattern, int at)
    {
        // The place of the fault may stand behind the ( that is meant.
        int open = pattern[..Math.Min(pattern.Length, at + 1)].LastIndexOf((byte)'(');
        if (open < 0)
            return Escape(pattern, at);
        int bar = pattern[open..].LastIndexOf((byte)'|');
        if (bar < 0)
            return [.. pattern[..open], .. pattern[(open + 1)..]];
        int end = pattern[(open + bar)..].IndexOf((byte)'@');
        end = end >= 0 ? open + bar + end : pattern.EndsWith("$"u8) ? pattern.Length - 1 : pattern.Length;
        return [.. pattern[..end], (byte)')', .. pattern[end..]];
    }

    /// <summary>
    /// Closes a bracket expression behind its ranges, before what repeats it or before the @. Before a digit the [ was meant as itself, as in a HELO name.
    /// </summary>
    private static byte[]? WithBracketClosed(ReadOnlySpan<byte> pattern, int at)
    {
        int open = pattern[..Math.Min(pattern.Length, at + 1)].LastIndexOf((byte)'[');
        if (open < 0 || open + 1 >= pattern.Length || pattern.IndexOf((byte)'-') < open)
            return Escape(pattern, open < 0 ? at : open);
        ReadOnlySpan<byte> inner = pattern[(open + 1)..];
        int length = inner.IndexOfAny(BehindBrackets);
        int end = length < 0 ? pattern.Length : open + 1 + length;
        return [.. pattern[..end], (byte)']', .. pattern[end..]];
    }

    private static byte[] InSmallLetters(ReadOnlySpan<byte> pattern, int at)
    {
        int end = pattern[at..].IndexOf(":]"u8);
        return end < 0 ? [] : [.. pattern[..at], .. Witness.InSmallLetters(pattern.Slice(at, end)), .. pattern[(at + end)..]];
    }

    /// <summary>Moves the wrong hyphen to the end of its brackets.</summary>
    private static byte[]? WithHyphenLast(ReadOnlySpan<byte> pattern, int at)
    {
        int hyphen = pattern[at] == (byte)'-' ? at : at + pattern[at..].IndexOf((byte)'-');
        if (hyphen < at)
            return null;
        int end = hyphen + 1;
        while (end < pattern.Length && pattern[end] != (byte)']')
        {
            bool isName = pattern[end] == (byte)'[' && end + 1 < pattern.Length && pattern[end + 1] == (byte)':';
            int skip = isName ? pattern[end..].IndexOf(":]"u8) : -1;
            end += skip < 0 ? 1 : skip + 2;
        }

        return end >= pattern.Length ? null : [.. pattern[..hyphen], .. pattern[(hyphen + 1)..end], (byte)'-', .. pattern[end..]];
    }

    private static byte[] Replace(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var result = new List<byte>(pattern.Length);
        while (pattern.IndexOf(old) is >= 0 and var at)
        {
            result.AddRange(pattern[..at]);
            result.AddRange(replacement);
            pattern = pattern[(at + old.Length)..];
        }

        result.AddRange(pattern);
        return result.ToArray();
    }
}
