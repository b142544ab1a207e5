using QregexCheck.Syntax;

namespace QregexCheck.Tests.Support;

/// <summary>
/// Tells the patterns on which we knowingly do not follow glibc: back-references (we take the ideal), and anchors inside a repeated
/// part, which glibc drops from the copies it makes.
/// </summary>
internal static class Deviations
{
    public static bool Touch(byte[] pattern)
    {
        var tree = new SyntaxTree();
        if (!new ExtendedRegexParser(tree).TryParse(pattern, out _))
            return false;
        if (tree.HasBackReferences)
            return true;
        for (int i = 0; i < tree.Count; i++)
        {
            Node node = tree[i];
            if (node.Kind != NodeKind.Repeat)
                continue;
            for (int k = node.First; k < i; k++)
            {
                if (tree[k].Kind == NodeKind.Anchor)
                    return true;
            }
        }

        return false;
    }
}
