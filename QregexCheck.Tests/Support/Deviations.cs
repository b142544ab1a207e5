using QregexCheck.Syntax;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Tells the patterns that a comparison with glibc leaves out. With back-references we take the ideal, and glibc approximates it. With anchors
/// inside nested repetitions glibc's regcomp can take exponential time.
/// </summary>
internal static class Deviations
{
    public static bool Touch(byte[] pattern)
    {
        var tree = new SyntaxTree();
        if (!new ExtendedRegexParser(tree).TryParse(pattern, out _))
            return false;
        return tree.HasBackReferences || AnchorDepth(tree) > 1;
    }

    /// <summary>In how many repetitions, one around the other, an anchor stands at most.</summary>
    private static int AnchorDepth(SyntaxTree tree)
    {
        int deepest = 0;
        for (int i = 0; i < tree.Count; i++)
        {
            if (tree[i].Kind != NodeKind.Anchor)
                continue;
            int depth = 0;
            for (int k = i + 1; k < tree.Count; k++)
            {
                if (tree[k].Kind == NodeKind.Repeat && tree[k].First <= i)
                    depth++;
            }

            deepest = System.Math.Max(deepest, depth);
        }

        return deepest;
    }
}
