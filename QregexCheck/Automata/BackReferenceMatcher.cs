using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>The end of a match with back-references.</summary>
internal enum BoundedResult
{
    NoMatch,
    Match,

    /// <summary>A limit was met before the answer was known.</summary>
    GaveUp,
}

/// <summary>
/// Runs an <see cref="Nfa"/> with back-references, depth first. It remembers the configurations that it met, so none is tried twice. Time
/// and memory are bounded.
/// </summary>
/// <remarks>
/// A pattern matches when some way of matching makes every comparison true. glibc approximates this ideal. (XBD 9.4.6 has no back-references
/// in EREs; they are GNU's.) A reference to a group that took no part fails. A reference to a repeated group means its last round.
/// </remarks>
internal sealed class BackReferenceMatcher
{
    private const int Groups = 10;

    // A configuration holds a state, a place, a mark for an anchor since the last byte, and the edges of each group in use.
    private const int Fixed = 3;
    private readonly int[] _slotOf = new int[Groups];
    private int _width;
    private readonly int[] _configuration = new int[Fixed + (2 * Groups)];

    private int[] _memory = new int[256];
    private int _remembered;
    private int[] _table = new int[128];

    private int[] _stack = new int[256];
    private int _stacked;
    private int _steps;

    /// <summary>Tells whether the pattern matches somewhere in <paramref name="subject"/>. The subject is upper-cased.</summary>
    public BoundedResult Match(Nfa nfa, int referencedGroups, ReadOnlySpan<byte> subject)
    {
        Forget();
        _width = Fixed;
        for (int group = 0; group < Groups; group++)
        {
            _slotOf[group] = _width;
            if ((referencedGroups & (1 << group)) != 0)
                _width += 2;
        }

        _steps = 0;
        for (int start = 0; start <= subject.Length; start++)
        {
            BoundedResult result = MatchAt(nfa, subject, start);
            if (result != BoundedResult.NoMatch)
                return result;
        }

        return BoundedResult.NoMatch;
    }

    private BoundedResult MatchAt(Nfa nfa, ReadOnlySpan<byte> subject, int start)
    {
        Forget();
        _stacked = 0;
        _configuration.AsSpan(0, _width).Fill(-1);
        _configuration[0] = nfa.Start;
        _configuration[1] = start;
        _configuration[2] = 0;
        do
        {
            // One way is followed to its end. Branches are stacked.
            while (true)
            {
                if (++_steps > Limits.BackReferenceSteps)
                    return BoundedResult.GaveUp;
                ref readonly NfaState state = ref nfa.States[_configuration[0]];
                if (state.Operation == NfaOperation.Accept)
                    return BoundedResult.Match;
                if (state.Operation == NfaOperation.Split)
                {
                    if (!TryRemember(out bool isNew))
                        return BoundedResult.GaveUp;
                    if (!isNew)
                        break;
                    _configuration[0] = state.Other;
                    PushConfiguration();
                    _configuration[0] = state.Next;
                }
                else if (!TryStep(nfa, state, subject))
                {
                    break;
                }
            }
        }
        while (TryPopConfiguration());

        return BoundedResult.NoMatch;
    }

