using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>
/// A deterministic automaton that accepts the subjects in which a pattern matches somewhere. A state is made when it is first
/// asked for: most questions need few of them.
/// </summary>
/// <remarks>
/// <para>A state is a set of <see cref="Nfa"/> states from which splits have been followed but anchors not, and whether a word byte stands before.
/// Anchors are resolved when the byte behind is known: so a row is made of up to two closures, one for word bytes and one for others.</para>
/// <para>A match may begin anywhere: each set holds the pattern's beginning, unless only <c>^</c> leads on from there.
/// Once matched, always matched: that is the state <see cref="All"/>.</para>
/// </remarks>
internal sealed class LazyDfa
{
    /// <summary>The state from which nothing is accepted any more.</summary>
    public const int Dead = 0;

    /// <summary>The state from which everything is accepted.</summary>
    public const int All = 1;

    /// <summary>Not a state: a limit was met.</summary>
    public const int Unknown = -1;

    // What a state takes beside its members and its row, in numbers of four bytes: the object, its list and its places in two tables.
    private const int StateMemory = 48;

    private readonly NfaState[] _nfa;
    private readonly ByteSet[] _sets;
    private readonly ByteClasses _classes;
    private readonly bool _seesWords;
    private readonly bool _beginsAnywhere;
    private readonly int _nfaStart;
    private readonly StateTable _table = new();
    private readonly List<bool> _acceptsAtEnd = new();

    // For each state the one that follows for each class of bytes; null until asked for.
    private readonly List<int[]?> _rows = new();
    private readonly bool[] _marks;
    private readonly List<int> _stack = new();
    private int _memory;

    /// <param name="nfa">An automaton without back-references and inert anchors; it may be used for another pattern afterwards.</param>
    public LazyDfa(Nfa nfa)
    {
        _nfa = nfa.States.ToArray();
        _sets = nfa.Sets.ToArray();
        _nfaStart = nfa.Start;
        _marks = new bool[_nfa.Length];
        _memory = 4 * _nfa.Length;
        _seesWords = nfa.SeesWords;
        _classes = nfa.Classes(AddressBytes.All);
        Add([], Side.Other, Dead, acceptsAtEnd: false);
        Add([], Side.Other, All, acceptsAtEnd: true);

        var start = new List<int>();
        Enter(_nfaStart, start);
        Unmark(start);
        _beginsAnywhere = false;
        foreach (Side before in (ReadOnlySpan<Side>)[Side.Word, Side.Other])
        {
            foreach (Side behind in (ReadOnlySpan<Side>)[Side.Word, Side.Other, Side.Nothing])
                _beginsAnywhere |= Close(start, before, behind, out List<int> closure) || closure.Count > 0;
        }

        Start = Intern(start, Side.Nothing);
    }

    /// <summary>The state before the first byte; <see cref="Unknown"/> when the pattern is above a limit by itself.</summary>
    public int Start { get; }

    public ByteClasses Classes => _classes;

    /// <summary>How much memory it takes by now, in numbers of four bytes.</summary>
    public int Memory => _memory;

    /// <summary>The state after one byte more, or <see cref="Unknown"/>.</summary>
    /// <param name="state">A state, not <see cref="Unknown"/>.</param>
    /// <param name="byteClass">The byte's class, not <see cref="ByteClasses.None"/>.</param>
    public int Step(int state, int byteClass)
    {
        if (state <= All)
            return state;
        int[] row = _rows[state] ?? MakeRow(state);
        return row[byteClass];
    }

    /// <summary>True when a subject that ends here is accepted.</summary>
    public bool AcceptsAtEnd(int state) => _acceptsAtEnd[state];

    /// <summary>Tells whether the pattern matches in an upper-cased subject; null when a limit was met.</summary>
    /// <param name="subject">A subject of <see cref="AddressBytes.All"/>.</param>
    public bool? Accepts(ReadOnlySpan<byte> subject)
    {
        int state = Start;
        for (int i = 0; i < subject.Length && state > All; i++)
            state = Step(state, _classes[subject[i]]);
        return state == Unknown ? null : AcceptsAtEnd(state);
    }

