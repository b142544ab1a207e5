using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Tells which of many patterns match a subject, in one pass: a deterministic automaton over all of them is built as subjects ask for it.
/// </summary>
/// <remarks>
/// A state stands for the states of the <see cref="PatternSet"/> that the last byte led to, and for what that byte is to an anchor; the next
/// byte, or the end, tells which anchors hold. When the memory for states is used up they are all forgotten, and building starts
/// again: the cost of one subject is bounded by the size of the union times its length.
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

    private readonly uint[] _marks;
    private uint _mark;
    private readonly int[] _stack;
    private readonly int[] _reached;
    private readonly List<int> _matched = new();

    /// <param name="patterns">The patterns; none can be added any more.</param>
    public UnionMatcher(PatternSet patterns)
    {
        _patterns = patterns;
        _marks = new uint[patterns.Nfa.Count];
        _stack = new int[patterns.Nfa.Count + 1];
        _reached = new int[patterns.Nfa.Count];
        _classes = patterns.Nfa.Classes(ByteSet.Any);
        _width = _classes.Count + 1;
    }

    /// <summary>The numbers of the patterns that match, ascending; valid until the next call.</summary>
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

    /// <summary>Makes room when there is none: all states but the current one go.</summary>
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
        ReadOnlySpan<NfaState> states = _patterns.Nfa.States;
        if (_mark == uint.MaxValue)
        {
            Array.Clear(_marks);
            _mark = 0;
        }

        _mark++;
        int count = 0;
        List<int>? accepted = null;
        foreach (int start in _table.Members(state))
            Close(states, start, before, behind, ref count, ref accepted);
        foreach (int start in _patterns.Starts)
            Close(states, start, before, behind, ref count, ref accepted);

        int kept = 0;
        for (int i = 0; i < count && !isEnd; i++)
        {
            ref readonly NfaState entry = ref states[_reached[i]];
            if (entry.Takes(b, _patterns.Nfa.Sets))
                _reached[kept++] = entry.Next;
        }

        // Where no anchor looks at words, what stands before is only "nothing" or "something".
        int next = StateFor(StateTable.Sorted(_reached.AsSpan(0, kept)), _patterns.Nfa.SeesWords ? behind : Side.Other);
        _transitions[state][symbol] = next;
        if (accepted is not null)
        {
            _accepted[state][symbol] = accepted.ToArray();
            _memory += accepted.Count;
        }

        return next;
    }

    private void Close(ReadOnlySpan<NfaState> states, int state, Side before, Side behind, ref int count, ref List<int>? accepted)
    {
        int depth = 0;
        while (true)
        {
            if (_marks[state] != _mark)
            {
                _marks[state] = _mark;
                ref readonly NfaState entry = ref states[state];
                switch (entry.Operation)
                {
                    case NfaOperation.Accept:
                        (accepted ??= new List<int>()).Add(entry.Next);
                        break;
                    case NfaOperation.Literal or NfaOperation.Set:
                        _reached[count++] = state;
                        break;
                    case NfaOperation.Split:
                        _stack[depth++] = entry.Other;
                        state = entry.Next;
                        continue;
                    case NfaOperation.Anchor:
                        if (!Place.Holds((Anchor)entry.Value, before, behind))
                            break;
                        state = entry.Next;
                        continue;
                    default:
                        state = entry.Next;
                        continue;
                }
            }

            if (depth == 0)
                return;
            state = _stack[--depth];
        }
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

        // In numbers of four bytes; the accepted lists' references take two each, objects and tables some more.
        _memory += kernel.Length + (3 * _width) + 40;
        return state;
    }
}
