using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Looks for rules that change nothing: duplicates, rules that earlier rules cover, and rules that an exception takes back.</summary>
internal sealed class CoverageChecks
{
    // As many rules as a reader wants to see named.
    private const int MostNamed = 4;

    private readonly RuleLanguages _languages;
    private readonly Coverage _above;
    private readonly Coverage? _exceptions;
    private readonly Dictionary<LintedRule, byte[]> _samples;
    private readonly int _today;
    private readonly HashSet<LintedRule> _byText = new(new SameText());
    private bool _saidShort;

    /// <param name="languages">The rules' languages.</param>
    /// <param name="above">Rules of files that are asked before; those of this file are added one by one.</param>
    /// <param name="exceptions">The rules of the goodmail file for this one; null without.</param>
    /// <param name="samples">Of rules that were looked at, some upper-cased subject that each hits.</param>
    /// <param name="today">The day number, UTC.</param>
    public CoverageChecks(RuleLanguages languages, Coverage above, Coverage? exceptions, Dictionary<LintedRule, byte[]> samples, int today)
    {
        _languages = languages;
        _above = above;
        _exceptions = exceptions;
        _samples = samples;
        _today = today;
    }

    /// <summary>Checks a rule against those above it.</summary>
    public void Check(LintedRule rule, Findings findings)
    {
        if (rule.Error.Kind != Syntax.SyntaxErrorKind.None || rule.Annotation.SleepsOn(_today))
            return;
        if (_byText.TryGetValue(rule, out LintedRule? same) && Outlasts(same, rule))
        {
            findings.Add(LintCatalog.Duplicate, rule, $"the same rule stands in line {same.Line}", [same]);
            return;
        }

        if (rule.Refuses(_today))
            _byText.Add(rule);
        if (!rule.IsRegular)
            return;

        // Most rules are done with here, without an automaton.
        byte[]? sample = _samples.GetValueOrDefault(rule);
        if (sample is not null && _above.Misses(sample, other => Outlasts(other, rule)) && _exceptions?.Misses(sample, static _ => true) != false)
            return;
        Requirement[] hits = [new(_languages.Of(rule)!, !rule.IsNegated)];
        CoverageResult result = _above.Cover(hits, sample, other => Outlasts(other, rule));
        if (result.Result == SearchResult.None && result.By.Count > 0)
        {
            string verb = (rule.File.IsExceptions, result.By.Count == 1) switch
            {
                (true, true) => "lets through",
                (true, false) => "let through",
                (false, true) => "refuses",
                (false, false) => "refuse",
            };
            findings.Add(LintCatalog.Redundant, rule, $"{Name(rule, result.By)} already {verb} all that this rule hits", result.By, Shortest(rule));
            return;
        }

        if (result.Result == SearchResult.Unknown)
        {
            if (_above.RanShort && _saidShort)
                return;
            _saidShort |= _above.RanShort;
            string what = _above.RanShort ? "this one and many of those below" : "this one";
            findings.Add(LintCatalog.Unchecked, rule, $"a limit was met: the rules above may make {what} redundant, or not");
            return;
        }

        CoverageResult? taken = _exceptions?.Cover(hits, sample, static _ => true);
        if (taken is { Result: SearchResult.None, By.Count: > 0 } excused)
        {
            string verb = excused.By.Count == 1 ? "lets" : "let";
            findings.Add(LintCatalog.Shadowed, rule, $"{Name(rule, excused.By)} {verb} through all that this rule hits", excused.By, Shortest(rule));
        }
    }

    /// <summary>Adds a rule to the rules above the next one.</summary>
    public void Add(LintedRule rule)
    {
        if (rule.Refuses(_today))
            _above.Add(rule);
    }

    private static bool Outlasts(LintedRule other, LintedRule rule) => other.Annotation.UntilDay >= rule.Annotation.UntilDay && other.HoldsWhere(rule);

    /// <summary>Names rules to who looks at one of them.</summary>
    public static string Name(LintedRule rule, IReadOnlyList<LintedRule> rules)
    {
        var text = new StringBuilder();
        for (int i = 0; i < rules.Count && i < MostNamed; i++)
        {
            text.Append(i == 0 ? string.Empty : i == rules.Count - 1 ? " and " : ", ");
            text.Append(rules[i].File == rule.File ? "line " : rules[i].File.Name + ":").Append(rules[i].Line);
        }

        if (rules.Count > MostNamed)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" and {rules.Count - MostNamed} more");
        return text.ToString();
    }

    /// <summary>Rules are equal when their texts and conditions are equal.</summary>
    private sealed class SameText : IEqualityComparer<LintedRule>
    {
        public bool Equals(LintedRule? x, LintedRule? y) => x!.Text.AsSpan().SequenceEqual(y!.Text) && x.HoldsWhere(y) && y.HoldsWhere(x);

        public int GetHashCode(LintedRule rule)
        {
            var hash = default(HashCode);
            hash.AddBytes(rule.Text);
            return hash.ToHashCode();
        }
    }

    private byte[]? Shortest(LintedRule rule) =>
        Witness.Find(_languages, rule.File, [new(_languages.Of(rule)!, !rule.IsNegated)], out byte[] word) == SearchResult.Found ? word : null;
}
