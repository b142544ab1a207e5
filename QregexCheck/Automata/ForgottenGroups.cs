using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Tells which groups regcomp forgets under REG_NOSUB: all but those that are referred to, and those of nothing. Source: observed on glibc 2.36.
/// </summary>
internal static class ForgottenGroups
{
    /// <summary>True for a group that is forgotten.</summary>
    public static bool Has(SyntaxTree tree, int group) => !IsReferenced(tree, tree[group].Number) && !IsNothing(tree, SyntaxTree.Right(group));

    /// <summary>True for a group to which the pattern refers.</summary>
    public static bool IsReferenced(SyntaxTree tree, int group) => group <= 9 && (tree.ReferencedGroups & (1 << group)) != 0;

    /// <summary>True where glibc's parser leaves no node: nothing at all, or something that is to stand there no times.</summary>
    private static bool IsNothing(SyntaxTree tree, int index)
    {
        for (int at = tree[index].First; at <= index; at++)
        {
            if (tree[at].Kind is not (NodeKind.Empty or NodeKind.Cat) && !IsInNone(tree, at, index))
                return false;
        }

        return true;
    }

    /// <summary>True for a node that is, or stands in, a repetition of no rounds.</summary>
    private static bool IsInNone(SyntaxTree tree, int at, int last)
    {
        for (int around = at; around <= last; around++)
        {
            if (tree[around].Kind == NodeKind.Repeat && tree[around].Max == 0 && tree[around].First <= at)
                return true;
        }

        return false;
    }
}
