using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// The epsilon closure: the states of an <see cref="Nfa"/> that are reached from given states without a byte. The two sides of the place tell
/// which anchors hold. No state is visited twice and nothing recurses. The steps are at most as many as the automaton's transitions.
/// </summary>
/// <remarks>
/// With inert anchors each state stands for two. The second state is numbered behind all the first ones. It is the state after an anchor
/// was asked; from there on inert anchors are asked too.
/// </remarks>
internal sealed class Closure
{
    // Room for ordinary rules from the start.
    private const int FewestStates = 64;

    private Nfa? _nfa;

    // States that take a byte stand at the front, states that accept at the back. Each state stands here once, so the two never meet.
    private int[] _reached = [];
    private int[] _stack = [];
    private int _count;
    private int _accepting;

    // A state is in the closure when its mark equals the closure's running number. So nothing has to be cleared.
    private uint[] _marks = [];
    private uint _mark;

    /// <summary>
    /// The reached states that take a byte. After <see cref="AddUpToAnchors"/> the states that ask for an anchor are here too. They are in no order.
    /// </summary>
    public Span<int> Reached => _reached.AsSpan(0, _count);

    /// <summary>The reached states that accept. They are in no order.</summary>
    public ReadOnlySpan<int> Accepting => _reached.AsSpan(_accepting);

    /// <summary>How many times states were looked at since this closure was made.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins an empty closure.</summary>
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

    /// <summary>True when the state is in the closure. Only for automata without inert anchors.</summary>
    public bool Contains(int state) => _marks[state] == _mark;

    /// <summary>Adds some states, and the states reached from them at a place between two sides.</summary>
    public void Add(ReadOnlySpan<int> starts, Side before, Side behind) => Add(starts, asksAnchors: true, before, behind);

    /// <summary>Adds some states, and the states reached from them without asking an anchor. The sides are not known yet.</summary>
    public void AddUpToAnchors(ReadOnlySpan<int> starts) => Add(starts, asksAnchors: false, Side.Nothing, Side.Nothing);

    /// <summary>The states that a byte leads to from the reached states. A state may stand there more than once.</summary>
    /// <param name="b">The byte.</param>
    /// <param name="targets">The place for these states. It may be <see cref="Reached"/> itself, which is then overwritten.</param>
    /// <returns>The number of these states.</returns>
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

    /// <summary>True for a state whose anchor is asked. An inert anchor is asked only behind another anchor.</summary>
    private static bool Asks(NfaOperation operation, int afterAnchor) =>
        operation == NfaOperation.Anchor || (operation == NfaOperation.InertAnchor && afterAnchor != 0);
}
