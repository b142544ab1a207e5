using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Runs an <see cref="Nfa"/> without back-references over a subject, all its states at once: time is at most the length of the
/// subject times the number of states, whatever both hold.
/// </summary>
internal sealed class NfaMatcher
{
    private int[] _current = new int[64];
    private int[] _following = new int[64];
    private int[] _stack = new int[64];

    // A state is in the closure being built when its mark is the running number of that closure: nothing is ever cleared.
    private uint[] _marks = new uint[64];
    private uint _mark;

    /// <summary>True when the pattern matches somewhere in <paramref name="subject"/>, which is upper-cased.</summary>
    public bool IsMatch(Nfa nfa, ReadOnlySpan<byte> subject)
    {
        Prepare(nfa.HasInertAnchors ? nfa.Count * 2 : nfa.Count);
        ReadOnlySpan<NfaState> states = nfa.States;
        ReadOnlySpan<ByteSet> sets = nfa.Sets;
        int[] current = _current;
        int[] following = _following;
        int count = 0;
        Side before = Side.Nothing;
        for (int at = 0; ; at++)
        {
            Side behind = at < subject.Length ? Place.SideOf(subject[at]) : Side.Nothing;
            _mark++;
            int reached = 0;
            for (int i = 0; i < count; i++)
            {
                if (Close(nfa, current[i], before, behind, following, ref reached))
                    return true;
            }

            // A match may begin anywhere.
            if (Close(nfa, nfa.Start, before, behind, following, ref reached))
                return true;
            if (at == subject.Length)
                return false;

            byte b = subject[at];
            count = 0;
            for (int i = 0; i < reached; i++)
            {
                ref readonly NfaState state = ref states[following[i]];
                if (state.Takes(b, sets))
                    current[count++] = state.Next;
            }

            before = behind;
        }
    }

    /// <summary>Adds the states that take a byte and can be reached from <paramref name="state"/> without one.</summary>
    /// <remarks>
    /// With inert anchors each state stands for two: the second one, numbered behind all the first, is the state after an
    /// anchor that was asked, from where on inert ones are asked too.
    /// </remarks>
    /// <returns>True when the accepting state is among those reached.</returns>
    private bool Close(Nfa nfa, int state, Side before, Side behind, int[] reached, ref int count)
    {
        ReadOnlySpan<NfaState> states = nfa.States;
        int afterAnchor = 0;
        int depth = 0;
        while (true)
        {
            if (_marks[state + afterAnchor] != _mark)
            {
                _marks[state + afterAnchor] = _mark;
                ref readonly NfaState entry = ref states[state];
                switch (entry.Operation)
                {
                    case NfaOperation.Accept:
                        return true;
                    case NfaOperation.Literal or NfaOperation.Set:
                        reached[count++] = state;
                        break;
                    case NfaOperation.Split:
                        _stack[depth++] = entry.Other + afterAnchor;
                        state = entry.Next;
                        continue;
                    case NfaOperation.InertAnchor when afterAnchor == 0:
                        state = entry.Next;
                        continue;
                    case NfaOperation.Anchor or NfaOperation.InertAnchor:
                        if (!Place.Holds((Anchor)entry.Value, before, behind))
                            break;
                        if (nfa.HasInertAnchors)
                            afterAnchor = states.Length;
                        state = entry.Next;
                        continue;
                    default:
                        state = entry.Next;
                        continue;
                }
            }

            if (depth == 0)
                return false;
            state = _stack[--depth];
            afterAnchor = 0;
            if (state >= states.Length)
            {
                state -= states.Length;
                afterAnchor = states.Length;
            }
        }
    }

    private void Prepare(int states)
    {
        if (_marks.Length < states)
        {
            int size = Math.Max(states, checked(_marks.Length * 2));
            _current = new int[size];
            _following = new int[size];
            _stack = new int[size];
            _marks = new uint[size];
            _mark = 0;
        }

        // One number is used up for each byte of a subject; start over long before they run out.
        if (_mark > uint.MaxValue / 2)
        {
            Array.Clear(_marks);
            _mark = 0;
        }
    }
}
