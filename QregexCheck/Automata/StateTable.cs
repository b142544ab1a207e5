using System;

namespace QregexCheck.Automata;

/// <summary>
/// The states of a deterministic automaton while it is built. Each is a set of states of an <see cref="Nfa"/>, the side before it, and a number
/// whose meaning its maker chooses. A state is found by its content, so that no state is made twice.
/// </summary>
internal sealed class StateTable
{
    private State[] _states = new State[16];

    // Open addressing. A slot holds a state's number plus one, or 0 when it is empty. The table is never more than half full.
    private int[] _slots = new int[32];

    /// <summary>Number of states; they are numbered in the order in which they were added.</summary>
    public int Count { get; private set; }

    public int[] Members(int state) => _states[state].Members;

    public Side Before(int state) => _states[state].Before;

    public int Number(int state) => _states[state].Number;

    /// <summary>Makes a set of a list of states: sorted, and none twice.</summary>
    /// <param name="members">The list. It is overwritten.</param>
    /// <returns>The part of the list that holds the set.</returns>
    public static Span<int> Sorted(Span<int> members)
    {
        members.Sort();
        int kept = 0;
        foreach (int member in members)
        {
            if (kept == 0 || members[kept - 1] != member)
                members[kept++] = member;
        }

        return members[..kept];
    }

    /// <summary>Finds a state.</summary>
    /// <param name="members">A set made by <see cref="Sorted"/>.</param>
    /// <param name="before">The side before the state.</param>
    /// <param name="number">The maker's number.</param>
    /// <param name="state">The state.</param>
    /// <returns>False when the table has no such state.</returns>
    public bool TryFind(ReadOnlySpan<int> members, Side before, int number, out int state)
    {
        int hash = Hash(members, before, number);
        int mask = _slots.Length - 1;
        for (int slot = hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            state = _slots[slot] - 1;
            ref readonly State known = ref _states[state];
            if (known.Hash == hash && known.Before == before && known.Number == number && known.Members.AsSpan().SequenceEqual(members))
                return true;
        }

        state = -1;
        return false;
    }

    /// <summary>Adds a state that is not in the table.</summary>
    /// <returns>The new state.</returns>
    public int Add(ReadOnlySpan<int> members, Side before, int number)
    {
        if (Count == _states.Length)
        {
            Array.Resize(ref _states, checked(Count * 2));
            _slots = new int[checked(Count * 4)];
            for (int i = 0; i < Count; i++)
                Enter(i);
        }

        _states[Count] = new State { Members = members.ToArray(), Hash = Hash(members, before, number), Number = number, Before = before };
        Enter(Count);
        return Count++;
    }

    /// <summary>Removes all states.</summary>
    public void Clear()
    {
        Array.Clear(_states, 0, Count);
        Array.Clear(_slots);
        Count = 0;
    }

    private void Enter(int state)
    {
        int mask = _slots.Length - 1;
        int slot = _states[state].Hash & mask;
        while (_slots[slot] != 0)
            slot = (slot + 1) & mask;
        _slots[slot] = state + 1;
    }

    private static int Hash(ReadOnlySpan<int> members, Side before, int number)
    {
        unchecked
        {
            uint hash = (2166136261 ^ (uint)number) * 0x9E3779B1;
            hash = (hash ^ (uint)before) * 0x9E3779B1;
            foreach (int member in members)
            {
                hash = (hash ^ (uint)member) * 0x9E3779B1;
                hash ^= hash >> 15;
            }

            return (int)hash;
        }
    }

    private struct State
    {
        public int[] Members;
        public int Hash;
        public int Number;
        public Side Before;
    }
}
