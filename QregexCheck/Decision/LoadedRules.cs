using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Decision;

/// <summary>The rules of a control file, read once and asked many times: for a session, not for a single check.</summary>
/// <remarks>
/// Rules without a piece of text that every match holds, and negated ones, are always asked, with an automaton that is built once. The others
/// are asked when <see cref="GramIndex"/> names them. Says what <see cref="TextRules"/> says, but that a line which can't be used is
/// warned of once, when it is read.
/// </remarks>
internal sealed class LoadedRules : RuleSet
{
    private const int ChunkSize = 32 * 1024;

    // Above it, building the automaton for each subject with its shorter loops is the better bargain.
    private const int MostStatesKept = 500;

    private readonly ControlList _list;
    private readonly RuleMatcher _matcher;
    private readonly NfaMatcher _nfaMatcher = new();
    private readonly Func<int> _today;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly List<Entry> _entries = new();
    private readonly List<int> _always = new();
    private readonly List<Nfa?> _alwaysAutomata = new();
    private readonly GramIndex _index = new();
    private byte[] _chunk = [];
    private int _chunkUsed;

    private LoadedRules(ControlList list, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
    {
        _list = list;
        _matcher = matcher;
        _today = today;
        _warn = warn;
    }

    private readonly record struct Entry(byte[] Chunk, int Offset, int Length, int Line, int Column, Annotation Annotation)
    {
        public ReadOnlySpan<byte> Text => Chunk.AsSpan(Offset, Length);

        public bool IsNegated => Length > 0 && Text[0] == (byte)'!';

        public ReadOnlySpan<byte> Pattern => IsNegated ? Text[1..] : Text;
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
        var runs = new RequiredRuns();
        var warnings = new List<RuleError>();
        while (reader.TryRead(out Rule rule))
        {
            if (!budget.TryTakeRule(rule.Text.Length))
                return null;
            if (matcher.TryParse(rule.Pattern, out SyntaxError error))
                rules.Add(rule, runs, budget);
            else
                reader.Errors.Add(RuleWarning.Refused(rule.Line, rule.PatternColumn, error));
            if (warnings.Count < MostStatesKept)
                warnings.AddRange(reader.Errors);
            reader.Errors.Clear();
        }

        // Only now: what does not fit is read again, and its warnings with it.
        warnings.AddRange(reader.Errors);
        foreach (RuleError warning in warnings)
            warn(list, warning);
        rules._index.Complete();
        return rules;
    }

    public override Hit? FirstHit(ReadOnlySpan<byte> subject, Action<Hit> log)
    {
        ReadOnlySpan<int> candidates = _index.Candidates(subject);
        int nextAlways = 0;
        int nextCandidate = 0;
        while (true)
        {
            int always = nextAlways < _always.Count ? _always[nextAlways] : int.MaxValue;
            int candidate = nextCandidate < candidates.Length ? candidates[nextCandidate] : int.MaxValue;
            int rule = Math.Min(always, candidate);
            if (rule == int.MaxValue)
                return null;
            Nfa? automaton = null;
            if (rule == always)
                automaton = _alwaysAutomata[nextAlways++];
            else
                nextCandidate++;

            Entry entry = _entries[rule];
            if (!Hits(entry, automaton, subject) || (entry.Annotation.UntilDay != int.MaxValue && entry.Annotation.SleepsOn(_today())))
                continue;
            var hit = new Hit(_list, entry.Line, entry.Text.ToArray(), entry.Annotation);
            if (entry.Annotation.Action != RuleAction.Log)
                return hit;
            log(hit);
        }
    }

    private bool Hits(in Entry entry, Nfa? automaton, ReadOnlySpan<byte> subject)
    {
        MatchResult result = automaton is null ? _matcher.Match(entry.Pattern, subject, out _)
            : _nfaMatcher.IsMatch(automaton, subject) ? MatchResult.Match
            : MatchResult.NoMatch;
        if (result == MatchResult.GaveUp)
            _warn(_list, RuleWarning.GaveUp(entry.Line, entry.Column));
        return result is MatchResult.Match or MatchResult.NoMatch && (result == MatchResult.Match) != entry.IsNegated;
    }

    private void Add(in Rule rule, RequiredRuns runs, LoadBudget budget)
    {
        int number = _entries.Count;
        if (_chunkUsed + rule.Text.Length > _chunk.Length)
        {
            _chunk = new byte[Math.Max(ChunkSize, rule.Text.Length)];
            _chunkUsed = 0;
        }

        rule.Text.CopyTo(_chunk.AsSpan(_chunkUsed));
        _entries.Add(new Entry(_chunk, _chunkUsed, rule.Text.Length, rule.Line, rule.Column, Needed(rule.Annotation)));
        _chunkUsed += rule.Text.Length;

        runs.Find(_matcher.Tree);
        if (!rule.IsNegated && _index.TryAdd(number, runs))
            return;
        _always.Add(number);
        _alwaysAutomata.Add(Build(_matcher.Tree, budget));
    }

    private static Nfa? Build(SyntaxTree tree, LoadBudget budget)
    {
        if (tree.HasBackReferences || tree.Count > MostStatesKept || !budget.TryTakeAutomaton())
            return null;
        var automaton = new Nfa();
        var compiler = new NfaCompiler(automaton);
        if (compiler.CountStates(tree) > MostStatesKept)
            return null;
        compiler.Compile(tree);
        return automaton;
    }

    /// <summary>What a check needs of an annotation; its examples and its note stay on disk.</summary>
    private static Annotation Needed(Annotation annotation) =>
        annotation is { Action: RuleAction.Reject, Reply: null, UntilDay: int.MaxValue }
            ? Annotation.None
            : new Annotation { Action = annotation.Action, Reply = annotation.Reply, UntilDay = annotation.UntilDay };
}
