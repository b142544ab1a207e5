using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Finds the runs of literal bytes that stand in every upper-cased subject a tree matches: the one way from a pattern to the text it needs.
/// </summary>
/// <remarks>Can be used again for the next tree: a hundred thousand rules leave no garbage.</remarks>
internal sealed class RequiredRuns
{
    private byte[] _bytes = new byte[256];
    private Range[] _runs = new Range[16];

    /// <summary>Number of runs found last.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// True when all runs were found and the first of them stands at the beginning of the subject and nowhere else: behind a <c>^</c> that every match
    /// passes.
    /// </summary>
    public bool BeginsAtStart { get; private set; }

    /// <summary>A run found last, in reading order; none is empty.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_runs[index]);

    /// <summary>The longest run, for a quick look before the automaton is built.</summary>
    /// <param name="tree">A parsed pattern.</param>
    /// <param name="scratch">At least as long as the pattern; holds the result.</param>
    /// <returns>The run in reading order; empty when there is none.</returns>
    public static ReadOnlySpan<byte> Longest(SyntaxTree tree, Span<byte> scratch)
    {
        var walk = new Walk(tree, scratch, tree.Root);
        Span<byte> longest = default;
        while (walk.TryNextReversed(out Span<byte> run))
        {
            if (run.Length > longest.Length)
                longest = run;
        }

        longest.Reverse();
        return longest;
    }

    /// <summary>Finds all runs, each of which every match holds, in the order of the pattern.</summary>
    public void FindAll(SyntaxTree tree)
    {
        Begin(tree);
        int end = 0;
        var walk = new Walk(tree, _bytes, tree.Root);
        while (walk.TryNext(out Span<byte> run))
            Add(ref end, run.Length);
        _runs.AsSpan(0, Count).Reverse();
        BeginsAtStart = walk.FirstLiteral == 1 && tree[0] is { Kind: NodeKind.Anchor, Anchor: Anchor.Start };
    }

    private void Begin(SyntaxTree tree)
    {
        Count = 0;
        BeginsAtStart = false;
        if (_bytes.Length < tree.Count)
            _bytes = new byte[Math.Max(tree.Count, checked(_bytes.Length * 2))];
    }

    private void Add(ref int end, int length)
    {
        if (Count == _runs.Length)
            Array.Resize(ref _runs, checked(Count * 2));
        _runs[Count++] = end..(end + length);
        end += length;
    }

    /// <summary>
    /// Walks the parts of a subtree that every match must pass, from right to left, and finds the runs of literals.
    /// </summary>
    /// <remarks>
    /// An alternative, an optional or a repeated part that is more than one byte is passed over as a whole: what it holds need
    /// not be met, or not next to what stands beside it. Anchors and empty groups take no byte and so do not end a run.
    /// </remarks>
    internal ref struct Walk
    {
        private readonly SyntaxTree _tree;
        private readonly Span<byte> _bytes;
        private readonly int _first;
        private int _node;
        private int _at;

        /// <param name="tree">The tree.</param>
        /// <param name="bytes">Room for all runs: a byte for each node of the subtree.</param>
        /// <param name="node">The root of the subtree.</param>
        public Walk(SyntaxTree tree, Span<byte> bytes, int node)
        {
            _tree = tree;
            _bytes = bytes;
            _node = node;
            _first = node < 0 ? 0 : tree[node].First;
            FirstLiteral = -1;
        }

        /// <summary>The node of the first literal of the run found last; -1 when that is a repeated one.</summary>
        public int FirstLiteral { get; private set; }

        /// <summary>Finds the next run to the left.</summary>
        /// <param name="run">Its bytes, in reading order.</param>
        public bool TryNext(out Span<byte> run)
        {
            bool isFound = TryNextReversed(out run);
            run.Reverse();
            return isFound;
        }

        /// <summary>The same, but with the bytes from right to left, as they are found.</summary>
        public bool TryNextReversed(out Span<byte> run)
        {
            ReadOnlySpan<Node> nodes = _tree.Nodes;
            Span<byte> bytes = _bytes[_at..];
            int length = 0;
            int literal = -1;
            int at = _node;
            while (at >= _first)
            {
                ref readonly Node node = ref nodes[at];
                switch (node.Kind)
                {
                    case NodeKind.Literal:
                        bytes[length++] = node.Value;
                        literal = at--;
                        continue;
                    case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                        at--;
                        continue;
                }

                // A run stands to the right of what ends it: hand it out first, and come back here.
                if (length > 0)
                    break;
                bool isRun = node.Kind == NodeKind.Repeat && node.Min > 0 && node.First == at - 1 && nodes[at - 1].Kind == NodeKind.Literal;
                if (isRun)
                    bytes[length++] = nodes[at - 1].Value;
                at = node.First - 1;
                if (isRun)
                    break;
            }

            _node = at;
            _at += length;
            run = bytes[..length];
            if (length > 0)
                FirstLiteral = literal;
            return length > 0;
        }
    }
}
