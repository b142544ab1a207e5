using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>
/// Looks for rules about the recipients of bounces that never decide: those about the recipients of all mail are asked before them. What goodmailto takes past
/// those is left to them, for it takes nothing past badbounceto.
/// </summary>
internal sealed class BounceRecipientChecks
{
    // A proof takes some 0.1 milliseconds, and there is one for each exception.
    private const int MostProofs = 5_000;

    private readonly IReadOnlyList<LintedFile> _files;
    private readonly RuleLanguages _languages;
    private readonly PlainCoverageChecks _plain;
    private readonly IReadOnlyDictionary<LintedRule, byte[]> _samples;
    private readonly int _today;
    private readonly Coverage _refusals;
    private readonly List<LintedRule> _exceptions = [];
    private readonly PlainNames? _names;
    private int _proofs = MostProofs;

    private BounceRecipientChecks(
        IReadOnlyList<LintedFile> files, RuleLanguages languages, RuleGrams grams, PlainCoverageChecks plain,
        IReadOnlyDictionary<LintedRule, byte[]> samples, IReadOnlySet<LintedRule> incomparable, int today)
    {
        _files = files;
        _languages = languages;
        _plain = plain;
        _samples = samples;
        _today = today;
        _refusals = new Coverage(languages, grams);
        ListFamily before = ListFamily.About(Subject.Recipient);
        foreach (LintedFile file in files)
        {
            foreach (LintedRule rule in file.List == before.Always ? file.Rules : [])
            {
                if (rule.Refuses(today) && !rule.IsConditional && !incomparable.Contains(rule))
                    _refusals.Add(rule);
            }

            if (file.List == before.Exceptions || file.List == ControlLists.PlainOf(before.Exceptions!.Value))
                _exceptions.AddRange(file.Rules.FindAll(rule => rule.Refuses(today)));
        }

        _names = plain.NamesOf(before.Always);
    }

    /// <summary>Looks at the lists about recipients of bounces among the files.</summary>
    /// <param name="files">All lists.</param>
    /// <param name="languages">The rules' languages.</param>
    /// <param name="grams">What rules are found by.</param>
    /// <param name="plain">Knows plain lists.</param>
    /// <param name="samples">Of rules that were looked at, some upper-cased subject that each hits.</param>
    /// <param name="incomparable">Rules with which nothing is compared.</param>
    /// <param name="today">The day number (UTC).</param>
    /// <param name="findings">What was found before, and where findings go.</param>
    public static void Run(
        IReadOnlyList<LintedFile> files, RuleLanguages languages, RuleGrams grams, PlainCoverageChecks plain,
        IReadOnlyDictionary<LintedRule, byte[]> samples, IReadOnlySet<LintedRule> incomparable, int today, Findings findings)
    {
        foreach (LintedFile file in files)
        {
            // Large lists are taken in only where there is something to compare.
            if (!file.IsBadAbout(Subject.BounceRecipient))
                continue;
            new BounceRecipientChecks(files, languages, grams, plain, samples, incomparable, today).Run(findings);
            return;
        }
    }

    private void Run(Findings findings)
    {
        if (_refusals.Rules.Count == 0 && _names is null)
            return;
        foreach (LintedFile file in _files)
        {
            if (!file.IsBadAbout(Subject.BounceRecipient))
                continue;
            HashSet<int> needless = Needless(file, findings);
            var found = new Findings();
            var limit = new FindingLimit(found);
            foreach (LintedRule rule in file.Rules)
            {
                if (!rule.IsRegular || rule.Annotation.SleepsOn(_today) || needless.Contains(rule.Line))
                    continue;
                if (Covering(rule) is { Count: > 0 } by && !MayBeExcused(rule))
                {
                    string verb = by.Count == 1 ? "refuses" : "refuse";
                    limit.Add(new Finding(
                        LintCatalog.Redundant, file, rule.Line, rule.Column, rule.Text.Length,
                        $"{CoverageChecks.Name(rule, by)} already {verb} all that this rule hits, whoever the sender is")
                    { By = by });
                }
            }

            limit.Close();

            // An id that does not exist is named by those who look at the list before.
            IgnoredFindings.TakeOut(file, found);
            found.RemoveAll(static finding => finding.Kind == LintCatalog.Annotation);
            findings.Add(found);
        }
    }

    /// <summary>The lines of a list that are said to be needless.</summary>
    private static HashSet<int> Needless(LintedFile file, Findings findings)
    {
        var lines = new HashSet<int>();
        foreach (Finding finding in findings.All)
        {
            if (finding.File == file && finding.By.Count > 0)
                lines.Add(finding.Line);
        }

        return lines;
    }

    /// <summary>The rules or entries about all mail that hit all that a rule about bounces hits, and as long; empty when there are none, or none is proved.</summary>
    private IReadOnlyList<LintedRule> Covering(LintedRule rule)
    {
        if (rule.File.Plain != PlainKind.None)
        {
            return _names?.Covering(rule) is { } entry && Outlasts(entry, rule) ? [entry]
                : _refusals.Rules.Count > 0 ? _plain.Covering(rule, [_refusals])
                : [];
        }

        byte[]? sample = _samples.GetValueOrDefault(rule);
        if (sample is null || _languages.Of(rule) is not { } language)
            return [];
        if (!_refusals.Misses(sample, other => Outlasts(other, rule))
            && _refusals.Cover([new Requirement(language, !rule.IsNegated)], sample, other => Outlasts(other, rule)) is { Result: SearchResult.None } covered)
            return covered.By;
        return _names is not null && !rule.IsNegated ? _plain.Covering(rule, sample, _names, static _ => true) : [];
    }

    /// <summary>True when an exception may take something that the rule hits past the rules about all mail.</summary>
    private bool MayBeExcused(LintedRule rule)
    {
        foreach (LintedRule exception in _exceptions)
        {
            if (--_proofs < 0 || !exception.IsRegular || _languages.Of(exception.Pattern) is not { } passes || _languages.Of(rule.Pattern) is not { } hits
                || WordSearch.Find([new(hits, !rule.IsNegated), new(passes, !exception.IsNegated)], out _) != SearchResult.None)
                return true;
        }

        return false;
    }

    private static bool Outlasts(LintedRule other, LintedRule rule) => other.Annotation.UntilDay >= rule.Annotation.UntilDay;
}
