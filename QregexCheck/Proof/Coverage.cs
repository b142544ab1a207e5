using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Grams;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

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
    /// <summary>
    /// Rules that may be asked about a word, in some 0.2 to 4 microseconds each, before answers are cut short; <see cref="QuestionsEach"/> more come with each
    /// word: so the work grows as the files do.
    /// </summary>
    public const int QuestionsAtFirst = 1_000_000;

    /// <summary>Rules that may be asked about each word, whatever was asked before.</summary>
    public const int QuestionsEach = 64;

    // A rule covered by more than this many others together is left at "unknown".
    private const int MostTogether = 12;
    private const int MostAlone = 8;

    // More rules than that which hit one word are as good as all.
    private const int MostHits = 64;

    // The same for places in searches: one of one automaton takes about a microsecond.
    private const int PlacesAtFirst = 4_000_000;
    private const int PlacesEach = 500;

    // Back-references take steps.
    private const int QuestionsOfIrregular = 16;

    // From then on a rule is worth an automaton that is kept.
    private const int FewQuestions = 16;

    private readonly RuleLanguages _languages;
    private readonly RuleGrams _grams;
    private readonly GramIndex _index = new();

    // By number: the rules, how often each has been asked about a word since an automaton of it was made, and the question that found it last.
    private readonly List<LintedRule> _rules = new();
    private readonly List<int> _askedOf = new();
    private readonly List<int> _foundAt = new();

    // What is found by no gram.
    private readonly List<int> _others = new();
    private readonly List<int> _candidates = new();
    private int _question;
    private readonly RuleMatcher _matcher = new();
    private readonly LintWork _work;
    private long _questions = QuestionsAtFirst;
    private long _places = PlacesAtFirst;

    /// <param name="languages">The rules' languages.</param>
    /// <param name="grams">What rules are found by.</param>
    public Coverage(RuleLanguages languages, RuleGrams grams)
    {
        _languages = languages;
        _grams = grams;
        _work = languages.Work;
    }

    /// <summary>True when the last question was cut short because so much work had been done before.</summary>
    public bool RanShort { get; private set; }

    /// <summary>Adds a rule. One with back-references can cover nothing, but where it hits a word the answer is "unknown".</summary>
    public void Add(LintedRule rule)
    {
        int number = _rules.Count;
        _rules.Add(rule);
        _askedOf.Add(0);
        _foundAt.Add(0);
        ReadOnlySpan<Gram> grams = _grams.Of(rule);
        if (grams.IsEmpty)
            _others.Add(number);
        else
            _index.Add(number, grams);
    }

    /// <summary>The rules that were added.</summary>
    public IReadOnlyList<LintedRule> Rules => _rules;

    /// <summary>The rules that hit an upper-cased subject: first those that have grams, and of each gram in the order in which they were added.</summary>
    /// <returns>False when there may be more of them.</returns>
    public bool TryFindHits(byte[] subject, List<LintedRule> hits) => TryFindHits(subject, static _ => true, hits);

    /// <summary>True when surely none of the rules hits a subject.</summary>
    public bool Misses(byte[] subject, Func<LintedRule, bool> mayCover) => TryChoose(subject, mayCover, out List<LintedRule> hits) && hits.Count == 0;

    /// <summary>Tells whether the rules together hit every word of a language.</summary>
    /// <param name="language">The language: words that meet all requirements.</param>
    /// <param name="sample">A word of it, if one is known.</param>
    /// <param name="mayCover">Tells which rules count.</param>
    public CoverageResult Cover(ReadOnlySpan<Requirement> language, byte[]? sample, Func<LintedRule, bool> mayCover)
    {
        RanShort = false;
        _places += PlacesEach;
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
        if (_places <= 0)
        {
            RanShort = true;
            word = [];
            return SearchResult.Unknown;
        }

        SearchResult result = WordSearch.Find(requirements, out word, out int visited);
        _places -= (long)visited * requirements.Length;
        _work.Places += visited;
        return result;
    }

    private bool TryChoose(byte[] word, Func<LintedRule, bool> mayCover, out List<LintedRule> hits)
    {
        hits = new List<LintedRule>();
        bool isSure = TryFindHits(word, mayCover, hits);
        hits.Sort(static (left, right) => left.Line.CompareTo(right.Line));
        return isSure || hits.Count > 0;
    }

    private bool TryFindHits(byte[] subject, Func<LintedRule, bool> mayCover, List<LintedRule> hits)
    {
        hits.Clear();
        _candidates.Clear();
        _question++;
        _questions += QuestionsEach;
        bool isSure = TryFindCandidates(subject, (int)Math.Clamp(_questions, 0, int.MaxValue));
        RanShort |= !isSure;
        foreach (int number in _candidates)
        {
            if (_questions <= 0)
            {
                RanShort = true;
                return false;
            }

            LintedRule rule = _rules[number];
            _questions -= rule.IsRegular ? rule.Weight : QuestionsOfIrregular * rule.Weight;
            if (!mayCover(rule))
                continue;
            _work.Questions++;
            MakeIfEarned(number);
            MatchResult result = Ask(rule, subject);
            if (!rule.IsRegular)
            {
                isSure &= rule.AsRule.Misses(result);
            }
            else if (rule.AsRule.Hits(result) && _foundAt[number] != _question)
            {
                _foundAt[number] = _question;
                hits.Add(rule);
            }

            if (hits.Count == MostHits)
                return false;
        }

        return isSure;
    }

    /// <summary>Collects the rules that could hit a subject; one that is found by several grams may be there more than once.</summary>
    /// <returns>False when there are more than may be asked.</returns>
    private bool TryFindCandidates(byte[] subject, int most)
    {
        if (!_index.TryFind(subject, most, _candidates))
            return false;
        int room = Math.Min(most - _candidates.Count, _others.Count);
        for (int i = 0; i < room; i++)
            _candidates.Add(_others[i]);
        return room == _others.Count;
    }

    /// <summary>A rule that is asked again and again is worth an automaton that is kept.</summary>
    private void MakeIfEarned(int number)
    {
        LintedRule rule = _rules[number];
        if (!rule.IsRegular || _languages.Kept(rule) is not null || (_askedOf[number] += 1) <= FewQuestions)
            return;

        // It may be dropped again; then it has to be earned again.
        _askedOf[number] = 0;
        _languages.Of(rule);
    }

    /// <summary>
    /// Asks a rule's pattern about a word. An automaton that is there answers at once. One that is not there takes longer to make than to do without.
    /// </summary>
    private MatchResult Ask(LintedRule rule, byte[] word) =>
        _languages.Kept(rule)?.Accepts(word) is { } known ? (known ? MatchResult.Match : MatchResult.NoMatch) : _matcher.Match(rule.Pattern, word, out _);

    private bool Hits(LintedRule rule, byte[] word) => rule.AsRule.Hits(Ask(rule, word));
}
