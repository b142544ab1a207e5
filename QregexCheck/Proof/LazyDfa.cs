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

    // A state of an ordinary rule leads to a handful of others.
    private const int MostWays = 16;

    private readonly Nfa _nfa;
    private readonly Closure _closure;
    private readonly ByteClasses _classes;
    private readonly bool _beginsAnywhere;
    private readonly StateTable _table = new();
    private readonly List<bool> _acceptsAtEnd = new();

    // For each state the one that follows for each class of bytes; null until asked for.
    private readonly List<int[]?> _rows = new();
    private readonly List<int> _targets = new();
    private readonly List<int> _entered = new();
    private int _memory;

    /// <param name="nfa">An automaton without back-references and inert anchors; it may be used for another pattern afterwards.</param>
    /// <param name="closure">May serve many automata.</param>
    public LazyDfa(Nfa nfa, Closure closure)
    {
        _nfa = nfa.Copy();
        _closure = closure;
        _memory = 4 * nfa.Count;
        _classes = nfa.Classes(AddressBytes.All);
        Add([], Side.Other, Dead, acceptsAtEnd: false);
        Add([], Side.Other, All, acceptsAtEnd: true);

        Span<int> start = Enter([nfa.Start]);
        foreach (Side before in (ReadOnlySpan<Side>)[Side.Word, Side.Other])
        {
            foreach (Side behind in (ReadOnlySpan<Side>)[Side.Word, Side.Other, Side.Nothing])
                _beginsAnywhere |= Close(start, before, behind) || _closure.Reached.Length > 0;
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
        return Row(state)[byteClass];
    }

    /// <summary>For each class of bytes the state after one byte more, or <see cref="Unknown"/>.</summary>
    /// <param name="state">A state that is none of <see cref="Unknown"/>, <see cref="Dead"/> and <see cref="All"/>.</param>
    public int[] Row(int state) => _rows[state] ?? MakeRow(state);

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
        bool acceptsOther = Close(from, before, Side.Other);
        int[] other = _closure.Reached.ToArray();
        bool acceptsWord = acceptsOther;
        int[] word = other;
        if (_nfa.SeesWords)
        {
            acceptsWord = Close(from, before, Side.Word);
            word = _closure.Reached.ToArray();
        }

        // Most bytes are taken by the same states as one before them, often by none: then they lead to the same state.
        Span<ulong> takenBy = stackalloc ulong[MostWays];
        Span<int> leadsTo = stackalloc int[MostWays];
        int ways = 0;
        for (int c = 0; c < row.Length; c++)
        {
            byte b = _classes.Example(c);
            bool isWord = _nfa.SeesWords && Place.SideOf(b) == Side.Word;
            if (isWord ? acceptsWord : acceptsOther)
            {
                row[c] = All;
                continue;
            }

            int[] members = isWord ? word : other;
            ulong taken = FindTargets(members, b);
            bool isKept = !_nfa.SeesWords && members.Length <= 64;
            int way = isKept ? takenBy[..ways].IndexOf(taken) : -1;
            if (way >= 0)
            {
                row[c] = leadsTo[way];
                continue;
            }

            row[c] = Intern(Enter(CollectionsMarshal.AsSpan(_targets)), isWord ? Side.Word : Side.Other);
            if (isKept && ways < MostWays)
            {
                takenBy[ways] = taken;
                leadsTo[ways++] = row[c];
            }
        }

        // A row with a hole in it is as good as any: the hole says "unknown".
        _rows[state] = row;
        _memory += row.Length;
        return row;
    }

    /// <summary>Finds where a byte leads, the pattern's beginning included.</summary>
    /// <returns>Which members take it, as bits; of more than 64 it does not tell.</returns>
    private ulong FindTargets(int[] members, byte b)
    {
        ulong taken = 0;
        _targets.Clear();
        if (_beginsAnywhere)
            _targets.Add(_nfa.Start);
        for (int i = 0; i < members.Length; i++)
        {
            ref readonly NfaState member = ref _nfa[members[i]];
            if (!member.Takes(b, _nfa.Sets))
                continue;
            taken |= 1UL << (i & 63);
            _targets.Add(member.Next);
        }

        return taken;
    }

    /// <summary>The states that take a byte, ask for an anchor or accept, and can be reached from some states for nothing.</summary>
    /// <returns>The states, until the next call.</returns>
    private Span<int> Enter(ReadOnlySpan<int> states)
    {
        _closure.Begin(_nfa);
        _closure.AddUpToAnchors(states);
        _entered.Clear();
        _entered.AddRange(_closure.Reached);
        _entered.AddRange(_closure.Accepting);
        return CollectionsMarshal.AsSpan(_entered);
    }

    /// <summary>Follows the anchors that hold between two sides; the closure then has the states that take a byte.</summary>
    /// <returns>True when the accepting state is reached.</returns>
    private bool Close(ReadOnlySpan<int> members, Side before, Side behind)
    {
        _closure.Begin(_nfa);
        _closure.Add(members, before, behind);
        return _closure.Accepting.Length > 0;
    }

    private int Intern(Span<int> members, Side before)
    {
        int count = members.Length;
        if (before != Side.Nothing)
        {
            // "Nothing stands before" can't come true again.
            count = 0;
            foreach (int member in members)
            {
                if (_nfa[member].Operation != NfaOperation.Anchor || (Anchor)_nfa[member].Value != Anchor.Start)
                    members[count++] = member;
            }

            if (count == 0)
                return Dead;
        }

        Span<int> set = StateTable.Sorted(members[..count]);
        if (_table.TryFind(set, before, 0, out int state))
            return state;
        if (_table.Count >= Limits.DfaStates || _memory > Limits.DfaMemory)
            return Unknown;
        bool acceptsAtEnd = Close(set, before, Side.Nothing);
        if (acceptsAtEnd && Close(set, before, Side.Other) && (!_nfa.SeesWords || Close(set, before, Side.Word)))
            return All;
        _memory += count + StateMemory;
        return Add(set, before, 0, acceptsAtEnd);
    }

    private int Add(ReadOnlySpan<int> members, Side before, int number, bool acceptsAtEnd)
    {
        _acceptsAtEnd.Add(acceptsAtEnd);
        _rows.Add(null);
        return _table.Add(members, before, number);
    }
}
