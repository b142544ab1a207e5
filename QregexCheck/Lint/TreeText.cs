using System.Collections.Generic;
using System.Text;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Draws a pattern's tree, one line for each node, with indented children. A sequence, or a row of alternatives, is shown as one list.
/// </summary>
internal static class TreeText
{
    // Nobody looks at more lines on a screen.
    private const int MostLines = 200;

    /// <summary>The lines of the drawing, each with its newline.</summary>
    /// <param name="tree">A parsed pattern.</param>
    /// <param name="indent">The number of blanks before each line.</param>
    public static string Draw(SyntaxTree tree, int indent)
    {
        var text = new StringBuilder();
        var stack = new Stack<(int Node, int Depth)>();
        var operands = new List<int>();
        stack.Push((tree.Root, 0));
        int lines = 0;
        while (stack.Count > 0)
        {
            (int at, int depth) = stack.Pop();
            if (lines++ == MostLines)
            {
                text.Append(' ', indent).Append("...\n");
                break;
            }

            text.Append(' ', indent + (2 * depth)).Append(Name(tree, at));
            while (IsPlain(tree, at) && stack.TryPeek(out (int Node, int Depth) next) && next.Depth == depth && next.Node == Following(tree, at)
                && IsPlain(tree, next.Node))
            {
                // Literals in a row are shown as one word.
                at = stack.Pop().Node;
                text.Length--;
                text.Append(RuleWords.Printable([tree[at].Value])).Append('"');
            }

            text.Append('\n');
            operands.Clear();
            Node node = tree[at];
            switch (node.Kind)
            {
                case NodeKind.Cat or NodeKind.Alt:
                    // Sequences and alternatives lean to the left. A chain of them is one list.
                    int chain = at;
                    while (tree[chain].Kind == node.Kind)
                    {
                        operands.Add(SyntaxTree.Right(chain));
                        chain = tree.Left(chain);
                    }

                    operands.Add(chain);
                    break;
                case NodeKind.Repeat or NodeKind.Group:
                    operands.Add(SyntaxTree.Right(at));
                    break;
            }

            foreach (int operand in operands)
                stack.Push((operand, depth + 1));
        }

        return text.ToString();
    }

    private static bool IsPlain(SyntaxTree tree, int at) => tree[at].Kind == NodeKind.Literal && tree[at].Value is not (>= (byte)'a' and <= (byte)'z');

    /// <summary>
    /// The place in the tree of the literal that follows in a sequence. It stands behind this one, or behind the node that joined this one.
    /// </summary>
    private static int Following(SyntaxTree tree, int at) => at + 1 < tree.Count && tree[at + 1].Kind == NodeKind.Cat ? at + 2 : at + 1;

    private static string Name(SyntaxTree tree, int at)
    {
        Node node = tree[at];
        return node.Kind switch
        {
            NodeKind.Empty => "nothing",
            NodeKind.Literal => node.Value is >= (byte)'a' and <= (byte)'z'
                ? $"\\{(char)node.Value} (matches nothing)"
                : $"\"{RuleWords.Printable([node.Value])}\"",
            NodeKind.Set => RuleWords.OfSet(tree.Set(at)),
            NodeKind.Anchor => RuleWords.OfAnchor(node.Anchor),
            NodeKind.Cat => "sequence",
            NodeKind.Alt => "either",
            NodeKind.Repeat => RuleWords.OfRounds(node),
            NodeKind.Group => $"group {node.Number}",
            _ => $"back-reference to group {node.Number}",
        };
    }
}