    /// <summary>Moves the configuration over one state that does not branch.</summary>
    private bool TryStep(Nfa nfa, in NfaState state, ReadOnlySpan<byte> subject)
    {
        int at = _configuration[1];
        switch (state.Operation)
        {
            case NfaOperation.Literal or NfaOperation.Set:
                if (at == subject.Length || !state.Takes(subject[at], nfa.Sets))
                    return false;
                TakeBytes(1);
                break;
            case NfaOperation.InertAnchor when _configuration[2] == 0:
                break;
            case NfaOperation.Anchor or NfaOperation.InertAnchor:
                Side before = at > 0 ? Place.SideOf(subject[at - 1]) : Side.Nothing;
                Side behind = at < subject.Length ? Place.SideOf(subject[at]) : Side.Nothing;
                if (!Place.Holds((Anchor)state.Value, before, behind))
                    return false;
                _configuration[2] = nfa.HasInertAnchors ? 1 : 0;
                break;
            case NfaOperation.GroupStart:
                _configuration[_slotOf[state.Value]] = at;
                break;
            case NfaOperation.GroupEnd:
                _configuration[_slotOf[state.Value] + 1] = at;
                break;
            default:
                int begin = _configuration[_slotOf[state.Value]];
                int end = _configuration[_slotOf[state.Value] + 1];
                if (end < 0 || !subject[at..].StartsWith(subject[begin..end]))
                    return false;
                _steps += (end - begin) / 64;
                TakeBytes(end - begin);
                break;
        }

        _configuration[0] = state.Next;
        return true;
    }

    private void TakeBytes(int count)
    {
        _configuration[1] += count;
        if (count > 0)
            _configuration[2] = 0;
    }

    /// <summary>Remembers the current configuration.</summary>
    /// <returns>False when there is no room for it.</returns>
    private bool TryRemember(out bool isNew)
    {
        ReadOnlySpan<int> wanted = _configuration.AsSpan(0, _width);
        int mask = _table.Length - 1;
        int slot = Hash(wanted) & mask;
        while (_table[slot] != 0)
        {
            if (_memory.AsSpan((_table[slot] - 1) * _width, _width).SequenceEqual(wanted))
            {
                isNew = false;
                return true;
            }

            slot = (slot + 1) & mask;
        }

        isNew = true;
        int needed = (_remembered + 1) * _width;
        if (needed > Limits.BackReferenceMemory)
            return false;
        if (needed > _memory.Length)
            Array.Resize(ref _memory, Math.Max(needed, _memory.Length * 2));
        wanted.CopyTo(_memory.AsSpan(_remembered * _width));
        _table[slot] = ++_remembered;
        if (_remembered * 2 > _table.Length)
            GrowTable();
        return true;
    }

    private void GrowTable()
    {
        _table = new int[_table.Length * 2];
        int mask = _table.Length - 1;
        for (int i = 0; i < _remembered; i++)
        {
            int slot = Hash(_memory.AsSpan(i * _width, _width)) & mask;
            while (_table[slot] != 0)
                slot = (slot + 1) & mask;
            _table[slot] = i + 1;
        }
    }

    /// <summary>Empties the memory. The cost depends on what is in it now, not on how large it once was.</summary>
    private void Forget()
    {
        int mask = _table.Length - 1;
        for (int i = 0; i < _remembered; i++)
        {
            // The whole run of taken slots is cleared, so that no entry is left behind a gap.
            int slot = Hash(_memory.AsSpan(i * _width, _width)) & mask;
            while (_table[slot] != 0)
            {
                _table[slot] = 0;
                slot = (slot + 1) & mask;
            }
        }

        _remembered = 0;
    }

    private static int Hash(ReadOnlySpan<int> configuration)
    {
        unchecked
        {
            uint hash = 2166136261;
            foreach (int number in configuration)
                hash = (hash ^ (uint)number) * 0x9E3779B1;
            return (int)(hash ^ (hash >> 15)) & int.MaxValue;
        }
    }

    private void PushConfiguration()
    {
        // At most as many are stacked as are remembered, so the bound on memory holds here too.
        int needed = (_stacked + 1) * _width;
        if (needed > _stack.Length)
            Array.Resize(ref _stack, Math.Max(needed, _stack.Length * 2));
        _configuration.AsSpan(0, _width).CopyTo(_stack.AsSpan(_stacked * _width));
        _stacked++;
    }

    private bool TryPopConfiguration()
    {
        if (_stacked == 0)
            return false;
        _stacked--;
        _stack.AsSpan(_stacked * _width, _width).CopyTo(_configuration);
        return true;
    }
}
