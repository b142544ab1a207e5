using System;
using System.Collections.Generic;

namespace QregexCheck.Syntax;

/// <summary>
/// Finds a run of bytes that stands in every upper-cased subject the tree matches. A subject without it needs no automaton.
/// </summary>
internal static class RequiredLiteral
{
    /// <summary>The longest run, for a quick look before the automaton is built.</summary>
    /// <param name="tree">A parsed pattern.</param>
    /// <param name="scratch">At least as long as the pattern; holds the result.</param>
    /// <returns>The run in reading order; empty when there is none.</returns>
    public static ReadOnlySpan<byte> Longest(SyntaxTree tree, Span<byte> scratch)
    {
        var runs = new Runs(tree, scratch);
        Span<byte> longest = default;
        while (runs.TryNext(out Span<byte> run))
        {
            if (run.Length > longest.Length)
                longest = run;
        }

        longest.Reverse();
        return longest;
    }

    /// <summary>All runs, in the order of the pattern.</summary>
    public static List<byte[]> All(SyntaxTree tree)
    {
        var found = new List<byte[]>();
        var runs = new Runs(tree, new byte[tree.Count]);
        while (runs.TryNext(out Span<byte> run))
        {
            run.Reverse();
            found.Add(run.ToArray());
        }

        found.Reverse();
        return found;
    }

    /// <summary>
    /// Walks the parts of the tree that every match must pass, from right to left, and finds the runs of literals.
    /// </summary>
    /// <remarks>
    /// An alternative, an optional or a repeated part that is more than one byte is passed over as a whole: what it holds need
    /// not be met, or not next to what stands beside it. Anchors and empty groups take no byte and so do not end a run.
    /// </remarks>
    internal ref struct Runs
    {
        private readonly SyntaxTree _tree;
        private readonly Span<byte> _bytes;
        private readonly int _first;
        private int _node;
        private int _at;

        public Runs(SyntaxTree tree, Span<byte> bytes)
            : this(tree, bytes, tree.Root)
        {
        }

        /// <summary>Walks the subtree of one node.</summary>
        public Runs(SyntaxTree tree, Span<byte> bytes, int node)
        {
            _tree = tree;
            _bytes = bytes;
            _node = node;
            _first = node < 0 ? 0 : tree[node].First;
        }

        /// <summary>Finds the next run to the left; its bytes are in reverse order.</summary>
        public bool TryNext(out Span<byte> run)
        {
            int start = _at;
            while (_node >= _first)
            {
                ref readonly Node node = ref _tree[_node];
                switch (node.Kind)
                {
                    case NodeKind.Literal:
                        _bytes[_at++] = node.Value;
                        _node--;
                        continue;
                    case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                        _node--;
                        continue;
                }

                // A run stands to the right of what ends it: hand it out first, and come back here.
                if (_at > start)
                    break;
                bool isRun = node.Kind == NodeKind.Repeat && node.Min > 0 && node.First == _node - 1 && _tree[_node - 1].Kind == NodeKind.Literal;
                if (isRun)
                    _bytes[_at++] = _tree[_node - 1].Value;
                _node = node.First - 1;
                if (isRun)
                    break;
            }

            run = _bytes[start.._at];
            return _at > start;
        }
    }
}
