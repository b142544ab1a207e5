using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Automata;

/// <summary>
/// A deterministic automaton over some patterns of a set, built as subjects ask for it and kept from one subject to the next: while it is there, a
/// byte costs one look into a table, however many patterns there are.
/// </summary>
/// <remarks>
/// <para>
/// A state stands for the states of the set's automaton that the last byte led to, and for what that byte is to an anchor; the next byte, or the end,
/// tells which anchors hold. What the beginnings of the patterns lead to is the same at every place, so no state holds it.
/// </para>
/// <para>
/// When there is no room left, all states are forgotten and building starts again. Where that comes too soon to pay, the part is
/// <see cref="IsThrashing"/>; and where it comes at nearly every byte, the part follows the set's automaton itself for some subjects, at the cost of
/// its size for each byte.
/// </para>
/// </remarks>
internal sealed class UnionPart
{
    // Where a state has served fewer bytes than this on the average when it is forgotten, two smaller parts may do better. Source: re2 gives up its
    // table at 10 bytes a state.
    private const int FewBytesOfState = 10;

    // Where it has served fewer than this, to follow the set's automaton costs less than to build. To build is two to four times as much.
    private const int TooFewBytesOfState = 2;

    // How many subjects are then followed without building anything.
    private const int UncachedSubjects = 1_000;

    private readonly Nfa _nfa;
    private readonly ByteClasses _classes;
    private readonly Closure _closure;
    private readonly int[] _starts;
    private readonly int _width;
    private readonly bool _beginsAnywhere;

    private readonly UnionTable _table;
    private readonly List<int> _targets = new();
    private readonly List<int> _accepted = new();
    private StartStep?[] _startSteps = [];
    private int _startMemory;
    private long _bytes;
    private int _uncached;

    /// <param name="nfa">The automaton of the whole set; what accepts has the number of its pattern as <see cref="NfaState.Next"/>.</param>
    /// <param name="classes">The classes of its bytes.</param>
    /// <param name="closure">May serve many parts.</param>
    /// <param name="starts">Where the patterns of this part begin.</param>
    /// <param name="room">How much memory its states may take, in numbers of four bytes.</param>
    public UnionPart(Nfa nfa, ByteClasses classes, Closure closure, ReadOnlySpan<int> starts, int room)
    {
        _nfa = nfa;
        _classes = classes;
        _closure = closure;
        _starts = starts.ToArray();
        _width = classes.Count + 1;
        _table = new UnionTable(_width);
        Room = room;
        foreach (Side before in nfa.SeesWords ? (ReadOnlySpan<Side>)[Side.Word, Side.Other] : [Side.Other])
        {
            foreach (Side behind in (ReadOnlySpan<Side>)[Side.Word, Side.Other, Side.Nothing])
                _beginsAnywhere |= CanBegin(before, behind);
        }
    }

    /// <summary>What the beginnings of the patterns lead to over one byte.</summary>
    private sealed record StartStep(int[] Targets, int[] Accepted);

    /// <summary>Where the patterns of this part begin.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>How much memory its states may take, in numbers of four bytes; one state is always allowed.</summary>
    public int Room { get; set; }

    /// <summary>How much they take.</summary>
    public int Memory => _table.Memory + _startMemory;

    /// <summary>True when states were forgotten before they paid.</summary>
    public bool IsThrashing { get; private set; }

    /// <summary>Finds the patterns that match a subject.</summary>
    /// <param name="subject">An upper-cased subject.</param>
    /// <param name="matched">Is given sets of their numbers, each ascending; a pattern may stand in several.</param>
    public void Match(ReadOnlySpan<byte> subject, List<int[]> matched)
    {
        if (_uncached > 0)
        {
            _uncached--;
            Follow([], Side.Nothing, subject, matched);
            return;
        }

        if (_table.Count == 0)
            _table.RowOf([], Side.Nothing);
        _table.BeginQuestion();
        _bytes += subject.Length + 1;
        int[] table = _table.Rows;
        ReadOnlySpan<byte> classOf = _classes.OfBytes;
        int row = 0;
        for (int at = 0; at < subject.Length; at++)
        {
            int next = table[unchecked(row + classOf[subject[at]])];
            if (next < 0)
            {
                if (!TryGoOn(next, row, subject, at, matched, out next))
                    return;
                table = _table.Rows;
            }

            row = next;
        }

        int end = table[row + _width - 1];
        if (end != UnionTable.Dead)
            TryGoOn(end, row, subject, subject.Length, matched, out _);
    }

    /// <summary>Forgets all states.</summary>
    public void Forget()
    {
        _table.Clear();
        _startSteps = [];
        _startMemory = 0;
        _bytes = 0;
    }

