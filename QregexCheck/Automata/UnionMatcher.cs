using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Tells in one pass which of many patterns match a subject. It builds a deterministic automaton over all of them, state by state, as subjects need it.
/// </summary>
/// <remarks>
/// A state stands for the states of the <see cref="PatternSet"/> that the last byte led to, and for the side that this byte is to an anchor.
/// The next byte, or the end, tells which anchors hold. When the memory for states is used up, all states are forgotten and building starts
/// again. So the cost of one subject is at most the size of the set times the subject's length.
/// </remarks>
internal sealed class UnionMatcher
{
    private const int NotBuilt = -1;

    private readonly PatternSet _patterns;
    private readonly ByteClasses _classes;
    private readonly int _width;

    private readonly StateTable _table = new();
    private readonly List<int[]> _transitions = new();
    private readonly List<int[]?[]> _accepted = new();
    private int _memory;

    private readonly Closure _closure = new();
    private readonly List<int> _matched = new();

    /// <param name="patterns">The patterns. No pattern may be added any more.</param>
    public UnionMatcher(PatternSet patterns)
    {
        _patterns = patterns;
        _classes = patterns.Nfa.Classes(ByteSet.Any);
        _width = _classes.Count + 1;
    }

    /// <summary>The numbers of the patterns that match, in ascending order. The list is valid until the next call.</summary>
    /// <param name="subject">An upper-cased subject.</param>
    public List<int> Match(ReadOnlySpan<byte> subject)
    {
        _matched.Clear();
        int end = _classes.Count;
        int state = StateFor([], Side.Nothing);
        for (int at = 0; at <= subject.Length; at++)
        {
            int symbol = at < subject.Length ? _classes[subject[at]] : end;
            int next = _transitions[state][symbol];
            if (next == NotBuilt)
            {
                Forget(ref state);
                next = Build(state, symbol);
            }

            if (_accepted[state][symbol] is { } accepted)
                _matched.AddRange(accepted);
            state = next;
        }

        CollectionsMarshal.SetCount(_matched, StateTable.Sorted(CollectionsMarshal.AsSpan(_matched)).Length);
        return _matched;
    }

    /// <summary>Makes room when there is none: it forgets all states but the current one.</summary>
    private void Forget(ref int state)
    {
        if (_memory < Limits.ConnectionMemory)
            return;
        int[] kernel = _table.Members(state);
        Side side = _table.Before(state);
        _table.Clear();
        _transitions.Clear();
        _accepted.Clear();
        _memory = 0;
        state = StateFor(kernel, side);
    }

    private int Build(int state, int symbol)
    {
        bool isEnd = symbol == _classes.Count;
        byte b = isEnd ? (byte)0 : _classes.Example(symbol);
        Side behind = isEnd ? Side.Nothing : Place.SideOf(b);
        Side before = _table.Before(state);
        Nfa nfa = _patterns.Nfa;
        _closure.Begin(nfa);
        _closure.Add(_table.Members(state), before, behind);
        _closure.Add(_patterns.Starts, before, behind);
        Span<int> targets = _closure.Reached[.._closure.Follow(b, _closure.Reached)];

        // When no anchor looks at words, the side before is only "nothing" or "something".
        int next = isEnd ? state : StateFor(StateTable.Sorted(targets), nfa.SeesWords ? behind : Side.Other);
        _transitions[state][symbol] = next;
        if (_closure.Accepting.Length > 0)
        {
            int[] accepted = _closure.Accepting.ToArray();
            foreach (ref int pattern in accepted.AsSpan())
                pattern = nfa[pattern].Next;
            _accepted[state][symbol] = accepted;
            _memory += accepted.Length;
        }

        return next;
    }

    private int StateFor(ReadOnlySpan<int> kernel, Side side)
    {
        if (_table.TryFind(kernel, side, 0, out int state))
            return state;
        state = _table.Add(kernel, side, 0);
        var transitions = new int[_width];
        Array.Fill(transitions, NotBuilt);
        _transitions.Add(transitions);
        _accepted.Add(new int[]?[_width]);

        // Counted in numbers of four bytes. A reference to an accepted list takes two numbers; objects and tables take some more.
        _memory += kernel.Length + (3 * _width) + 40;
        return state;
    }
}
