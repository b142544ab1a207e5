using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Batv;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.History;

/// <summary>A rule that stands in a list now, or an entry of checkrcpthosts, and what is proved of it.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Text">The rule as written.</param>
/// <param name="Annotation">What the comments above it say.</param>
internal sealed record CurrentRule(string List, int Line, byte[] Text, Annotation Annotation)
{
    // As many rules as a reader wants to see named.
    private const int MostNamed = 4;

    /// <summary>Why it can't be used, as a clause; null when it is used.</summary>
    public string? Unusable { get; init; }

    /// <summary>Why it can't hit, though it can be used, as a clause; null when nothing was proved.</summary>
    public string? Unreachable { get; init; }

    /// <summary>True when a hit of it lets through.</summary>
    public bool IsException { get; init; }

    /// <summary>True for an entry of a plain list. Such a list may be published by others, and hold a hundred thousand of which few are ever met.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The rules of lists, with what lint has proved of them.</summary>
    /// <param name="lists">The lists; the name of each is known.</param>
    /// <param name="findings">What lint has found in them.</param>
    public static IEnumerable<CurrentRule> Of(IReadOnlyList<LintedFile> lists, IReadOnlyList<Finding> findings)
    {
        var needless = new Dictionary<(LintedFile File, int Line), Finding>();
        foreach (Finding finding in findings)
        {
            if (Reason(finding) is not null)
                needless.TryAdd((finding.File, finding.Line), finding);
        }

        foreach (LintedFile file in lists)
        {
            if (file.List is not { } list)
                continue;
            string name = ControlLists.Name(list);
            foreach (LintedRule rule in file.Rules)
            {
                yield return new CurrentRule(name, rule.Line, rule.Text, rule.Annotation)
                {
                    Unusable = rule.Error.Kind == SyntaxErrorKind.None ? null : rule.Error.Message,
                    Unreachable = needless.TryGetValue((file, rule.Line), out Finding? found) ? Reason(found)
                        : !rule.IsNegated && FileChecks.IsSpoiled(rule) ? "it holds what an editor left there, and no address holds that"
                        : null,
                    IsException = ControlLists.IsExceptions(list),
                    IsPlain = ControlLists.IsPlain(list),
                };
            }
        }
    }

    /// <summary>The entries of checkrcpthosts that can refuse, with what lint has found in them.</summary>
    /// <param name="covered">The file.</param>
    /// <param name="findings">What lint has found in it.</param>
    public static IEnumerable<CurrentRule> OfEntries(LintedFile covered, IReadOnlyList<Finding> findings)
    {
        string name = Encoding.ASCII.GetString(CoveringEntry.FileName);
        foreach (LintedEntry entry in CoveringReader.Read(covered, new FindingLimit(new Findings())))
        {
            if (entry.IsExclusion)
                continue;
            Finding? found = null;
            foreach (Finding finding in findings)
            {
                if (finding.File == covered && finding.Line == entry.Line
                    && (finding.Kind == LintCatalog.EntryOverridden || finding.Kind == LintCatalog.EntryCoversNothing))
                    found ??= finding;
            }

            yield return new CurrentRule(name, entry.Line, entry.Text, entry.Annotation) { Unreachable = found?.Message };
        }

        foreach (Finding finding in findings)
        {
            if (finding.File == covered && finding.Kind == LintCatalog.DomainEntry)
                yield return new CurrentRule(name, finding.Line, covered.Line(finding.Line).ToArray(), Annotation.None) { Unusable = finding.Message };
        }
    }

    /// <summary>What decides about bounces and is no rule of a list: the entries of batvdomains, and what the log has of checks that stand in no file.</summary>
    /// <param name="domains">The entries; null when there are none.</param>
    /// <param name="tallies">What the log tells.</param>
    public static IEnumerable<CurrentRule> OfBounces(BatvDomains? domains, RuleTallies tallies)
    {
        foreach (CoveringEntry entry in domains?.Entries ?? [])
            yield return new CurrentRule(Encoding.ASCII.GetString(BatvDomains.FileName), entry.Line, entry.Text, entry.Annotation);
        foreach (byte[] text in (byte[][])[BounceEntry.SecondRecipient.Text, BounceJudge.NoneOfOurs.ToArray()])
        {
            foreach (RuleTally tally in tallies.All)
            {
                if (tally.Rule.AsSpan().SequenceEqual(text))
                    yield return new CurrentRule(Encoding.ASCII.GetString(tally.List), 0, text, Annotation.None);
            }
        }
    }

    /// <summary>What a finding says about a rule that can't hit; null for a finding that does not say so.</summary>
    private static string? Reason(Finding finding)
    {
        if (finding.Kind == LintCatalog.MatchesNone)
            return "no text satisfies all its parts";
        if (finding.Kind == LintCatalog.MatchesNoAddress)
            return "no address can match it";
        if (finding.Kind == LintCatalog.NegatedRefusesNone)
            return "the part behind the ! matches everything";
        bool isOne = finding.By.Count == 1;
        if (finding.Kind == LintCatalog.Shadowed)
            return $"{Names(finding)} {(isOne ? "lets" : "let")} through all that it hits";
        if (finding.Kind == LintCatalog.Duplicate)
            return $"{Names(finding)} is the same rule and comes first";
        return finding.Kind != LintCatalog.Redundant || IsAskedBefore(finding) ? null
            : isOne ? $"{Names(finding)} comes first and hits all of it"
            : $"{Names(finding)} come first and together hit all of it";
    }

    /// <summary>True for a rule that is asked before the plain list that hits all of it: it does hit.</summary>
    private static bool IsAskedBefore(Finding finding) =>
        finding.File.List is { } list && !ControlLists.IsPlain(list) && finding.By[0].File.List == ControlLists.PlainOf(list);

    private static string Names(Finding finding)
    {
        var text = new StringBuilder();
        for (int i = 0; i < finding.By.Count && i < MostNamed; i++)
        {
            LintedRule rule = finding.By[i];
            text.Append(i == 0 ? string.Empty : i == finding.By.Count - 1 ? " and " : ", ");
            if (rule.File != finding.File && rule.File.List is { } list)
                text.Append(ControlLists.Name(list));
            text.Append(':').Append(rule.Line);
        }

        if (finding.By.Count > MostNamed)
            text.Append(" and ").Append(finding.By.Count - MostNamed).Append(" more");
        return text.ToString();
    }
}
