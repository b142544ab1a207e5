using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// The states of an <see cref="Nfa"/> that are reached from some of them without a byte, between two sides that tell which anchors hold. No
/// state is visited twice, and nothing recurses: it takes at most as many steps as the automaton has transitions.
/// </summary>
/// <remarks>
/// With inert anchors each state stands for two: the second one, numbered behind all the first, is the state after an anchor that was asked,
/// from where on inert ones are asked too.
/// </remarks>
internal sealed class Closure
{
    // Room for ordinary rules from the start.
    private const int FewestStates = 64;

    private Nfa? _nfa;

    // States that take a byte from the front on, states that accept from the back: each stands in it once, so they never meet.
    private int[] _reached = [];
    private int[] _stack = [];
    private int _count;
    private int _accepting;

    // A state is in the closure when its mark is the closure's running number: nothing is ever cleared.
    private uint[] _marks = [];
    private uint _mark;

    /// <summary>The states reached that take a byte; after <see cref="AddUpToAnchors"/> also those that ask for an anchor. In no order.</summary>
    public Span<int> Reached => _reached.AsSpan(0, _count);

    /// <summary>The states reached that accept; in no order.</summary>
    public ReadOnlySpan<int> Accepting => _reached.AsSpan(_accepting);

    /// <summary>How often a state was looked at since this closure was made.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins with nothing.</summary>
    /// <param name="nfa">An automaton without back-references.</param>
    public void Begin(Nfa nfa)
    {
        _nfa = nfa;
        int states = nfa.HasInertAnchors ? nfa.Count * 2 : nfa.Count;
        if (_marks.Length < states)
        {
            int size = Math.Max(states, Math.Max(FewestStates, checked(_marks.Length * 2)));
            _reached = new int[size];
            _stack = new int[size];
            _marks = new uint[size];
            _mark = 0;
        }

        if (_mark == uint.MaxValue)
        {
            Array.Clear(_marks);
            _mark = 0;
        }

        _mark++;
        _count = 0;
        _accepting = _reached.Length;
    }

    /// <summary>True when the state is in the closure. For automata without inert anchors.</summary>
    public bool Contains(int state) => _marks[state] == _mark;

    /// <summary>Adds some states, and what is reached from them where anchors stand between two sides.</summary>
    public void Add(ReadOnlySpan<int> starts, Side before, Side behind) => Add(starts, asksAnchors: true, before, behind);

    /// <summary>Adds some states, and what is reached from them for nothing: anchors stay unasked, as the sides are not known yet.</summary>
    public void AddUpToAnchors(ReadOnlySpan<int> starts) => Add(starts, asksAnchors: false, Side.Nothing, Side.Nothing);

    /// <summary>The states that a byte leads to from those reached; perhaps some more than once.</summary>
    /// <param name="b">The byte.</param>
    /// <param name="targets">Has room for them; may be <see cref="Reached"/> itself, which is then used up.</param>
    /// <returns>How many there are.</returns>
    public int Follow(byte b, Span<int> targets)
    {
        ReadOnlySpan<NfaState> states = _nfa!.States;
        ReadOnlySpan<ByteSet> sets = _nfa.Sets;
        int count = 0;
        foreach (int reached in Reached)
        {
            ref readonly NfaState state = ref states[reached];
            if (state.Takes(b, sets))
                targets[count++] = state.Next;
        }

        return count;
    }

    private void Add(ReadOnlySpan<int> starts, bool asksAnchors, Side before, Side behind)
    {
        ReadOnlySpan<NfaState> states = _nfa!.States;
        int second = _nfa.HasInertAnchors ? states.Length : 0;
        int[] reached = _reached;
        int[] stack = _stack;
        uint[] marks = _marks;
        uint mark = _mark;
        int count = _count;
        int steps = 0;
        foreach (int start in starts)
        {
            int state = start;
            int afterAnchor = 0;
            int depth = 0;
            while (true)
            {
                steps++;
                ref uint known = ref marks[state + afterAnchor];
                if (known != mark)
                {
                    known = mark;
                    ref readonly NfaState entry = ref states[state];
                    NfaOperation operation = entry.Operation;
                    if (operation is NfaOperation.Literal or NfaOperation.Set)
                    {
                        reached[count++] = state;
                    }
                    else if (operation == NfaOperation.Split)
                    {
                        stack[depth++] = entry.Other + afterAnchor;
                        state = entry.Next;
                        continue;
                    }
                    else if (operation == NfaOperation.Accept)
                    {
                        reached[--_accepting] = state;
                    }
                    else if (!Asks(operation, afterAnchor))
                    {
                        state = entry.Next;
                        continue;
                    }
                    else if (!asksAnchors)
                    {
                        reached[count++] = state;
                    }
                    else if (Place.Holds((Anchor)entry.Value, before, behind))
                    {
                        afterAnchor = second;
                        state = entry.Next;
                        continue;
                    }
                }

                if (depth == 0)
                    break;
                state = stack[--depth];
                afterAnchor = 0;
                if (state >= states.Length)
                {
                    state -= states.Length;
                    afterAnchor = states.Length;
                }
            }
        }

        _count = count;
        Steps += steps;
    }

    /// <summary>True for a state whose anchor counts; an inert one does only behind another.</summary>
    private static bool Asks(NfaOperation operation, int afterAnchor) =>
        operation == NfaOperation.Anchor || (operation == NfaOperation.InertAnchor && afterAnchor != 0);
}
