using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>The rules of a control file, read once and asked many times: for a session, not for a single check.</summary>
/// <remarks>
/// A rule that has a rare gram is asked when <see cref="GramIndex"/> names it, by an automaton of its own from the second time on. The others are asked
/// all at once, by a <see cref="UnionMatcher"/>; what does not fit that is asked one by one, always or when the index says so. Says what
/// <see cref="TextRules"/> says, but that a line which can't be used is warned of once, when it is read.
/// </remarks>
internal sealed class LoadedRules : KeptRules
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>Of so many lines it is warned at most; of the rest nothing is said.</summary>
    public const int MostWarnings = 200;

    // A gram that is to be expected so often does not spare a rule much.
    private const int RareEnough = 100;

    // 32 KB: the heap is small, and there are 12,000 rules at most.
    private const int CountBits = 14;

    private readonly List<LoadedRule> _entries = new();
    private readonly GramIndex _index = new();
    private readonly List<int> _always = new();
    private int _runEachTime;
    private readonly List<int> _candidates = new();
    private readonly UnionHits _unionHits = new();
    private readonly KeptAutomata _automata;
    private readonly PlainKind _plain;
    private UnionMatcher? _union;
    private byte[] _chunk = [];
    private int _chunkUsed;
    private int _skipped;
    private int _nextCandidate;
    private int _current;

    private LoadedRules(
        ControlList list, RuleMatcher matcher, KeptAutomata automata, Func<int> today, Action<ControlList, RuleError> warn)
        : base(list, matcher, today, warn)
    {
        _automata = automata;
        _plain = PlainEntry.KindOf(list);
    }

    private readonly record struct LoadedRule(byte[] Chunk, int Offset, int Length, int Line, int Column, Annotation Annotation)
    {
        public Rule AsRule(PlainKind plain) => new(Chunk.AsSpan(Offset, Length), Line, Column, Annotation, plain);
    }

    /// <summary>Reads a control file.</summary>
    /// <param name="list">Which one it is.</param>
    /// <param name="file">Its lines.</param>
    /// <param name="matcher">The engine; may serve several files.</param>
    /// <param name="budget">How much may be kept.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <returns>Null when it does not fit the budget.</returns>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static LoadedRules? TryLoad(
        ControlList list, ControlFile file, RuleMatcher matcher, LoadBudget budget, Func<int> today, Action<ControlList, RuleError> warn)
    {
        var closure = new Closure();
        var rules = new LoadedRules(list, matcher, new KeptAutomata(closure, budget.AutomataMemory), today, warn);
        var union = new PatternSet(budget.UnionStates);
        var reader = new RuleReader(file, list, matcher.Pattern.Mistake);
        var choice = new GramChoice(CountBits);
        var grams = RequiredGrams.OfWholeRuns;
        var warnings = new List<RuleError>();
        while (reader.TryRead(out Rule rule))
        {
            if (!budget.TryTake(rule))
                return null;
            SyntaxError error = rule.PlainMistake;
            if (error.Kind == SyntaxErrorKind.None && matcher.TryParse(rule.Pattern, out error))
                rules.Add(rule, grams, choice, union, budget);
            else
                rules.Skip(reader.Errors, RuleWarning.Refused(rule, error));
            if (warnings.Count < MostWarnings)
                warnings.AddRange(reader.Errors);
            reader.Errors.Clear();
        }

        // Only now: what does not fit is read again, and its warnings with it.
        warnings.AddRange(reader.Errors);
        foreach (RuleError warning in warnings)
            warn(list, warning);
        rules._skipped += reader.Skipped;
        if (union.Count > 0)
            rules._union = new UnionMatcher(union.Nfa, union.Starts, closure, budget.UnionMemory);
        return rules;
    }

    public override bool HasRules() => _entries.Count > 0;

    public override int? Count => _entries.Count;

    public override int Skipped => _skipped;

    public override int RunEachTime => _runEachTime;

    protected override void Begin(ReadOnlySpan<byte> subject)
    {
        _nextCandidate = 0;
        _current = -1;
        _candidates.Clear();
        _index.TryFind(subject, int.MaxValue, _candidates);
        _candidates.AddRange(_always);
        if (_candidates.Count > 1)
            _candidates.Sort();
        if (_union is not null)
            _unionHits.Begin(_union.Match(subject));
    }

    protected internal override bool TryNext(out Rule rule, out bool isKnownToHit)
    {
        // One that is filed under several grams may have been found more than once.
        while (_nextCandidate < _candidates.Count && _candidates[_nextCandidate] == _current)
            _nextCandidate++;
        int candidate = _nextCandidate < _candidates.Count ? _candidates[_nextCandidate] : UnionHits.None;
        int hit = _unionHits.Next;
        isKnownToHit = hit < candidate;
        if (isKnownToHit)
            _unionHits.MoveNext();
        else
            _nextCandidate++;
        _current = Math.Min(candidate, hit);
        bool isFound = _current != UnionHits.None;
        rule = isFound ? _entries[_current].AsRule(_plain) : default;
        return isFound;
    }

    protected override MatchResult Match(in Rule rule, ReadOnlySpan<byte> subject, out SyntaxError error)
    {
        if (!_automata.TryMatch(_current, rule, Matcher, subject, out bool isMatch))
            return base.Match(rule, subject, out error);
        error = default;
        return isMatch ? MatchResult.Match : MatchResult.NoMatch;
    }

    private void Skip(List<RuleError> errors, RuleError error)
    {
        errors.Add(error);
        _skipped++;
    }

    private void Add(in Rule rule, RequiredGrams grams, GramChoice choice, PatternSet union, LoadBudget budget)
    {
        int number = _entries.Count;
        if (_chunkUsed + rule.Text.Length > _chunk.Length)
        {
            _chunk = new byte[Math.Max(ChunkSize, rule.Text.Length)];
            _chunkUsed = 0;
        }

        rule.Text.CopyTo(_chunk.AsSpan(_chunkUsed));
        Annotation annotation = budget.KeepsAnnotations ? rule.Annotation : Needed(rule.Annotation);
        _entries.Add(new LoadedRule(_chunk, _chunkUsed, rule.Text.Length, rule.Line, rule.Column, annotation));
        _chunkUsed += rule.Text.Length;

        // Rules are read once, so only those above have been counted.
        grams.Find(Matcher.Pattern.Tree);
        ReadOnlySpan<Gram> chosen = choice.Choose(grams, budget.GramsLeft, out int expected);
        choice.Count(grams);
        bool canBeFiled = !rule.IsNegated && chosen.Length > 0;
        if (canBeFiled && expected < RareEnough)
            File(number, chosen, budget);
        else if (union.TryAdd(Matcher.Pattern))
            _unionHits.Add(number, rule.IsNegated);
        else
            AddToRun(number, canBeFiled ? chosen : default, budget);
    }

    /// <summary>Adds a rule that is run whenever a common gram of it is met, or always when it has none.</summary>
    private void AddToRun(int number, ReadOnlySpan<Gram> grams, LoadBudget budget)
    {
        _runEachTime++;
        if (grams.IsEmpty)
            _always.Add(number);
        else
            File(number, grams, budget);
    }

    private void File(int number, ReadOnlySpan<Gram> grams, LoadBudget budget)
    {
        budget.TakeGrams(grams.Length - 1);
        _index.Add(number, grams);
    }

    /// <summary>What a check needs of an annotation; its examples and its note stay on disk.</summary>
    private static Annotation Needed(Annotation annotation) =>
        annotation is { Action: RuleAction.Reject, Reply: null, UntilDay: int.MaxValue, Condition: null }
            ? Annotation.None
            : annotation is { Action: RuleAction.Log, Reply: null, UntilDay: int.MaxValue, Condition: null } ? Annotation.LogOnly
            : new Annotation
            {
                Action = annotation.Action,
                Reply = annotation.Reply,
                UntilDay = annotation.UntilDay,
                Condition = annotation.Condition,
            };
}
