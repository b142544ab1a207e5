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
/// A rule that has a rare gram is asked when <see cref="GramIndex"/> names it. The others are asked all at once, by a
/// <see cref="UnionMatcher"/>; what does not fit that is asked one by one, always or when the index says so. Says what
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
    private readonly List<int> _found = new();
    private readonly PatternSet _union = new(Limits.ConnectionStates);
    private readonly List<int> _inUnion = new();
    private readonly List<int> _negatedInUnion = new();
    private readonly List<int> _always = new();
    private readonly List<int> _asked = new();
    private UnionMatcher? _unionMatcher;
    private byte[] _chunk = [];
    private int _chunkUsed;
    private int _skipped;
    private int _next;

    private LoadedRules(ControlList list, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
        : base(list, matcher, today, warn)
    {
    }

    private readonly record struct LoadedRule(byte[] Chunk, int Offset, int Length, int Line, int Column, Annotation Annotation)
    {
        public Rule AsRule => new(Chunk.AsSpan(Offset, Length), Line, Column, Annotation);
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
        var rules = new LoadedRules(list, matcher, today, warn);
        var reader = new RuleReader(file);
        var choice = new GramChoice(CountBits);
        var grams = RequiredGrams.OfWholeRuns;
        var warnings = new List<RuleError>();
        while (reader.TryRead(out Rule rule))
        {
            if (!budget.TryTake(rule))
                return null;
            if (matcher.TryParse(rule.Pattern, out SyntaxError error))
                rules.Add(rule, grams, choice, budget);
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
        if (rules._union.Count > 0)
            rules._unionMatcher = new UnionMatcher(rules._union);
        return rules;
    }

    public override bool HasRules() => _entries.Count > 0;

    public override int? Count => _entries.Count;

    public override int Skipped => _skipped;

    /// <summary>The rules to be asked, in the order of the file: each number twice itself, and one more when the rule is known to hit.</summary>
    protected override void Begin(ReadOnlySpan<byte> subject)
    {
        _next = 0;
        _asked.Clear();
        _found.Clear();
        _index.TryFind(subject, int.MaxValue, _found);
        foreach (int rule in _found)
            _asked.Add(rule << 1);
        foreach (int rule in _always)
            _asked.Add(rule << 1);
        AddHitsOfUnion(subject);
        _asked.Sort();
        LeaveOutRepeated();
    }

    protected internal override bool TryNext(out Rule rule, out bool isKnownToHit)
    {
        if (_next == _asked.Count)
        {
            rule = default;
            isKnownToHit = false;
            return false;
        }

        int asked = _asked[_next++];
        rule = _entries[asked >> 1].AsRule;
        isKnownToHit = (asked & 1) != 0;
        return true;
    }

    /// <summary>A rule that is filed under several grams was found once for each that the subject holds.</summary>
    private void LeaveOutRepeated()
    {
        int kept = 0;
        for (int i = 0; i < _asked.Count; i++)
        {
            if (i == 0 || _asked[i] != _asked[i - 1])
                _asked[kept++] = _asked[i];
        }

        _asked.RemoveRange(kept, _asked.Count - kept);
    }

    private void AddHitsOfUnion(ReadOnlySpan<byte> subject)
    {
        if (_unionMatcher is null)
            return;
        List<int> matched = _unionMatcher.Match(subject);
        foreach (int pattern in matched)
        {
            if (!_entries[_inUnion[pattern]].AsRule.IsNegated)
                _asked.Add((_inUnion[pattern] << 1) | 1);
        }

        foreach (int pattern in _negatedInUnion)
        {
            if (matched.BinarySearch(pattern) < 0)
                _asked.Add((_inUnion[pattern] << 1) | 1);
        }
    }

    private void Skip(List<RuleError> errors, RuleError error)
    {
        errors.Add(error);
        _skipped++;
    }

    private void Add(in Rule rule, RequiredGrams grams, GramChoice choice, LoadBudget budget)
    {
        int number = _entries.Count;
        if (_chunkUsed + rule.Text.Length > _chunk.Length)
        {
            _chunk = new byte[Math.Max(ChunkSize, rule.Text.Length)];
            _chunkUsed = 0;
        }

        rule.Text.CopyTo(_chunk.AsSpan(_chunkUsed));
        _entries.Add(new LoadedRule(_chunk, _chunkUsed, rule.Text.Length, rule.Line, rule.Column, budget.KeepsAnnotations ? rule.Annotation : Needed(rule.Annotation)));
        _chunkUsed += rule.Text.Length;

        // Rules are read once, so only those above have been counted.
        grams.Find(Matcher.Pattern.Tree);
        ReadOnlySpan<Gram> chosen = choice.Choose(grams, budget.GramsLeft, out int expected);
        choice.Count(grams);
        bool canBeFiled = !rule.IsNegated && chosen.Length > 0;
        if (canBeFiled && expected < RareEnough)
            File(number, chosen, budget);
        else if (_union.TryAdd(Matcher.Pattern))
            AddToUnion(number, rule.IsNegated);
        else if (canBeFiled)
            File(number, chosen, budget);
        else
            _always.Add(number);
    }

    private void File(int number, ReadOnlySpan<Gram> grams, LoadBudget budget)
    {
        budget.TakeGrams(grams.Length - 1);
        _index.Add(number, grams);
    }

    private void AddToUnion(int number, bool isNegated)
    {
        if (isNegated)
            _negatedInUnion.Add(_inUnion.Count);
        _inUnion.Add(number);
    }

    /// <summary>What a check needs of an annotation; its examples and its note stay on disk.</summary>
    private static Annotation Needed(Annotation annotation) =>
        annotation is { Action: RuleAction.Reject, Reply: null, UntilDay: int.MaxValue }
            ? Annotation.None
            : new Annotation { Action = annotation.Action, Reply = annotation.Reply, UntilDay = annotation.UntilDay };
}
