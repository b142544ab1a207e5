using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>
/// Sets of pieces of text, of each of which every subject that a pattern matches holds at least one: a run of literals is a set by itself,
/// and so are the runs of a group's alternatives, one of each. A rule is found by the rarest set.
/// </summary>
/// <remarks>A piece is kept as a key of 64 bits (<see cref="KeyOf"/>): two that share one cost time, never an answer.</remarks>
internal sealed class RequiredPieces
{
    /// <summary>Longest piece: of a longer run the beginning. As many bits as a set of lengths has.</summary>
    public const int Longest = 63;

    /// <summary>Bytes that the short hash in a key is made of.</summary>
    public const int PrefixLength = 4;

    /// <summary>The hash of no bytes.</summary>
    public const ulong EmptyHash = 0xCBF29CE484222325;

    /// <summary>The same for a piece that stands at the beginning of the subject and nowhere else: most of the places where it could be by chance are spared.</summary>
    public const ulong StartHash = 0x84222325CBF29CE4;

    private const int PrefixBits = 20;
    private const int LengthBits = 6;

    private readonly List<ulong> _keys = new();
    private readonly List<int> _ends = new();
    private readonly List<int> _work = new();
    private byte[] _scratch = new byte[256];

    /// <summary>Number of sets.</summary>
    public int Count => _ends.Count;

    /// <summary>The keys of a set; none is empty.</summary>
    public ReadOnlySpan<ulong> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_keys)[start.._ends[index]];
        }
    }

    /// <summary>Finds the sets of a tree, in place of those of the last one.</summary>
    public void Collect(SyntaxTree tree)
    {
        _keys.Clear();
        _ends.Clear();
        if (_scratch.Length < tree.Count)
            _scratch = new byte[Math.Max(tree.Count, checked(_scratch.Length * 2))];

        // From the right end to the left: the run found last stands behind the ^ where that is the next node but one.
        bool isBehindStart = tree.Count > 1 && tree[0] is { Kind: NodeKind.Anchor, Anchor: Anchor.Start } && PassesLiteral(tree, 1);
        var runs = new RequiredLiteral.Runs(tree, _scratch, tree.Root);
        bool isRun = runs.TryNext(out Span<byte> run);
        while (isRun)
        {
            run.Reverse();
            Span<byte> found = run;
            isRun = runs.TryNext(out run);
            _keys.Add(KeyOf(found, isBehindStart && !isRun ? StartHash : EmptyHash));
            _ends.Add(_keys.Count);
        }

        for (int at = tree.Root; at >= 0;)
        {
            at = NextPart(tree, at, out int part);
            if (part >= 0)
                CollectAlternatives(tree, part);
        }
    }

    /// <summary>The hash of the bytes before, and one more.</summary>
    public static ulong Extend(ulong hash, byte b) => unchecked((hash ^ b) * 0x100000001B3);

    /// <summary>What <see cref="PieceIndex"/> looks at first: the hash of a piece's first four bytes, or of all of a shorter one, in 20 bits.</summary>
    public static int PrefixOf(ulong hash) => (int)(unchecked(hash * 0x9E3779B97F4A7C15) >> (64 - PrefixBits));

    /// <summary>The key: the piece's length in the lowest bits, its prefix, and a hash of all of it.</summary>
    public static ulong Key(ulong hash, int prefix, int length) =>
        (unchecked(hash * 0xFF51AFD7ED558CCD) >> (PrefixBits + LengthBits) << (PrefixBits + LengthBits)) | ((ulong)prefix << LengthBits) | (uint)length;

    /// <summary>The length of a key's piece.</summary>
    public static int LengthOf(ulong key) => (int)(key & ((1 << LengthBits) - 1));

    /// <summary>The prefix of a key's piece.</summary>
    public static int PrefixOfKey(ulong key) => (int)((key >> LengthBits) & ((1 << PrefixBits) - 1));

    /// <summary>True when every match passes a node, and that is a literal.</summary>
    private static bool PassesLiteral(SyntaxTree tree, int node)
    {
        int at = tree.Root;
        while (at > node)
            at = NextPart(tree, at, out _);
        return at == node && tree[node].Kind == NodeKind.Literal;
    }

    private static ulong KeyOf(ReadOnlySpan<byte> piece, ulong hash = EmptyHash)
    {
        piece = piece[..Math.Min(piece.Length, Longest)];
        int prefix = 0;
        for (int i = 0; i < piece.Length; i++)
        {
            hash = Extend(hash, piece[i]);
            if (i < PrefixLength)
                prefix = PrefixOf(hash);
        }

        return Key(hash, prefix, piece.Length);
    }

    /// <summary>Goes one part to the left of what every match must pass.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="at">A node on the way.</param>
    /// <param name="part">A part there that must be passed, and is more than a byte: an alternative, or what is repeated at least once; or -1.</param>
    private static int NextPart(SyntaxTree tree, int at, out int part)
    {
        ref readonly Node node = ref tree[at];
        part = node.Kind == NodeKind.Alt ? at : node.Kind == NodeKind.Repeat && node.Min > 0 && node.First < at - 1 ? at - 1 : -1;
        return node.Kind is NodeKind.Alt or NodeKind.Repeat ? node.First - 1 : at - 1;
    }

    /// <summary>
    /// Takes the longest run of each alternative; where one has none, those of an alternative within it; where one has none at all, there is no set.
    /// </summary>
    private void CollectAlternatives(SyntaxTree tree, int part)
    {
        int before = _keys.Count;
        _work.Clear();
        _work.Add(part);
        while (_work.Count > 0)
        {
            int at = _work[^1];
            _work.RemoveAt(_work.Count - 1);
            if (tree[at].Kind == NodeKind.Alt)
            {
                _work.Add(tree.Left(at));
                _work.Add(SyntaxTree.Right(at));
                continue;
            }

            var runs = new RequiredLiteral.Runs(tree, _scratch, at);
            Span<byte> longest = default;
            while (runs.TryNext(out Span<byte> run))
                longest = run.Length > longest.Length ? run : longest;
            if (longest.Length > 0)
            {
                longest.Reverse();
                _keys.Add(KeyOf(longest));
                continue;
            }

            int inner = -1;
            int first = tree[at].First;
            for (int place = at; place >= first && inner < 0;)
                place = NextPart(tree, place, out inner);
            if (inner < 0)
            {
                _keys.RemoveRange(before, _keys.Count - before);
                return;
            }

            _work.Add(inner);
        }

        _ends.Add(_keys.Count);
    }
}
