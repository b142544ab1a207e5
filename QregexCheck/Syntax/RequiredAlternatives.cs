using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Finds the parts of a pattern that every match must pass one way or another, <c>(spam|news)</c>, and for each way a run of literal bytes that
/// stands in every upper-cased subject which is matched that way: so every match holds at least one of a part's runs.
/// </summary>
/// <remarks>
/// A run that reaches an end of its way takes literals along from beside the part: of <c>@(ab|cd)\.ro</c> the runs are <c>@AB.RO</c> and
/// <c>@CD.RO</c>. A way without a run that is long enough is looked through for a part within it. Can be used again for the next tree.
/// </remarks>
internal sealed class RequiredAlternatives
{
    private Way[] _ways = new Way[16];
    private Run[] _runs = new Run[16];
    private byte[] _bytes = new byte[256];
    private byte[] _scratch = new byte[64];
    private SyntaxTree? _tree;
    private int _end;
    private int _at;
    private Beside _behind;

    /// <summary>Number of runs of the part found last.</summary>
    public int Count { get; private set; }

    /// <summary>A run of the part found last; none is empty.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_runs[index].Start, _runs[index].Length);

    /// <summary>Which bytes of a run are the way's own; the others stand beside the part.</summary>
    public Range Own(int index) => _runs[index].Own;

    /// <summary>Goes to a tree.</summary>
    public void Begin(SyntaxTree tree)
    {
        _tree = tree;
        _at = tree.Root;
        _behind = default;
    }

    /// <summary>Finds the next part to the left.</summary>
    /// <param name="shortest">Each of its runs has at least so many bytes.</param>
    /// <param name="most">It has at most so many runs.</param>
    /// <returns>False when there is none any more.</returns>
    public bool TryNext(int shortest, int most)
    {
        while (_at >= 0)
        {
            if (TryStep(ref _at, ref _behind, out Way part) && TryTake(part with { Before = BesideLeft(part, 0, default) }, shortest, most))
                return true;
        }

        return false;
    }

    /// <summary>Goes one node to the left on the way that every match takes.</summary>
    /// <param name="at">The node.</param>
    /// <param name="behind">The literals next to the right of it.</param>
    /// <param name="part">A part that stands there.</param>
    /// <returns>True when there is a part there: alternatives, or what is repeated at least once, of which the last round is taken.</returns>
    private bool TryStep(ref int at, ref Beside behind, out Way part)
    {
        ref readonly Node node = ref _tree![at];
        part = default;
        switch (node.Kind)
        {
            case NodeKind.Literal:
                behind = behind.WithNearer(node.Value);
                at--;
                return false;
            case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                at--;
                return false;
        }

        bool isRepeat = node.Kind == NodeKind.Repeat && node.Min > 0;
        if (node.Kind == NodeKind.Alt)
            part = new Way(at, default, behind, IsRepeated: false);
        else if (isRepeat && node.First < at - 1)
            part = new Way(at - 1, default, behind, IsRepeated: true);
        behind = isRepeat && _tree[at - 1].Kind == NodeKind.Literal ? default(Beside).WithNearer(_tree[at - 1].Value) : default;
        at = node.First - 1;
        return part.Node > 0;
    }

    /// <summary>The literals next to the left of a part, within what begins at <paramref name="first"/> and has others before it.</summary>
    private Beside BesideLeft(in Way part, int first, Beside before)
    {
        Beside left = default;
        if (part.IsRepeated)
            return left;
        for (int at = _tree![part.Node].First - 1; at >= first && left.Count < Beside.Most; at--)
        {
            ref readonly Node node = ref _tree[at];
            if (node.Kind == NodeKind.Literal)
                left = left.WithFarther(node.Value);
            else if (node.Kind is not (NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor))
                return left;
        }

        for (int i = 0; i < before.Count; i++)
            left = left.WithFarther(before[i]);
        return left;
    }

    /// <summary>Takes a run for each way through a part.</summary>
    private bool TryTake(in Way part, int shortest, int most)
    {
        _end = 0;
        Count = 0;
        int open = 0;
        Push(part, ref open);
        while (open > 0)
        {
            Way way = _ways[--open];
            if (_tree![way.Node].Kind == NodeKind.Alt)
            {
                Push(way with { Node = _tree.Left(way.Node) }, ref open);
                Push(way with { Node = SyntaxTree.Right(way.Node) }, ref open);
                continue;
            }

            if (TakeBest(way, shortest))
            {
                if (Count > most)
                    return false;
                continue;
            }

            int first = _tree[way.Node].First;
            int at = way.Node;
            Beside behind = way.Behind;
            Way inner = default;
            while (at >= first && !TryStep(ref at, ref behind, out inner))
            {
            }

            if (inner.Node <= 0)
                return false;
            Push(inner with { Before = BesideLeft(inner, first, way.Before) }, ref open);
        }

        return true;
    }

