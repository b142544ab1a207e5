using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Subset construction over many rules at once, for the question "which is the first that hits?". As only the first counts, a rule
/// that has matched takes all later ones out of the set, which keeps the number of states small.
/// </summary>
/// <remarks>
/// A state of the result is: what stands before the place (anchors ask for that), the best rule that has matched, and the automaton
/// states reached over the last byte, before anchors are resolved: they are when the next byte, or the end, is known. A negated
/// rule that has matched leaves its accepting state in the set, as a mark that it can no longer hit.
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
    private readonly int[] _marks;
    private readonly Stack<int> _stack = new();
    private readonly List<int> _reached = new();
    private readonly List<int> _next = new();
    private readonly int[][] _startClosures = new int[9][];
    private readonly List<int> _negated = new();
    private int _mark;
    private long _steps;
    private long _room = Limits.UnionMemory;

    private UnionDeterminizer(PatternSet patterns, ReadOnlySpan<bool> isNegated, int mostStates)
    {
        _patterns = patterns;
        _isNegated = isNegated.ToArray();
        _mostStates = mostStates;
        _classes = patterns.Nfa.Classes(ByteSet.Any);
        _marks = new int[patterns.Nfa.Count];
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

    /// <summary>Builds the automaton, or answers null when it is above <paramref name="mostStates"/> or the work above what is left.</summary>
    /// <param name="patterns">The patterns of the rules.</param>
    /// <param name="isNegated">For each rule whether it hits what its pattern does not match.</param>
    /// <param name="mostStates">The most states it may have; at most 65,535.</param>
    /// <param name="work">Steps that may still be taken; what is taken is subtracted.</param>
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
        work -= _steps;
        _steps = 0;
    }

    /// <summary>The state after one byte more; -1 when there is no room for it.</summary>
    private int Step(int from, byte b)
    {
        Side behind = Place.SideOf(b);
        int best = Close(from, behind);
        _steps += _reached.Count + 1;
        _next.Clear();
        NewMark();
        foreach (int reached in _reached)
        {
            if (_ownerOf[reached] >= best)
                continue;
            ref readonly NfaState entry = ref _patterns.Nfa.States[reached];
            int target = entry.Operation == NfaOperation.Accept ? reached : entry.Takes(b, _patterns.Nfa.Sets) ? entry.Next : -1;
            if (target >= 0 && _marks[target] != _mark)
            {
                _marks[target] = _mark;
                _next.Add(target);
            }
        }

        // Where no anchor looks at words, what stands before is only "nothing" or "something".
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

            // A negated rule's accepting state that was not reached: it has not matched, and so hits.
            _steps++;
            if (_marks[_patterns.Accepts[rule]] != _mark)
                return rule;
        }

        return best == None ? -1 : best;
    }

    /// <summary>
    /// Collects into <see cref="_reached"/> the states that take a byte, and the accepting states of negated rules, which can be
    /// reached without one.
    /// </summary>
    /// <returns>The best rule matched by now.</returns>
    private int Close(int from, Side behind)
    {
        _reached.Clear();
        NewMark();
        int best = _table.Number(from);
        Side before = _table.Before(from);
        foreach (int state in _table.Members(from))
            CloseFrom(state, before, behind, ref best);
        foreach (int state in _startClosures[((int)before * 3) + (int)behind])
        {
            // They stand in the order of the rules, and so do their states.
            if (_ownerOf[state] >= best)
                break;
            _steps++;
            if (_marks[state] != _mark)
                CloseFrom(state, before, behind, ref best);
        }

        return best;
    }

    /// <summary>
    /// What is reached from the beginnings of all rules between two sides, accepting states included: the same at every such place.
    /// </summary>
    private int[] CloseStarts(Side before, Side behind)
    {
        _reached.Clear();
        NewMark();
        var accepting = new List<int>();
        for (int rule = 0; rule < _patterns.Count; rule++)
        {
            int best = None;
            CloseFrom(_patterns.Starts[rule], before, behind, ref best);
            if (best != None)
                accepting.Add(_patterns.Accepts[rule]);
        }

        accepting.AddRange(_reached);
        accepting.Sort();
        return accepting.ToArray();
    }

    private void CloseFrom(int start, Side before, Side behind, ref int best)
    {
        _stack.Push(start);
        while (_stack.TryPop(out int state))
        {
            _steps++;
            if (_marks[state] == _mark)
                continue;
            _marks[state] = _mark;
            ref readonly NfaState entry = ref _patterns.Nfa.States[state];
            switch (entry.Operation)
            {
                case NfaOperation.Accept:
                    int rule = _ownerOf[state];
                    if (_isNegated[rule])
                        _reached.Add(state);
                    else
                        best = Math.Min(best, rule);
                    break;
                case NfaOperation.Literal or NfaOperation.Set:
                    _reached.Add(state);
                    break;
                case NfaOperation.Split:
                    _stack.Push(entry.Other);
                    _stack.Push(entry.Next);
                    break;
                case NfaOperation.Anchor:
                    if (Place.Holds((Anchor)entry.Value, before, behind))
                        _stack.Push(entry.Next);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private void NewMark() => _mark++;
}
