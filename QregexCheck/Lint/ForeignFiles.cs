using System;
using System.Collections.Generic;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Finds files that are another program's list, and single lines of such a list among rules.</summary>
internal sealed class ForeignFiles
{
    // To mend one line takes about a millisecond. With more lines a reader can see the way from these.
    private const int MostLines = 2_000;

    private readonly Mender _mender;

    public ForeignFiles(Mender mender) => _mender = mender;

    /// <summary>Looks at a whole file.</summary>
    /// <returns>The rules that are lines of another program. It is empty when they are fewer than two, or fewer than half of all.</returns>
    public HashSet<LintedRule> Check(LintedFile file, Findings findings)
    {
        var lines = new List<(LintedRule Rule, ForeignLine Line)>();
        var programs = new Dictionary<string, int>(StringComparer.Ordinal);
        string program = string.Empty;
        foreach (LintedRule rule in file.Rules)
        {
            if (FileChecks.IsSpoiled(rule) || ForeignLine.Read(rule.Pattern) is not { } line)
                continue;
            lines.Add((rule, line));
            programs[line.Program] = programs.GetValueOrDefault(line.Program) + 1;
            if (program.Length == 0 || programs[line.Program] > programs[program])
                program = line.Program;
        }

        var rules = new HashSet<LintedRule>();
        if (lines.Count < 2 || lines.Count * 2 < file.Rules.Count)
            return rules;
        var proposals = new List<LineProposal>();
        string why = string.Empty;
        foreach ((LintedRule rule, ForeignLine line) in lines)
        {
            rules.Add(rule);
            if (why.Length == 0 && line.Program == program)
                why = line.Why;
            string? other = line.Action.IsException ? ExceptionsOf(rule) : null;
            if (proposals.Count >= MostLines || (line.Action.IsException && other is null))
                continue;
            if (_mender.Join(rule, Drafts(rule, line)) is { } proposal)
                proposals.Add(new LineProposal(rule.Line, proposal, AnnotationOf(rule, line), other));
        }

        findings.Add(new Finding(
            LintCatalog.ForeignFile, file, lines[0].Rule.Line, lines[0].Rule.PatternColumn + lines[0].Line.Begin, lines[0].Line.Length,
            $"{lines.Count} of the file's {file.Rules.Count} rules are lines as in {program}: {why}")
        {
            Lines = proposals,
        });
        return rules;
    }

    /// <summary>Adds a finding about one line.</summary>
    public static void AddLine(LintedRule rule, ForeignLine line, Findings findings)
    {
        string exception = !line.Action.IsException ? string.Empty
            : ExceptionsOf(rule) is { } file ? $"; to let this mail pass, write a rule in {file}"
            : "; there is no list of exceptions to this one";
        findings.Add(new Finding(
            line.Kind, rule.File, rule.Line, rule.PatternColumn + line.Begin, Math.Max(1, line.Length), $"{line.Why}, as in {line.Program}{exception}")
        {
            Drafts = Drafts(rule, line),
            Annotation = AnnotationOf(rule, line),
        });
    }

    private static List<byte[]> Drafts(LintedRule rule, ForeignLine line)
    {
        var drafts = new List<byte[]>();
        foreach (byte[] pattern in line.Patterns)
        {
            // For a plain name it takes long to find out step by step what is missing, and such lists are long.
            bool isName = !pattern.AsSpan().Contains((byte)'+') && PlainList.IsName(pattern, rule.File.IsAboutHosts);
            drafts.Add(rule.AsRule.With(isName ? PlainList.RuleOf(pattern, rule.File.IsAboutHosts) : pattern));
        }

        return drafts;
    }

    /// <summary>The line's reply as an annotation; null for exceptions, which give no reply.</summary>
    private static byte[]? AnnotationOf(LintedRule rule, ForeignLine line) =>
        rule.File.IsExceptions ? null : line.Action.Annotation;

    private static string? ExceptionsOf(LintedRule rule) =>
        rule.File.IsExceptions || rule.File.Family is { Exceptions: null } ? null : SyntaxChecks.GoodFile(rule);
}
