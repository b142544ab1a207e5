using System;

namespace QregexCheck.Syntax;

/// <summary>
/// Finds a run of bytes that stands in every upper-cased subject the tree matches. A subject without it needs no automaton.
/// </summary>
internal static class RequiredLiteral
{
    /// <summary>
    /// Walks the parts of the tree that every match must pass, from right to left, and calls back for each run of literals.
    /// </summary>
    /// <remarks>
    /// An alternative, an optional or a repeated part that is more than one byte is passed over as a whole: what it holds need
    /// not be met, or not next to what stands beside it. Anchors and empty groups take no byte and so do not end a run.
    /// </remarks>
    /// <param name="tree">A parsed pattern.</param>
    /// <param name="run">Scratch, at least as long as the pattern; holds the runs one behind the other, each reversed.</param>
    /// <returns>The longest run, in reading order; empty when there is none.</returns>
    public static ReadOnlySpan<byte> Longest(SyntaxTree tree, Span<byte> run)
    {
        int runStart = 0;
        int at = 0;
        int bestStart = 0;
        int bestLength = 0;
        ReadOnlySpan<Node> nodes = tree.Nodes;
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            ref readonly Node node = ref nodes[i];
            switch (node.Kind)
            {
                case NodeKind.Literal:
                    run[at++] = node.Value;
                    continue;
                case NodeKind.Cat or NodeKind.Group or NodeKind.Empty or NodeKind.Anchor:
                    continue;
            }

            if (at - runStart > bestLength)
                (bestStart, bestLength) = (runStart, at - runStart);
            runStart = at;
            if (node.Kind == NodeKind.Repeat && node.Min > 0 && node.First == i - 1 && nodes[i - 1].Kind == NodeKind.Literal)
            {
                run[at++] = nodes[i - 1].Value;
                if (bestLength == 0)
                    (bestStart, bestLength) = (runStart, 1);
                runStart = at;
            }

            i = node.First;
        }

        if (at - runStart > bestLength)
            (bestStart, bestLength) = (runStart, at - runStart);
        Span<byte> best = run.Slice(bestStart, bestLength);
        best.Reverse();
        return best;
    }
}
