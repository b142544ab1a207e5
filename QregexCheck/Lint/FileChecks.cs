using System;
using System.Collections.Generic;
using QregexCheck.Proof;
using QregexCheck.Text;

namespace QregexCheck.Lint;

/// <summary>Looks at the bytes of a list's file. It finds what an editor, another system or another program has left in them.</summary>
internal static class FileChecks
{
    public static void Check(LintedFile file, Findings findings)
    {
        CheckByteOrderMark(file, findings);
        CheckReturns(file, findings);
        for (int line = 1; line <= file.LineCount; line++)
        {
            int nul = file.Line(line).IndexOf((byte)0);
            if (nul >= 0)
            {
                findings.Add(new Finding(
                    LintCatalog.Nul, file, line, nul + 1, 1, $"a NUL splits the line into two rules; an empty one matches every {file.Noun}"));
            }
        }
    }

    /// <summary>Finds the three bytes that some editors put in front of a file.</summary>
    public static void CheckByteOrderMark(LintedFile file, Findings findings)
    {
        if (ByteOrderMark.Leads(file.Line(1)))
        {
            findings.Add(new Finding(
                LintCatalog.ByteOrderMark, file, 1, 1, 3, "the file begins with a byte order mark, which is part of its first line: save the file without one")
            {
                Proposal = ByteOrderMark.Without(file.Line(1)).ToArray(),
            });
        }
    }

    /// <summary>True for a rule whose line ends in a carriage return or holds a byte order mark. Nothing more is said of it.</summary>
    public static bool IsSpoiled(LintedRule rule) =>
        rule.Text is [.., (byte)'\r'] || (rule.Line == 1 && ByteOrderMark.Leads(rule.Text));

    /// <summary>Finds a blank in front of a rule, or a comment behind it. Both are part of the rule.</summary>
    /// <returns>True when it found one. Nothing more is said of such a rule.</returns>
    public static bool HasStrayBlank(LintedRule rule, Findings findings)
    {
        ReadOnlySpan<byte> text = rule.Text;
        int blanks = text.Length - text.TrimStart(" \t"u8).Length;
        if (blanks > 0)
        {
            ReadOnlySpan<byte> rest = text[blanks..];
            findings.Add(new Finding(
                LintCatalog.LeadingBlank, rule.File, rule.Line, rule.Column, blanks,
                rest.StartsWith("#"u8) ? "this is a rule: a comment has its # in column 1"
                    : $"blanks in front are part of the rule: no {rule.File.Noun} begins so")
            {
                Proposal = rest.StartsWith("#"u8) ? null : rest.ToArray(),
            });
            return true;
        }

        int comment = Math.Max(text.IndexOf(" #"u8), text.IndexOf("\t#"u8));
        if (comment < 0)
            return false;
        findings.Add(new Finding(
            LintCatalog.InnerComment, rule.File, rule.Line, rule.Column + comment, text.Length - comment,
            "what follows is part of the rule: a comment has a line of its own, with the # in column 1")
        {
            Proposal = text[..comment].TrimEnd(" \t"u8).ToArray(),
        });
        return true;
    }

    /// <summary>True for what only Perl has, or only Perl writes so.</summary>
    public static bool IsPerl(ReadOnlySpan<byte> pattern) =>
        pattern.IndexOf("(?"u8) >= 0 || pattern.IndexOf("\\d"u8) >= 0 || IsDelimited(pattern);

    /// <summary>True for <c>/.../</c>, with or without Perl's flags behind it.</summary>
    public static bool IsDelimited(ReadOnlySpan<byte> pattern) =>
        pattern.Length > 2 && pattern[0] == (byte)'/' && pattern.TrimEnd("imsxu"u8) is [_, _, .., (byte)'/'];

    /// <summary>Says that no rule of a list can hit, unless an earlier finding says so.</summary>
    /// <param name="file">The list. Its rules have been looked at.</param>
    /// <param name="findings">The findings so far. New findings go there.</param>
    /// <param name="from">The index of the list's first finding.</param>
    /// <param name="today">The day number (UTC).</param>
    public static void CheckLife(LintedFile file, Findings findings, int from, int today)
    {
        var dead = new HashSet<int>();
        foreach (Finding finding in findings.From(from))
        {
            if (finding.Kind.Severity == Severity.Error)
                return;
            if (finding.Kind == LintCatalog.MatchesNoAddress)
                dead.Add(finding.Line);
        }

        if (dead.Count > 0 && file.Rules.TrueForAll(rule => dead.Contains(rule.Line) || rule.Annotation.SleepsOn(today)))
        {
            findings.Add(new Finding(
                LintCatalog.DeadFile, file, file.Rules[0].Line, 1, 1, "no rule of the file can hit: with it or without it, the same mail is taken"));
        }
    }

    private static void CheckReturns(LintedFile file, Findings findings)
    {
        int first = 0;
        int count = 0;
        foreach (LintedRule rule in file.Rules)
        {
            if (rule.Text is not [.., (byte)'\r'])
                continue;
            count++;
            first = first == 0 ? rule.Line : first;
        }

        if (count == 0)
            return;
        ReadOnlySpan<byte> line = file.Line(first);
        int at = line.LastIndexOf((byte)'\r');
        string others = count == 1 ? string.Empty : $" (and {count - 1} more)";
        findings.Add(new Finding(
            LintCatalog.CarriageReturn, file, first, at + 1, 1,
            $"the rule ends in a carriage return{others}, and no {file.Noun} holds one: the rule matches nothing, and with a ! it refuses everyone")
        {
            Proposal = line[..at].ToArray(),
        });
    }

    /// <summary>Says that a list is written in another language, when at least two of its rules are, and at least half of all.</summary>
    /// <param name="file">The list.</param>
    /// <param name="findings">The place for findings.</param>
    public static void CheckDialect(LintedFile file, Findings findings)
    {
        int globs = 0;
        int perls = 0;
        foreach (LintedRule rule in file.Rules)
        {
            globs += GlobPattern.IsGlob(rule.Pattern) ? 1 : 0;
            perls += IsPerl(rule.Pattern) ? 1 : 0;
        }

        if (globs >= 2 && globs * 2 >= file.Rules.Count)
        {
            findings.Add(new Finding(
                LintCatalog.GlobFile, file, file.Rules[0].Line, 1, 1,
                $"{globs} of the file's {file.Rules.Count} rules are shell patterns, as other programs have them: here rules are regular expressions"));
        }

        if (perls >= 2 && perls * 2 >= file.Rules.Count)
        {
            findings.Add(new Finding(
                LintCatalog.PerlFile, file, file.Rules[0].Line, 1, 1,
                $"{perls} of the file's {file.Rules.Count} rules are written for Perl: here they are POSIX extended regular expressions"));
        }
    }
}
