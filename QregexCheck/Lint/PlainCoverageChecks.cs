using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks for entries of plain lists that rules make needless, and for rules that entries make needless. Most entries and rules are done with after one
/// address that they hit; what is left is proved by automata, and only so often, as a list may have a million entries.
/// </summary>
internal sealed class PlainCoverageChecks
{
    // A proof takes some 0.1 milliseconds.
    private const int MostProofs = 5_000;

    // A rule covered by more entries than this together is not found.
    private const int MostTogether = 8;

    private readonly IReadOnlyList<LintedFile> _files;
    private readonly RuleLanguages _languages;
    private readonly Dictionary<LintedFile, Coverage> _coverages;
    private readonly int _today;
    private readonly Dictionary<LintedFile, PlainNames> _names = new();
    private int _proofs = MostProofs;

    /// <param name="files">All lists.</param>
    /// <param name="languages">The rules' languages.</param>
    /// <param name="coverages">The rules of each list of rules that refuse, or let through.</param>
    /// <param name="today">The day number (UTC).</param>
    public PlainCoverageChecks(IReadOnlyList<LintedFile> files, RuleLanguages languages, Dictionary<LintedFile, Coverage> coverages, int today)
    {
        _files = files;
        _languages = languages;
        _coverages = coverages;
        _today = today;
    }

    /// <summary>True when the last question was cut short: too many proofs were made before, or a limit was met.</summary>
    public bool RanShort { get; private set; }

    /// <summary>The rules that are asked before a plain list, and decide instead.</summary>
    public List<Coverage> RulesBefore(LintedFile file)
    {
        ListFamily family = file.Family!.Value;
        ControlList kin = ControlLists.RulesOf(file.List!.Value);
        List<Coverage> before = CoveragesOf(kin);
        if (kin == family.NoRelay)
            before.InsertRange(0, CoveragesOf(family.Always));
        return before;
    }

    /// <summary>The rules that let through what a list refuses.</summary>
    public List<Coverage> RulesThatExcuse(LintedFile file) =>
        !file.IsExceptions && file.Family?.Exceptions is { } good ? CoveragesOf(good) : [];

    /// <summary>The entries of the plain list beside a list of rules; null when it is not looked at, or has none.</summary>
    public PlainNames? NamesOf(ControlList? rules)
    {
        foreach (LintedFile file in _files)
        {
            if (rules is { } list && file.List == ControlLists.PlainOf(list))
                return NamesOf(file) is { Count: > 0 } names ? names : null;
        }

        return null;
    }

    /// <summary>The entries of a plain list.</summary>
    public PlainNames NamesOf(LintedFile file)
    {
        if (!_names.TryGetValue(file, out PlainNames? names))
            _names.Add(file, names = PlainNames.Of(file, _today));
        return names;
    }

    /// <summary>The rules that hit all that an entry hits, and as long; empty when they don't, or when it is not known.</summary>
    public IReadOnlyList<LintedRule> Covering(LintedRule entry, List<Coverage> rules)
    {
        RanShort = false;
        if (rules.Count == 0)
            return [];
        byte[] sample = SampleOf(entry);
        foreach (Coverage coverage in rules)
        {
            if (coverage.Misses(sample, other => Outlasts(other, entry)))
                continue;
            if (--_proofs < 0 || _languages.Of(entry.Pattern) is not { } language)
            {
                RanShort = true;
                return [];
            }

            CoverageResult result = coverage.Cover([new Requirement(language, MustAccept: true)], sample, other => Outlasts(other, entry));
            RanShort |= result.Result == SearchResult.Unknown;
            if (result.Result == SearchResult.None && result.By.Count > 0)
                return result.By;
        }

        return [];
    }

    /// <summary>The entries that together hit all that a rule hits, and as long; empty when they don't, or when it is not known.</summary>
    /// <param name="rule">A rule.</param>
    /// <param name="sample">An upper-cased subject that it hits.</param>
    /// <param name="names">The entries.</param>
    /// <param name="mayCover">Tells which of them count.</param>
    public IReadOnlyList<LintedRule> Covering(LintedRule rule, byte[] sample, PlainNames names, Func<LintedRule, bool> mayCover)
    {
        RanShort = false;
        var chosen = new List<LintedRule>();
        byte[] word = sample;
        List<Requirement>? wanted = null;
        while (names.Hitting(word) is { } entry && mayCover(entry) && Outlasts(entry, rule) && chosen.Count < MostTogether)
        {
            if (--_proofs < 0 || _languages.Of(entry.Pattern) is not { } hit || _languages.Of(rule) is not { } language)
            {
                RanShort = true;
                return [];
            }

            wanted ??= [new Requirement(language, !rule.IsNegated)];
            wanted.Add(new Requirement(hit, MustAccept: false));
            chosen.Add(entry);
            SearchResult result = WordSearch.Find(wanted.ToArray(), out word);
            RanShort |= result == SearchResult.Unknown;
            if (result != SearchResult.Found)
                return result == SearchResult.None ? chosen : [];
        }

        return [];
    }

    /// <summary>An upper-cased subject that an entry hits, and that hardly anybody thought of.</summary>
    private static byte[] SampleOf(LintedRule entry)
    {
        byte[] name = CaseFolding.Upper(entry.Text);
        if (entry.Text.AsSpan().Contains((byte)'@'))
            return name;
        byte[] host = name[0] == (byte)'.' ? [.. "7VW"u8, .. name] : name;
        return entry.File.IsAboutHosts ? host : [.. "ZQXJ.7VW@"u8, .. host];
    }

    private static bool Outlasts(LintedRule other, LintedRule rule) => other.Annotation.UntilDay >= rule.Annotation.UntilDay;

    private List<Coverage> CoveragesOf(ControlList list)
    {
        var coverages = new List<Coverage>();
        foreach (LintedFile file in _files)
        {
            if (file.List == list && _coverages.TryGetValue(file, out Coverage? rules) && rules.Rules.Count > 0)
                coverages.Add(rules);
        }

        return coverages;
    }
}
