using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Makes states for alternatives that are words: what several words begin with is there once. So a list of a thousand words has no thousand ways
/// to begin, but as many as there are first letters.
/// </summary>
/// <remarks>No more states than the words have bytes, and one less than there are words: never more than without it.</remarks>
internal sealed class WordTrie
{
    private const int None = -1;

    private Place[] _places = new Place[64];
    private int _count;

    /// <summary>Makes the states.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="alternatives">Its node of alternatives, all of them words.</param>
    /// <param name="nfa">Where the states are added.</param>
    /// <param name="next">The state that follows each word.</param>
    /// <returns>The state that begins all words.</returns>
    public int AddStates(SyntaxTree tree, int alternatives, Nfa nfa, int next)
    {
        _count = 0;
        Add(0);
        int at = alternatives;
        for (; tree[at].Kind == NodeKind.Alt; at = tree.Left(at))
            AddWord(tree.Nodes[tree[SyntaxTree.Right(at)].First..at]);
        AddWord(tree.Nodes[tree[at].First..(at + 1)]);

        // What follows a place was added behind it, and so has its states.
        for (int i = _count - 1; i > 0; i--)
            _places[i].State = nfa.Add(NfaOperation.Literal, _places[i].Value, Begin(i, nfa, next), 0);
        return Begin(0, nfa, next);
    }

    private void AddWord(ReadOnlySpan<Node> nodes)
    {
        int at = 0;
        foreach (ref readonly Node node in nodes)
        {
            if (node.Kind == NodeKind.Literal)
                at = Follow(at, node.Value);
        }

        _places[at].EndsWord = true;
    }

    private int Follow(int from, byte b)
    {
        for (int at = _places[from].Child; at != None; at = _places[at].Sibling)
        {
            if (_places[at].Value == b)
                return at;
        }

        int added = Add(b);
        _places[added].Sibling = _places[from].Child;
        _places[from].Child = added;
        return added;
    }

    private int Add(byte b)
    {
        if (_count == _places.Length)
            Array.Resize(ref _places, checked(_count * 2));
        _places[_count] = new Place { Value = b, Child = None, Sibling = None };
        return _count++;
    }

    /// <summary>The state from which all goes on that follows a place.</summary>
    private int Begin(int place, Nfa nfa, int next)
    {
        int begin = _places[place].EndsWord ? next : None;
        for (int child = _places[place].Child; child != None; child = _places[child].Sibling)
            begin = begin == None ? _places[child].State : nfa.Add(NfaOperation.Split, 0, _places[child].State, begin);
        return begin;
    }

    /// <summary>What some words begin with.</summary>
    private struct Place
    {
        /// <summary>Its last byte.</summary>
        public byte Value;

        /// <summary>True when it is a word itself.</summary>
        public bool EndsWord;

        /// <summary>One that is a byte longer; the others follow as its siblings.</summary>
        public int Child;
        public int Sibling;

        /// <summary>The state that takes its last byte.</summary>
        public int State;
    }
}
