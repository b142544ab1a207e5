using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>The automata of many patterns side by side, to be asked all at once by <see cref="UnionMatcher"/>.</summary>
internal sealed class UnionNfa
{
    private readonly Nfa _single = new();
    private readonly NfaCompiler _compiler;
    private readonly NfaSize _size = new();
    private readonly Dictionary<ByteSet, int> _setNumbers = new();
    private readonly List<ByteSet> _sets = new();
    private readonly List<int> _starts = new();
    private NfaState[] _states = new NfaState[64];
    private int _count;

    public UnionNfa() => _compiler = new NfaCompiler(_single);

    /// <summary>All states; where one accepts, <see cref="NfaState.Next"/> is the pattern's number.</summary>
    public ReadOnlySpan<NfaState> States => _states.AsSpan(0, _count);

    /// <summary>Where each pattern begins.</summary>
    public IReadOnlyList<int> Starts => _starts;

    public IReadOnlyList<ByteSet> Sets => _sets;

    /// <summary>Adds a pattern.</summary>
    /// <param name="pattern">Its number.</param>
    /// <param name="tree">What it is.</param>
    /// <returns>False when it has back-references or inert anchors, or there is no room for it.</returns>
    public bool TryAdd(int pattern, SyntaxTree tree)
    {
        if (tree.HasBackReferences || _count + _size.Count(tree) > Limits.ConnectionStates)
            return false;
        _compiler.Compile(tree);
        if (_single.HasInertAnchors)
            return false;
        if (_count + _single.Count > _states.Length)
            Array.Resize(ref _states, Math.Max(_count + _single.Count, Math.Min(_states.Length * 2, Limits.ConnectionStates)));
        for (int i = 0; i < _single.Count; i++)
        {
            NfaState state = _single[i];
            if (state.Operation == NfaOperation.Accept)
            {
                state.Next = pattern;
            }
            else
            {
                state.Next += _count;
                state.Other = state.Operation == NfaOperation.Set ? NumberOf(_single.Sets[state.Other]) : state.Other + _count;
            }

            _states[_count + i] = state;
        }

        _starts.Add(_count + _single.Start);
        _count += _single.Count;
        return true;
    }

    /// <summary>The bytes that neither a state nor an anchor tells apart.</summary>
    public ByteClasses Classes()
    {
        ByteSet literals = default;
        foreach (ref readonly NfaState state in States)
        {
            if (state.Operation == NfaOperation.Literal)
                literals = literals.With(state.Value);
        }

        return new ByteClasses(ByteSet.Any, _sets.ToArray(), literals, seesWords: true);
    }

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
