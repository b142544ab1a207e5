using System;
using System.Collections.Generic;
using QregexCheck.Automata;

namespace QregexCheck.Lint;

/// <summary>What came of asking whether rules cover a language.</summary>
/// <param name="Result">None: they cover it, proved. Found: they don't. Unknown: a limit was met.</param>
/// <param name="By">With None: the rules that together cover it.</param>
/// <param name="Missed">With Found: a word of the language that no rule hits, the shortest.</param>
internal readonly record struct CoverageResult(SearchResult Result, IReadOnlyList<LintedRule> By, byte[] Missed);

/// <summary>
/// A set of rules, and whether together they hit every word of a language. Proved by automata, but only those of rules that hit some
/// word of it: each word that the rules chosen so far miss either is missed by all rules, or names one more that may count.
/// </summary>
internal sealed class Coverage
{
    // A rule covered by more than this many others together is left at "unknown".
    private const int MostTogether = 12;
    private const int MostAlone = 8;

    // A rule is asked about a word in some 0.2 microseconds, a place in a search takes 2: some ten seconds of work each.
    private const int MostQuestions = 20_000_000;
    private const int MostPlaces = 5_000_000;

    private readonly RuleLanguages _languages;
    private readonly Dictionary<uint, List<LintedRule>> _byGram = new();
    private readonly List<LintedRule> _others = new();
    private readonly List<LintedRule> _irregular = new();
    private readonly HashSet<LintedRule> _found = new();
    private readonly RuleMatcher _matcher = new();
    private int _questions;
    private int _places;
    private bool _isUnsure;

    public Coverage(RuleLanguages languages) => _languages = languages;

    /// <summary>True when so much work has been done that no question is answered any more.</summary>
    public bool IsExhausted => _questions > MostQuestions || _places > MostPlaces;

    /// <summary>Adds a rule. One with back-references can cover nothing, but where it hits a word the answer is "unknown".</summary>
    public void Add(LintedRule rule)
    {
        if (!rule.IsRegular)
        {
            _irregular.Add(rule);
            return;
        }

        if (rule.Gram == 0 || rule.IsNegated)
        {
            _others.Add(rule);
            return;
        }

        if (!_byGram.TryGetValue(rule.Gram, out List<LintedRule>? rules))
            _byGram.Add(rule.Gram, rules = new List<LintedRule>(1));
        rules.Add(rule);
    }

    /// <summary>All rules that an automaton can stand for.</summary>
    public IEnumerable<LintedRule> Regular
    {
        get
        {
            foreach (List<LintedRule> rules in _byGram.Values)
            {
                foreach (LintedRule rule in rules)
                    yield return rule;
            }

            foreach (LintedRule rule in _others)
                yield return rule;
        }
    }

    /// <summary>The rules that hit an upper-cased subject, in the order in which they were added to their piece's list.</summary>
    /// <returns>False when so much has been asked already that no answer can be given.</returns>
    public bool TryFindHits(byte[] subject, List<LintedRule> hits)
    {
        hits.Clear();
        _found.Clear();
        _isUnsure = false;
        for (int i = 0; i < subject.Length; i++)
        {
            for (int length = 1; length <= RequiredGrams.Longest && i + length <= subject.Length; length++)
            {
                if (_byGram.TryGetValue(RequiredGrams.Pack(subject.AsSpan(i, length)), out List<LintedRule>? rules))
                    AddHits(rules, subject, hits);
            }
        }

        AddHits(_others, subject, hits);
        return !_isUnsure && !IsExhausted;
    }

