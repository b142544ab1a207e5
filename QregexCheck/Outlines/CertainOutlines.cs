using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Outlines;

/// <summary>
/// Finds outlines of which one is enough: a subject that has it is matched for certain. They are for rules that start with <c>!</c>, which don't hit
/// then.
/// </summary>
/// <remarks>
/// They may take a pattern for narrower than it is, never for wider. Each way through the pattern's choices that is a row of bytes and sets is one; a way
/// that meets anything else, such as an anchor within, has none.
/// </remarks>
internal sealed class CertainOutlines
{
    /// <summary>So many ways of a pattern of many choices will do where there are many patterns.</summary>
    public const int FewWays = 16;

    private const int StepsEach = 128;

    private readonly int _mostWays;
    private readonly byte[] _symbols = new byte[256];
    private SyntaxTree? _tree;
    private Way? _next;
    private int _count;
    private int _steps;

    /// <param name="mostWays">How many ways of a pattern are looked at.</param>
    public CertainOutlines(int mostWays)
    {
        _mostWays = mostWays;
        AddressSymbols.Fill(_symbols);
    }

    /// <summary>Begins a tree.</summary>
    public void Begin(SyntaxTree tree)
    {
        _tree = tree;
        _next = tree.HasBackReferences ? null : new Way(tree.Root);
        _count = 1;
        _steps = 0;
    }

    /// <summary>Finds the next outline of the tree.</summary>
    /// <returns>Null when there is none left; of a tree of many choices not all are found.</returns>
    public Outline? Next()
    {
        while (_next is { } way)
        {
            _next = way.Next;
            bool isWay = true;
            while (isWay && way.Left.Count > 0)
            {
                int at = way.Left[^1];
                way.Left.RemoveAt(way.Left.Count - 1);
                isWay = _steps++ < _mostWays * StepsEach && TryPass(_tree!, at, way);
            }

            if (isWay && way.ToOutline() is { } outline)
                return outline;
        }

        return null;
    }

    /// <summary>Takes what a way passes, from right to left.</summary>
    private bool TryPass(SyntaxTree tree, int at, Way way)
    {
        ref readonly Node node = ref tree[at];
        switch (node.Kind)
        {
            case NodeKind.Empty:
                return true;
            case NodeKind.Group:
                way.Left.Add(SyntaxTree.Right(at));
                return true;
            case NodeKind.Cat:
                way.Left.Add(tree.Left(at));
                way.Left.Add(SyntaxTree.Right(at));
                return true;
            case NodeKind.Alt:
                if (_count++ < _mostWays)
                    _next = way.Fork(tree.Left(at), _next);
                way.Left.Add(SyntaxTree.Right(at));
                return true;
            case NodeKind.Anchor:
                return way.TryAnchor(node.Anchor);
            case NodeKind.Literal or NodeKind.Set:
                return way.TryAdd(SymbolsWithin(tree, at), 1, 1);
            case NodeKind.Repeat:
                int repeated = SyntaxTree.Right(at);
                return tree[repeated].Kind is NodeKind.Literal or NodeKind.Set && way.TryAdd(SymbolsWithin(tree, repeated), node.Min, node.Max);
            default:
                return false;
        }
    }

    /// <summary>The symbols all of whose bytes a node takes.</summary>
    private ulong SymbolsWithin(SyntaxTree tree, int at)
    {
        ByteSet set = tree[at].Kind == NodeKind.Set ? tree.Set(at) : default(ByteSet).With(tree[at].Value);
        return AddressSymbols.Of(set, _symbols) & ~AddressSymbols.Of(~set, _symbols);
    }

    /// <summary>A way through a pattern's choices, as far as it has been gone.</summary>
    private sealed class Way
    {
        private readonly List<OutlineRun> _runs = new();
        private bool _beginsAtStart;
        private bool _endsAtEnd;

        public Way(int root) => Left.Add(root);

        private Way(Way other, Way? next)
        {
            Next = next;
            Left.AddRange(other.Left);
            _runs.AddRange(other._runs);
            _endsAtEnd = other._endsAtEnd;
        }

        /// <summary>The way to be gone behind this one; null for none.</summary>
        public Way? Next { get; }

        /// <summary>The nodes that are to be passed, the last one of the pattern behind the others.</summary>
        public List<int> Left { get; } = new();

        /// <summary>A way that has come as far as this one, and goes on with a node.</summary>
        /// <param name="at">The node.</param>
        /// <param name="next">The way to be gone behind it.</param>
        public Way Fork(int at, Way? next)
        {
            var way = new Way(this, next);
            way.Left.Add(at);
            return way;
        }

        /// <summary>Takes an anchor: at the end of the row, or at its beginning.</summary>
        public bool TryAnchor(Anchor anchor)
        {
            _endsAtEnd |= anchor == Anchor.End && _runs.Count == 0;
            _beginsAtStart |= anchor == Anchor.Start && Left.Count == 0;
            return anchor == Anchor.End ? _runs.Count == 0 : anchor == Anchor.Start && Left.Count == 0;
        }

        /// <summary>Adds a run to the left of the others; false when there is none for these numbers.</summary>
        public bool TryAdd(ulong set, int least, int most)
        {
            bool isBounded = most != Node.Unbounded;
            if (set == 0 || _beginsAtStart || least >= OutlineRun.Unbounded || (isBounded && most >= OutlineRun.Unbounded))
                return false;
            var run = new OutlineRun(set, (byte)least, isBounded ? (byte)most : OutlineRun.Unbounded);
            if (_runs.Count > 0 && _runs[^1].Set == set && run.CanJoin(_runs[^1]))
                _runs[^1] = run.And(_runs[^1]);
            else
                _runs.Add(run);
            return _runs.Count <= Outline.MostRuns;
        }

        /// <summary>The row; null for one that says nothing.</summary>
        public Outline? ToOutline()
        {
            _runs.Reverse();
            return Outline.Of(_runs, _beginsAtStart, _endsAtEnd);
        }
    }
}
