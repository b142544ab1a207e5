using System;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>Counts the states that a tree unfolds to, without unfolding it.</summary>
internal sealed class NfaSize
{
    // All sizes above this count as the same. A size can be multiplied by an interval's bound without overflow.
    private const long Huge = long.MaxValue / 65536;

    private long[] _sizes = new long[64];

    /// <summary>The number of states that <see cref="NfaCompiler"/> makes for any subject, or a larger number.</summary>
    public long Count(SyntaxTree tree)
    {
        ReadOnlySpan<Node> nodes = tree.Nodes;
        if (_sizes.Length < nodes.Length)
            _sizes = new long[Math.Max(nodes.Length, checked(_sizes.Length * 2))];
        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly Node node = ref nodes[i];
            long size = node.Kind switch
            {
                NodeKind.Empty => 0,
                NodeKind.Cat => _sizes[tree.Left(i)] + _sizes[i - 1],
                NodeKind.Alt => _sizes[tree.Left(i)] + _sizes[i - 1] + 1,
                NodeKind.Group => _sizes[i - 1] + 2,
                NodeKind.Repeat when node.Max == Node.Unbounded => (_sizes[i - 1] * (node.HoldsAnchor ? node.Min + 1 : Math.Max(node.Min, 1))) + 1,
                NodeKind.Repeat => (_sizes[i - 1] * node.Max) + node.Max - node.Min,
                _ => 1,
            };
            _sizes[i] = Math.Min(size, Huge);
        }

        return _sizes[nodes.Length - 1] + 1;
    }
}