    /// <summary>Tells whether the rules together hit every word of a language.</summary>
    /// <param name="language">The language: words that meet all requirements.</param>
    /// <param name="sample">A word of it, if one is known.</param>
    /// <param name="mayCover">Tells which rules count.</param>
    public CoverageResult Cover(ReadOnlySpan<Requirement> language, byte[]? sample, Func<LintedRule, bool> mayCover)
    {
        if (sample is null)
        {
            SearchResult any = Search(language, out sample);
            if (any != SearchResult.Found)
                return new CoverageResult(any, [], []);
        }

        var words = new List<byte[]>();
        var chosen = new List<LintedRule>();
        if (!TryChoose(sample, mayCover, out List<LintedRule> hits))
            return new CoverageResult(SearchResult.Unknown, [], []);
        if (hits.Count == 0)
            return new CoverageResult(SearchResult.Found, [], sample);

        // One rule that does it alone is the better answer.
        chosen.Add(hits[0]);
        var requirements = new Requirement[language.Length + MostTogether];
        language.CopyTo(requirements);
        for (int i = 0; i < hits.Count && i < MostAlone; i++)
        {
            if (words.Exists(word => !Hits(hits[i], word)))
                continue;
            requirements[language.Length] = new Requirement(_languages.Of(hits[i])!, hits[i].IsNegated);
            SearchResult result = Search(requirements.AsSpan(0, language.Length + 1), out byte[] missed);
            if (result == SearchResult.None)
                return new CoverageResult(SearchResult.None, [hits[i]], []);
            if (result == SearchResult.Unknown)
                continue;
            if (!TryChoose(missed, mayCover, out List<LintedRule> others))
                return new CoverageResult(SearchResult.Unknown, [], []);
            if (others.Count == 0)
                return new CoverageResult(SearchResult.Found, [], missed);
            words.Add(missed);
            if (i == 0)
                chosen.Add(others[0]);
        }

        while (chosen.Count <= MostTogether)
        {
            for (int k = 0; k < chosen.Count; k++)
                requirements[language.Length + k] = new Requirement(_languages.Of(chosen[k])!, chosen[k].IsNegated);
            SearchResult result = Search(requirements.AsSpan(0, language.Length + chosen.Count), out byte[] missed);
            if (result != SearchResult.Found)
                return new CoverageResult(result, chosen, []);
            if (!TryChoose(missed, mayCover, out List<LintedRule> others))
                break;
            if (others.Count == 0)
                return new CoverageResult(SearchResult.Found, [], missed);
            chosen.Add(others[0]);
        }

        return new CoverageResult(SearchResult.Unknown, [], []);
    }

    private SearchResult Search(ReadOnlySpan<Requirement> requirements, out byte[] word)
    {
        SearchResult result = WordSearch.Find(requirements, out word, out int visited);
        _places += visited;
        return result;
    }

    private bool TryChoose(byte[] word, Func<LintedRule, bool> mayCover, out List<LintedRule> hits)
    {
        hits = new List<LintedRule>();
        bool isSure = TryFindHits(word, hits);
        hits.RemoveAll(rule => !mayCover(rule));
        hits.Sort(static (left, right) => left.Line.CompareTo(right.Line));
        if (hits.Count > 0)
            return true;
        foreach (LintedRule rule in _irregular)
            isSure &= !mayCover(rule) || !MayHit(rule, word);
        return isSure;
    }

    private bool MayHit(LintedRule rule, byte[] word) => _matcher.Match(rule.Pattern, word, out _) switch
    {
        MatchResult.Match => !rule.IsNegated,
        MatchResult.NoMatch => rule.IsNegated,
        MatchResult.Refused => false,
        _ => true,
    };

    private void AddHits(List<LintedRule> rules, byte[] subject, List<LintedRule> hits)
    {
        if (IsExhausted)
            return;
        _questions += rules.Count;
        foreach (LintedRule rule in rules)
        {
            if (Hits(rule, subject) && _found.Add(rule))
                hits.Add(rule);
        }
    }

    private bool Hits(LintedRule rule, byte[] word)
    {
        bool? accepts = _languages.Of(rule)?.Accepts(word);
        _isUnsure |= accepts is null;
        return accepts is { } known && known != rule.IsNegated;
    }
}
