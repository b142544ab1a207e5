using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// A nondeterministic automaton over the bytes of an upper-cased subject. Built by <see cref="NfaCompiler"/>, used again for the next rule.
/// </summary>
internal sealed class Nfa
{
    private NfaState[] _states = new NfaState[64];
    private ByteSet[] _sets = new ByteSet[8];
    private int _setCount;

    /// <summary>State 0 is the one that accepts.</summary>
    public const int AcceptState = 0;

    /// <summary>Number of states.</summary>
    public int Count { get; private set; }

    /// <summary>The state to begin with.</summary>
    public int Start { get; set; }

    /// <summary>True when there are inert anchors: see <see cref="NfaOperation.InertAnchor"/>.</summary>
    public bool HasInertAnchors { get; private set; }

    public ReadOnlySpan<NfaState> States => _states.AsSpan(0, Count);

    public ReadOnlySpan<ByteSet> Sets => _sets.AsSpan(0, _setCount);

    public ref NfaState this[int state] => ref _states[state];

    /// <summary>Empties the automaton but for the state that accepts.</summary>
    public void Clear()
    {
        Count = 0;
        _setCount = 0;
        HasInertAnchors = false;
        Add(NfaOperation.Accept, 0, AcceptState, AcceptState);
    }

    public int Add(NfaOperation operation, byte value, int next, int other)
    {
        if (Count == _states.Length)
            Array.Resize(ref _states, checked(Count * 2));
        HasInertAnchors |= operation == NfaOperation.InertAnchor;
        _states[Count] = new NfaState { Operation = operation, Value = value, Next = next, Other = other };
        return Count++;
    }

    public int AddSet(ByteSet set)
    {
        if (_setCount == _sets.Length)
            Array.Resize(ref _sets, checked(_setCount * 2));
        _sets[_setCount] = set;
        return _setCount++;
    }
}