    /// <summary>Goes over a byte, or the end, where more is to be done than to look up the next row.</summary>
    /// <returns>False when the subject is done with.</returns>
    private bool TryGoOn(int next, int row, ReadOnlySpan<byte> subject, int at, List<int[]> matched, out int nextRow)
    {
        nextRow = next;
        if (next == UnionTable.NotBuilt)
        {
            if (Memory >= Room && _table.Count > 1)
            {
                ReadOnlySpan<int> members = _table.Members(row);
                Side before = _table.Before(row);
                IsThrashing = _bytes < (long)_table.Count * FewBytesOfState;
                bool pays = _bytes >= (long)_table.Count * TooFewBytesOfState;
                Forget();
                if (!pays)
                {
                    _uncached = UncachedSubjects;
                    Follow(members, before, subject[at..], matched);
                    return false;
                }

                _table.RowOf([], Side.Nothing);
                row = _table.RowOf(members, before);
            }

            nextRow = Build(row, at < subject.Length ? _classes[subject[at]] : _width - 1);
        }

        if (nextRow < UnionTable.Dead)
            nextRow = _table.Take(nextRow, matched);
        return nextRow >= 0;
    }

    private int Build(int row, int symbol)
    {
        bool isEnd = symbol == _classes.Count;
        byte b = isEnd ? (byte)0 : _classes.Example(symbol);
        Side behind = isEnd ? Side.Nothing : Place.SideOf(b);
        Side before = _table.Before(row);
        _targets.Clear();
        _accepted.Clear();
        if (before == Side.Nothing || _beginsAnywhere)
        {
            StartStep start = StartStepOver(before, behind, symbol, b);
            _targets.AddRange(start.Targets);
            _accepted.AddRange(start.Accepted);
        }

        Step(_table.Members(row), before, behind, b);
        Span<int> patterns = StateTable.Sorted(CollectionsMarshal.AsSpan(_accepted));
        int next = UnionTable.Dead;
        if (!isEnd && patterns.Length < _starts.Length)
        {
            Span<int> members = StateTable.Sorted(CollectionsMarshal.AsSpan(_targets));
            if (members.Length > 0 || _beginsAnywhere)
                next = _table.RowOf(members, _nfa.SeesWords ? behind : Side.Other);
        }

        if (patterns.Length > 0)
            next = _table.Accepting(next, patterns);
        _table.Rows[row + symbol] = next;
        return next;
    }

    /// <summary>Adds the targets of some states over a byte, and the patterns that match before it.</summary>
    private void Step(ReadOnlySpan<int> members, Side before, Side behind, byte b)
    {
        _closure.Begin(_nfa);
        _closure.Add(members, before, behind);
        foreach (int accepting in _closure.Accepting)
            _accepted.Add(_nfa[accepting].Next);
        _targets.AddRange(_closure.Reached[.._closure.Follow(b, _closure.Reached)]);
    }

    private StartStep StartStepOver(Side before, Side behind, int symbol, byte b)
    {
        if (_startSteps.Length == 0)
            _startSteps = new StartStep?[3 * _width];
        ref StartStep? known = ref _startSteps[((int)before * _width) + symbol];
        if (known is null)
        {
            Step(_starts, before, behind, b);
            known = new StartStep(StateTable.Sorted(CollectionsMarshal.AsSpan(_targets)).ToArray(), _accepted.ToArray());
            _startMemory += known.Targets.Length + known.Accepted.Length + UnionTable.StateMemory;
            _targets.Clear();
            _accepted.Clear();
        }

        return known;
    }

    private bool CanBegin(Side before, Side behind)
    {
        _closure.Begin(_nfa);
        _closure.Add(_starts, before, behind);
        return _closure.Reached.Length > 0 || _closure.Accepting.Length > 0;
    }

    /// <summary>Goes on without building anything: follows the set's automaton.</summary>
    private void Follow(ReadOnlySpan<int> members, Side before, ReadOnlySpan<byte> rest, List<int[]> matched)
    {
        _accepted.Clear();
        int[] states = members.ToArray();
        int count = states.Length;
        for (int at = 0; at <= rest.Length; at++)
        {
            bool isEnd = at == rest.Length;
            byte b = isEnd ? (byte)0 : rest[at];
            Side behind = isEnd ? Side.Nothing : Place.SideOf(b);
            _closure.Begin(_nfa);
            _closure.Add(states.AsSpan(0, count), before, behind);
            if (before == Side.Nothing || _beginsAnywhere)
                _closure.Add(_starts, before, behind);
            foreach (int accepting in _closure.Accepting)
                _accepted.Add(_nfa[accepting].Next);
            if (_accepted.Count > 2 * _starts.Length)
                CollectionsMarshal.SetCount(_accepted, StateTable.Sorted(CollectionsMarshal.AsSpan(_accepted)).Length);
            if (states.Length < _closure.Reached.Length)
                states = new int[_closure.Reached.Length * 2];
            count = _closure.Follow(b, states);
            before = behind;
        }

        if (_accepted.Count > 0)
            matched.Add(StateTable.Sorted(CollectionsMarshal.AsSpan(_accepted)).ToArray());
    }
}
