using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>The automata of many rules side by side, each state knowing whose it is.</summary>
internal sealed class RuleUnion
{
    private readonly List<NfaState> _states = new();
    private readonly List<int> _ownerOf = new();
    private readonly List<int> _starts = new();
    private readonly List<int> _accepts = new();
    private readonly List<bool> _isNegated = new();
    private readonly List<ByteSet> _sets = new();
    private readonly Dictionary<ByteSet, int> _setNumbers = new();
    private ByteSet _literals;

    public int RuleCount => _starts.Count;

    public int StateCount => _states.Count;

    /// <summary>True when some state asks for an anchor that looks at word bytes.</summary>
    public bool SeesWords { get; private set; }

    /// <summary>Adds a rule behind those there are.</summary>
    /// <param name="nfa">Its automaton, without back-references and inert anchors.</param>
    /// <param name="isNegated">True when the rule hits what the automaton does not match.</param>
    public void Add(Nfa nfa, bool isNegated)
    {
        int offset = _states.Count;
        int owner = _starts.Count;
        foreach (NfaState state in nfa.States)
        {
            NfaState moved = state;
            moved.Next += offset;
            if (state.Operation == NfaOperation.Split)
                moved.Other += offset;
            else if (state.Operation == NfaOperation.Set)
                moved.Other = NumberOf(nfa.Sets[state.Other]);
            else if (state.Operation == NfaOperation.Literal)
                _literals = _literals.With(state.Value);
            else if (state.Operation == NfaOperation.Anchor)
                SeesWords |= (Anchor)state.Value is not (Anchor.Start or Anchor.End);
            _states.Add(moved);
            _ownerOf.Add(owner);
        }

        _starts.Add(nfa.Start + offset);
        _accepts.Add(Nfa.AcceptState + offset);
        _isNegated.Add(isNegated);
    }

    public NfaState State(int state) => _states[state];

    public int OwnerOf(int state) => _ownerOf[state];

    public int StartOf(int rule) => _starts[rule];

    public int AcceptOf(int rule) => _accepts[rule];

    public bool IsNegated(int rule) => _isNegated[rule];

    /// <summary>True when a state that takes a byte takes this one.</summary>
    public bool Takes(NfaState state, byte b) =>
        state.Operation == NfaOperation.Literal ? state.Value == b : _sets[state.Other].Contains(b);

    public ByteClasses Classes() => new(ByteSet.Any, _sets.ToArray(), _literals, SeesWords);

    private int NumberOf(ByteSet set)
    {
        if (!_setNumbers.TryGetValue(set, out int number))
        {
            number = _sets.Count;
            _sets.Add(set);
            _setNumbers.Add(set, number);
        }

        return number;
    }
}
