using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>What an exception excuses that the source refuses.</summary>
/// <param name="Line">The line of the rule that refuses it there.</param>
/// <param name="Word">An address; null when it is not known whether there is one.</param>
internal readonly record struct Excused(int Line, byte[]? Word);

/// <summary>
/// Proves what becomes of an exception when its place in the order counts no more. The automata are those by which two lists are compared; the rules in front
/// of the exception are few of a long list, and so they are asked one by one.
/// </summary>
internal sealed class ExceptionProof
{
    // To ask what is not apart takes some 200 microseconds.
    private const int MostQuestions = 20_000;

    // To ask a rule about one address takes less than one microsecond mostly.
    private const int MatchesOfQuestion = 200;

    // More rules than that which may hit what an exception hits are not looked at.
    private const int MostAtOnce = 200;

    private readonly List<ComposedRule> _rules;
    private readonly PatternEnds[] _ends;
    private readonly TouchingRules _touching;
    private readonly LintedFile _file;
    private readonly PatternCompiler _compiler = new();
    private readonly RuleMatcher _matcher = new();
    private readonly Dictionary<int, LintedRule> _looked = new();
    private readonly RuleLanguages _languages = new();
    private readonly RuleGrams _grams = new();
    private readonly Sampler _sampler;
    private readonly bool _isAboutSenders;
    private int _questions = MostQuestions;
    private long _matches;
    private int _exampleOf = -1;
    private byte[]? _example;

    /// <param name="rules">All rules, in the source's order.</param>
    /// <param name="list">The list that those which refuse become.</param>
    public ExceptionProof(List<ComposedRule> rules, ControlList list)
    {
        _rules = rules;
        _ends = new PatternEnds[rules.Count];
        for (int i = 0; i < _ends.Length; i++)
            _ends[i] = PatternEnds.Of(rules[i].Pattern, rules[i].Source.IsNegated);
        _touching = new TouchingRules(_ends);
        _file = new LintedFile(ControlLists.Name(list), list, []);
        _sampler = new Sampler(_languages);
        _isAboutSenders = list == ControlList.BadMailFrom;
    }

    /// <summary>What the exception would excuse that a rule before it refuses; null when there is nothing, proved.</summary>
    public Excused? Before(int exception)
    {
        List<int> front = _touching.Find(exception, 0, exception, MostAtOnce);
        var excepted = new List<int>();
        Excused? unknown = null;
        foreach (int rule in front)
        {
            if (IsException(rule))
                excepted.Add(rule);
            else if (front.Count > MostAtOnce)
                return new Excused(_rules[rule].Source.Line, null);
            else if (Find(rule, exception, excepted) is not { } found)
                continue;
            else if (found.Word is not null)
                return found;
            else
                unknown ??= found;
        }

        return unknown;
    }

    /// <summary>False when no rule behind the exception refuses what this exception is the first to let through, proved.</summary>
    public bool MayMatter(int exception)
    {
        List<int> front = _touching.Find(exception, 0, exception, MostAtOnce);
        List<int> behind = _touching.Find(exception, exception + 1, _rules.Count, MostAtOnce);
        return behind.Count > MostAtOnce
            || behind.Exists(rule => !IsException(rule) && (IsShown(rule, exception, front) || Find(rule, exception, front) is not null));
    }

    private bool IsException(int rule) => _rules[rule].Source.Action == SourceAction.Accept;

    /// <summary>What a rule and an exception both hit, and none of some others; null when there is nothing, proved.</summary>
    private Excused? Find(int rule, int exception, List<int> others)
    {
        int line = _rules[rule].Source.Line;
        if (_ends[rule].Word is { } only)
            return AtOnly(only, line, exception, others);
        if (_ends[exception].Word is { } excepted)
            return AtOnly(excepted, line, rule, others);
        if (--_questions < 0 || RequirementOf(rule) is not { } refused || RequirementOf(exception) is not { } excused)
            return new Excused(line, null);
        List<Requirement> wanted = [refused, excused];
        if (_isAboutSenders)
            wanted.Add(new Requirement(_languages.NotEmpty, MustAccept: true));
        if (others.Count == 0)
        {
            SearchResult found = Witness.Find(_languages, _file.IsAboutHosts, wanted.ToArray(), out byte[] word);
            return found == SearchResult.None ? null : new Excused(line, found == SearchResult.Found ? word : null);
        }

        var cover = new Coverage(_languages, _grams);
        foreach (int other in others)
            cover.Add(Looked(other));
        Requirement ordinary = new(_file.IsAboutHosts ? _languages.Host : _languages.Address, MustAccept: true);
        CoverageResult result = cover.Cover([.. wanted, ordinary], null, static _ => true);
        if (result.Result != SearchResult.Found)
            result = cover.Cover(wanted.ToArray(), null, static _ => true);
        return result.Result switch
        {
            SearchResult.None => null,
            SearchResult.Found => new Excused(line, Witness.InSmallLetters(result.Missed)),
            _ => new Excused(line, null),
        };
    }

    /// <summary>The same where one of the two hits one address alone: then there is nothing to search for.</summary>
    private Excused? AtOnly(byte[] word, int line, int other, List<int> others)
    {
        bool? isHit = Hits(other, word);
        if (isHit == false)
            return null;
        bool isSure = isHit == true;
        foreach (int rule in others)
        {
            bool? isHidden = Hits(rule, word);
            if (isHidden == true)
                return null;
            isSure &= isHidden == false;
        }

        return new Excused(line, isSure ? Witness.InSmallLetters(word) : null);
    }

    /// <summary>True when an address is known that the exception is the first to let through and the rule would refuse. One is tried.</summary>
    private bool IsShown(int rule, int exception, List<int> front)
    {
        if (_exampleOf != exception)
            (_exampleOf, _example) = (exception, ExampleOf(Looked(exception)));
        return _example is { Length: > 0 } word && Hits(rule, word) == true && front.TrueForAll(other => Hits(other, word) == false);
    }

    private byte[]? ExampleOf(LintedRule rule) =>
        !rule.IsNegated && _compiler.TryParse(rule.Pattern, out _) ? _sampler.Member(rule, _compiler.Tree) : null;

    /// <summary>Whether a rule hits an upper-cased address; null when that is not known.</summary>
    private bool? Hits(int rule, byte[] word)
    {
        if (++_matches % MatchesOfQuestion == 0)
            _questions--;
        if (_questions < 0)
            return null;
        Rule asked = Rule.Of(_rules[rule].Text);
        MatchResult result = _matcher.Match(asked.Pattern, word, out _);
        return asked.Hits(result) ? true : asked.Misses(result) ? false : null;
    }

    private Requirement? RequirementOf(int rule) =>
        _languages.Of(Looked(rule)) is { } language ? new Requirement(language, MustAccept: !Looked(rule).IsNegated) : null;

    /// <summary>A rule as the automata's makers want it, made once. Most rules of a long list are never looked at.</summary>
    private LintedRule Looked(int rule)
    {
        if (!_looked.TryGetValue(rule, out LintedRule? looked))
            _looked.Add(rule, looked = new LintedRule(_file, new Rule(_rules[rule].Text, rule + 1, 1, Annotation.None), _compiler));
        return looked;
    }
}
