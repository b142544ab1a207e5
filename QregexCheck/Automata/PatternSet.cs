using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>The automata of many patterns side by side in one automaton. Patterns are numbered in the order in which they were added.</summary>
internal sealed class PatternSet
{
    private readonly int _mostStates;
    private readonly Dictionary<ByteSet, int> _setNumbers = new();
    private readonly List<int> _starts = new();
    private readonly List<int> _accepts = new();

    /// <param name="mostStates">The most states that the set may have.</param>
    public PatternSet(int mostStates) => _mostStates = mostStates;

    /// <summary>
    /// All states; those of one pattern stand together. In a state that accepts, <see cref="NfaState.Next"/> is the pattern's number. This
    /// automaton has no start of its own, no back-references and no inert anchors.
    /// </summary>
    public Nfa Nfa { get; } = new();

    /// <summary>Number of patterns.</summary>
    public int Count => _starts.Count;

    /// <summary>The first state to run of each pattern.</summary>
    public ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The accepting state of each pattern. It is the first of the pattern's states.</summary>
    public ReadOnlySpan<int> Accepts => CollectionsMarshal.AsSpan(_accepts);

    /// <summary>Adds the pattern that <paramref name="compiler"/> has parsed last.</summary>
    /// <returns>False when the pattern has back-references or inert anchors, or there is no room for it.</returns>
    public bool TryAdd(PatternCompiler compiler)
    {
        if (compiler.CountStates() > _mostStates - Nfa.Count || !compiler.TryCompile())
            return false;
        Nfa added = compiler.Nfa;
        int offset = Nfa.Count;
        int number = Count;
        Nfa.Reserve(added.Count, _mostStates);
        ReadOnlySpan<ByteSet> sets = added.Sets;
        foreach (ref readonly NfaState state in added.States)
        {
            int next = state.Operation == NfaOperation.Accept ? number : state.Next + offset;
            int other = state.Operation switch
            {
                NfaOperation.Split => state.Other + offset,
                NfaOperation.Set => NumberOf(sets[state.Other]),
                _ => 0,
            };
            Nfa.Add(state.Operation, state.Value, next, other);
        }

        _starts.Add(added.Start + offset);
        _accepts.Add(Nfa.AcceptState + offset);
        return true;
    }

    private int NumberOf(ByteSet set)
    {
        if (!_setNumbers.TryGetValue(set, out int number))
        {
            number = Nfa.AddSet(set);
            _setNumbers.Add(set, number);
        }

        return number;
    }
}
