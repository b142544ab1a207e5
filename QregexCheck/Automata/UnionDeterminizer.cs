using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Subset construction over many rules at once, for the question "which rule hits first?". Only the first counts. So a rule that has matched
/// takes all later rules out of the set, and that keeps the number of states small.
/// </summary>
/// <remarks>
/// A state of the result holds three things: the side before the place (anchors ask for it), the best rule that has matched, and the
/// automaton states reached over the last byte. Anchors in these states are not resolved yet; the next byte, or the end, resolves them. A
/// negated rule that has matched leaves its accepting state in the set, as a mark that the rule can no longer hit.
/// </remarks>
internal sealed class UnionDeterminizer
{
    private const int None = int.MaxValue;

    private readonly PatternSet _patterns;
    private readonly bool[] _isNegated;
    private readonly int[] _ownerOf;
    private readonly ByteClasses _classes;
    private readonly int _mostStates;
    private readonly StateTable _table = new();
    private readonly Closure _closure = new();
    private readonly List<int> _next = new();
    private readonly int[][] _startClosures = new int[9][];
    private readonly List<int> _negated = new();
    private long _steps;
    private long _subtracted;
    private long _room = Limits.UnionMemory;

    private UnionDeterminizer(PatternSet patterns, ReadOnlySpan<bool> isNegated, int mostStates)
    {
        _patterns = patterns;
        _isNegated = isNegated.ToArray();
        _mostStates = mostStates;
        _classes = patterns.Nfa.Classes(ByteSet.Any);
        _ownerOf = new int[patterns.Nfa.Count];
        for (int rule = 0; rule < patterns.Count; rule++)
        {
            int end = rule + 1 < patterns.Count ? patterns.Accepts[rule + 1] : _ownerOf.Length;
            _ownerOf.AsSpan(patterns.Accepts[rule]..end).Fill(rule);
            if (isNegated[rule])
                _negated.Add(rule);
        }

        for (int sides = 0; sides < _startClosures.Length; sides++)
            _startClosures[sides] = CloseStarts((Side)(sides / 3), (Side)(sides % 3));
    }

    /// <summary>
    /// Builds the automaton. It answers null when the automaton would be above <paramref name="mostStates"/>, or the work is used up.
    /// </summary>
    /// <param name="patterns">The patterns of the rules.</param>
    /// <param name="isNegated">For each rule: true when it hits what its pattern does not match.</param>
    /// <param name="mostStates">The most states that the automaton may have; at most 65,535.</param>
    /// <param name="work">The steps that may still be taken. The steps taken are subtracted.</param>
    public static UnionDfa? TryBuild(PatternSet patterns, ReadOnlySpan<bool> isNegated, int mostStates, ref long work) =>
        new UnionDeterminizer(patterns, isNegated, mostStates).TryBuild(ref work);

    private UnionDfa? TryBuild(ref long work)
    {
        var transitions = new List<ushort>();
        var hits = new List<int>();
        _table.Add([], Side.Nothing, None);
        for (int state = 0; state < _table.Count; state++)
        {
            for (int c = 0; c < _classes.Count; c++)
            {
                int next = Step(state, _classes.Example(c));
                Subtract(ref work);
                if (next < 0 || work < 0)
                    return null;
                transitions.Add((ushort)next);
            }

            hits.Add(HitAtEnd(state));
            Subtract(ref work);
        }

        var classes = new byte[256];
        for (int b = 0; b < 256; b++)
            classes[b] = _classes[(byte)b] == ByteClasses.None ? (byte)0 : _classes[(byte)b];
        return new UnionDfa(classes, _classes.Count, transitions.ToArray(), hits.ToArray());
    }

    private void Subtract(ref long work)
    {
        long steps = _steps + _closure.Steps;
        work -= steps - _subtracted;
        _subtracted = steps;
    }

    /// <summary>The state after one more byte; -1 when there is no room for it.</summary>
    private int Step(int from, byte b)
    {
        Side behind = Place.SideOf(b);
        int best = Close(from, behind);
        ReadOnlySpan<NfaState> states = _patterns.Nfa.States;
        ReadOnlySpan<ByteSet> sets = _patterns.Nfa.Sets;
        _next.Clear();
        _steps += _closure.Reached.Length + 1;
        foreach (int reached in _closure.Reached)
        {
            if (_ownerOf[reached] < best && states[reached].Takes(b, sets))
                _next.Add(states[reached].Next);
        }

        foreach (int accepting in _closure.Accepting)
        {
            int rule = _ownerOf[accepting];
            if (!_isNegated[rule])
                continue;
            _steps++;
            if (rule < best)
                _next.Add(accepting);
        }

        // When no anchor looks at words, the side before is only "nothing" or "something".
        Side before = _patterns.Nfa.SeesWords ? behind : Side.Other;
        Span<int> members = StateTable.Sorted(CollectionsMarshal.AsSpan(_next));
        if (_table.TryFind(members, before, best, out int state))
            return state;
        _room -= members.Length;
        return _table.Count < _mostStates && _room >= 0 ? _table.Add(members, before, best) : -1;
    }

    private int HitAtEnd(int state)
    {
        int best = Close(state, Side.Nothing);
        foreach (int rule in _negated)
        {
            if (rule >= best)
                break;

            // This accepting state of a negated rule was not reached. So the rule's pattern has not matched, and the rule hits.
            _steps++;
            if (!_closure.Contains(_patterns.Accepts[rule]))
                return rule;
        }

        return best == None ? -1 : best;
    }

    /// <summary>Collects the states reached without a byte. Only rules before the best matched rule count.</summary>
    /// <returns>The best rule that has matched by now.</returns>
    private int Close(int from, Side behind)
    {
        Side before = _table.Before(from);
        _closure.Begin(_patterns.Nfa);
        _closure.Add(_table.Members(from), before, behind);
        int seen = 0;
        int best = BestOf(ref seen, _table.Number(from));
        int[] starts = _startClosures[((int)before * 3) + (int)behind];
        for (int i = 0; i < starts.Length; i++)
        {
            // The starts stand in the order of the rules, and so do their states.
            if (_ownerOf[starts[i]] >= best)
                break;
            _steps++;
            if (_closure.Contains(starts[i]))
                continue;
            _closure.Add(starts.AsSpan(i, 1), before, behind);
            best = BestOf(ref seen, best);
        }

        return best;
    }

    /// <summary>The best of a given rule and the rules that have matched since <paramref name="seen"/> accepting states.</summary>
    private int BestOf(ref int seen, int best)
    {
        // The latest accepting states stand first.
        ReadOnlySpan<int> accepting = _closure.Accepting;
        foreach (int state in accepting[..^seen])
        {
            if (!_isNegated[_ownerOf[state]])
                best = Math.Min(best, _ownerOf[state]);
        }

        seen = accepting.Length;
        return best;
    }

    /// <summary>
    /// The states reached from the beginnings of all rules between two sides, accepting states included. They are the same at every such place.
    /// </summary>
    private int[] CloseStarts(Side before, Side behind)
    {
        _closure.Begin(_patterns.Nfa);
        _closure.Add(_patterns.Starts, before, behind);
        int[] states = [.. _closure.Reached, .. _closure.Accepting];
        Array.Sort(states);
        return states;
    }
}