    private int[] MakeRow(int state)
    {
        int[] from = _table.Members(state);
        Side before = _table.Before(state);
        var row = new int[_classes.Count];
        bool acceptsOther = Close(from, before, Side.Other, out List<int> other);
        bool acceptsWord = acceptsOther;
        List<int> word = other;
        if (_seesWords)
            acceptsWord = Close(from, before, Side.Word, out word);

        var members = new List<int>();
        for (int c = 0; c < row.Length; c++)
        {
            byte b = _classes.Example(c);
            bool isWord = _seesWords && Place.SideOf(b) == Side.Word;
            if (isWord ? acceptsWord : acceptsOther)
            {
                row[c] = All;
                continue;
            }

            members.Clear();
            if (_beginsAnywhere)
                Enter(_nfaStart, members);
            foreach (int member in isWord ? word : other)
            {
                ref readonly NfaState entry = ref _nfa[member];
                if (entry.Takes(b, _sets))
                    Enter(entry.Next, members);
            }

            Unmark(members);
            row[c] = Intern(members, isWord ? Side.Word : Side.Other);
        }

        // A row with a hole in it is as good as any: the hole says "unknown".
        _rows[state] = row;
        _memory += row.Length;
        return row;
    }

    /// <summary>Adds the states that take a byte, ask for an anchor or accept, and can be reached from <paramref name="state"/> for nothing.</summary>
    private void Enter(int state, List<int> reached)
    {
        int bottom = _stack.Count;
        _stack.Add(state);
        while (_stack.Count > bottom)
        {
            int at = _stack[^1];
            _stack.RemoveAt(_stack.Count - 1);
            if (_marks[at])
                continue;
            _marks[at] = true;
            reached.Add(at);
            ref readonly NfaState entry = ref _nfa[at];
            switch (entry.Operation)
            {
                case NfaOperation.Split:
                    _stack.Add(entry.Other);
                    _stack.Add(entry.Next);
                    break;
                case NfaOperation.GroupStart or NfaOperation.GroupEnd:
                    _stack.Add(entry.Next);
                    break;
            }
        }
    }

    /// <summary>Clears the marks of what was reached, and keeps only states that matter.</summary>
    private void Unmark(List<int> reached)
    {
        int kept = 0;
        for (int i = 0; i < reached.Count; i++)
        {
            int state = reached[i];
            _marks[state] = false;
            if (_nfa[state].Operation is not (NfaOperation.Split or NfaOperation.GroupStart or NfaOperation.GroupEnd))
                reached[kept++] = state;
        }

        reached.RemoveRange(kept, reached.Count - kept);
    }

    /// <summary>Follows the anchors that hold between two sides.</summary>
    /// <returns>True when the accepting state is reached; <paramref name="closure"/> holds the states that take a byte.</returns>
    private bool Close(IReadOnlyList<int> members, Side before, Side behind, out List<int> closure)
    {
        var reached = new List<int>(members.Count);
        foreach (int member in members)
            Enter(member, reached);
        bool accepts = false;
        for (int i = 0; i < reached.Count; i++)
        {
            ref readonly NfaState entry = ref _nfa[reached[i]];
            accepts |= entry.Operation == NfaOperation.Accept;
            if (entry.Operation == NfaOperation.Anchor && Place.Holds((Anchor)entry.Value, before, behind))
                Enter(entry.Next, reached);
        }

        Unmark(reached);
        closure = reached;
        reached.RemoveAll(state => _nfa[state].Operation is not (NfaOperation.Literal or NfaOperation.Set));
        return accepts;
    }

    private int Intern(List<int> members, Side before)
    {
        if (before != Side.Nothing)
        {
            // "Nothing stands before" can't come true again.
            members.RemoveAll(state => _nfa[state].Operation == NfaOperation.Anchor && (Anchor)_nfa[state].Value == Anchor.Start);
            if (members.Count == 0)
                return Dead;
        }

        Span<int> set = StateTable.Sorted(CollectionsMarshal.AsSpan(members));
        if (_table.TryFind(set, before, 0, out int state))
            return state;
        if (_table.Count >= Limits.DfaStates || _memory > Limits.DfaMemory)
            return Unknown;
        bool acceptsAtEnd = Close(members, before, Side.Nothing, out _);
        if (acceptsAtEnd && Close(members, before, Side.Other, out _) && (!_seesWords || Close(members, before, Side.Word, out _)))
            return All;
        _memory += members.Count + StateMemory;
        return Add(set, before, 0, acceptsAtEnd);
    }

    private int Add(ReadOnlySpan<int> members, Side before, int number, bool acceptsAtEnd)
    {
        _acceptsAtEnd.Add(acceptsAtEnd);
        _rows.Add(null);
        return _table.Add(members, before, number);
    }
}