    private void Push(in Way way, ref int open)
    {
        if (open == _ways.Length)
            Array.Resize(ref _ways, checked(open * 2));
        _ways[open++] = way;
    }

    /// <summary>Takes the best run of a way: what it has of its own tells it from others, but no more than five bytes are worth being short for.</summary>
    private bool TakeBest(in Way way, int shortest)
    {
        ReadOnlySpan<Node> nodes = _tree!.Nodes;
        int first = nodes[way.Node].First;
        if (_scratch.Length < way.Node - first + 1)
            _scratch = new byte[Math.Max(way.Node - first + 1, checked(_scratch.Length * 2))];
        int best = 0;
        int length = 0;
        bool reachesEnd = true;
        for (int at = way.Node; at >= first;)
        {
            ref readonly Node node = ref nodes[at];
            if (node.Kind == NodeKind.Literal)
            {
                _scratch[length++] = node.Value;
                at--;
                continue;
            }

            if (node.Kind is NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor)
            {
                at--;
                continue;
            }

            bool isRun = node.Kind == NodeKind.Repeat && node.Min > 0 && node.First == at - 1 && nodes[at - 1].Kind == NodeKind.Literal;
            if (isRun)
                _scratch[length++] = nodes[at - 1].Value;
            TakeBetter(way, length, reachesEnd, reachesStart: false, shortest, ref best);
            length = isRun ? 1 : 0;
            if (isRun)
                _scratch[0] = nodes[at - 1].Value;
            reachesEnd = false;
            at = node.First - 1;
        }

        TakeBetter(way, length, reachesEnd, reachesStart: true, shortest, ref best);
        return best > 0;
    }

    /// <summary>Takes the run that stands in the scratch from right to left, if it is better than the one taken for this way.</summary>
    private void TakeBetter(in Way way, int length, bool reachesEnd, bool reachesStart, int shortest, ref int best)
    {
        const int LongEnough = 5;
        int before = reachesStart ? way.Before.Count : 0;
        int behind = reachesEnd ? way.Behind.Count : 0;
        int total = before + length + behind;
        int worth = (Math.Min(total, LongEnough) << 24) + length;

        // Bytes from beside the part alone stand there whichever way is gone.
        if (total < shortest || worth <= best || (length == 0 && !(reachesStart && reachesEnd)))
            return;
        if (best > 0)
            _end = _runs[--Count].Start;

        best = worth;
        if (_bytes.Length - _end < total)
            Array.Resize(ref _bytes, Math.Max(_end + total, checked(_bytes.Length * 2)));
        Span<byte> run = _bytes.AsSpan(_end, total);
        for (int i = 0; i < before; i++)
            run[before - 1 - i] = way.Before[i];
        Span<byte> own = run.Slice(before, length);
        _scratch.AsSpan(0, length).CopyTo(own);
        own.Reverse();
        for (int i = 0; i < behind; i++)
            run[before + length + i] = way.Behind[i];
        if (Count == _runs.Length)
            Array.Resize(ref _runs, checked(Count * 2));
        _runs[Count++] = new Run(_end, total, before..(before + length));
        _end += total;
    }

    /// <summary>A way through a part, or a part before its ways are known.</summary>
    /// <param name="Node">The root of its subtree; 0 for none, as a part has more nodes than one.</param>
    /// <param name="Before">The literals that stand next to the left of it.</param>
    /// <param name="Behind">The literals that stand next to the right of it.</param>
    /// <param name="IsRepeated">True for the last of several rounds: what stands before it may be another round.</param>
    private readonly record struct Way(int Node, Beside Before, Beside Behind, bool IsRepeated);

    private readonly record struct Run(int Start, int Length, Range Own);

    /// <summary>The few bytes next to one side of a place, the nearest first.</summary>
    private readonly record struct Beside(ulong Bytes, int Count)
    {
        public const int Most = 8;

        public byte this[int index] => (byte)((Bytes >> (8 * index)) & 0xFF);

        public Beside WithNearer(byte b) => new((Bytes << 8) | b, Math.Min(Most, Count + 1));

        public Beside WithFarther(byte b) => Count == Most ? this : new(Bytes | ((ulong)b << (8 * Count)), Count + 1);
    }
}
