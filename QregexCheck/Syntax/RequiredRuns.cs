using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Collects every run of literal bytes that stands in all the upper-cased subjects a tree matches; <see cref="RequiredLiteral"/> knows the longest.
/// </summary>
internal sealed class RequiredRuns
{
    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[16];
    private int _length;

    /// <summary>Number of runs.</summary>
    public int Count { get; private set; }

    /// <summary>A run, in reading order; none is empty.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Finds the runs of a tree, in place of those of the last one.</summary>
    /// <remarks>
    /// From right to left over the parts that every match must pass. Alternatives and repeated parts are passed over as a whole, but that a
    /// literal which must come at least once is a run of its own. Anchors, groups and the empty pattern take no byte and end no run.
    /// </remarks>
    public void Find(SyntaxTree tree)
    {
        Count = 0;
        _length = 0;
        ReadOnlySpan<Node> nodes = tree.Nodes;
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            ref readonly Node node = ref nodes[i];
            switch (node.Kind)
            {
                case NodeKind.Literal:
                    Add(node.Value);
                    continue;
                case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                    continue;
            }

            EndRun();
            if (node.Kind == NodeKind.Repeat && node.Min > 0 && node.First == i - 1 && nodes[i - 1].Kind == NodeKind.Literal)
            {
                Add(nodes[i - 1].Value);
                EndRun();
            }

            i = node.First;
        }

        EndRun();
    }

    private void Add(byte b)
    {
        if (_length == _bytes.Length)
            Array.Resize(ref _bytes, checked(_length * 2));
        _bytes[_length++] = b;
    }

    private void EndRun()
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        if (start == _length)
            return;
        _bytes.AsSpan(start, _length - start).Reverse();
        if (Count == _ends.Length)
            Array.Resize(ref _ends, checked(Count * 2));
        _ends[Count++] = _length;
    }
}
