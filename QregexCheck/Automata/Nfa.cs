using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// A nondeterministic automaton over the bytes of an upper-cased subject. <see cref="NfaCompiler"/> builds it. It is used again for the next rule.
/// </summary>
internal sealed class Nfa
{
    private NfaState[] _states = new NfaState[64];
    private ByteSet[] _sets = new ByteSet[8];
    private int _setCount;

    /// <summary>The state that accepts is state 0.</summary>
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

    /// <summary>True when an anchor asks for word bytes.</summary>
    public bool SeesWords { get; private set; }

    /// <summary>The classes of bytes: no state and no anchor tells the bytes of a class apart.</summary>
    /// <param name="universe">The bytes that the upper-cased subjects can hold.</param>
    public ByteClasses Classes(ByteSet universe)
    {
        ByteSet literals = default;
        foreach (ref readonly NfaState state in States)
        {
            if (state.Operation == NfaOperation.Literal)
                literals = literals.With(state.Value);
        }

        return new ByteClasses(universe, Sets, literals, SeesWords);
    }

    /// <summary>A separate copy of the automaton, with no spare room.</summary>
    public Nfa Copy() => new()
    {
        _states = States.ToArray(),
        _sets = Sets.ToArray(),
        _setCount = _setCount,
        Count = Count,
        Start = Start,
        HasInertAnchors = HasInertAnchors,
        SeesWords = SeesWords,
    };

    /// <summary>Removes all states but the one that accepts.</summary>
    public void Clear()
    {
        Count = 0;
        _setCount = 0;
        HasInertAnchors = false;
        SeesWords = false;
        Add(NfaOperation.Accept, 0, AcceptState, AcceptState);
    }

    /// <summary>Makes room for more states. It doubles the room, up to <paramref name="most"/> states in all.</summary>
    public void Reserve(int more, int most)
    {
        if (Count + more > _states.Length)
            Array.Resize(ref _states, Math.Max(Count + more, Math.Min(checked(_states.Length * 2), most)));
    }

    public int Add(NfaOperation operation, byte value, int next, int other)
    {
        if (Count == _states.Length)
            Array.Resize(ref _states, checked(Count * 2));
        if (operation is NfaOperation.Anchor or NfaOperation.InertAnchor)
        {
            HasInertAnchors |= operation == NfaOperation.InertAnchor;
            SeesWords |= (Anchor)value is not (Anchor.Start or Anchor.End);
        }

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
