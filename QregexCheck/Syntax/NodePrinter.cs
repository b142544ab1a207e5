using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Syntax;

/// <summary>
/// Writes a tree as text, such as <c>cat{lit{A}dot{}}</c> for <c>a.</c>. People read it, and tests compare it to see a change of the parser.
/// </summary>
internal static class NodePrinter
{
    /// <summary>The whole tree on one line. Does not recurse.</summary>
    public static string Print(SyntaxTree tree)
    {
        var text = new StringBuilder();
        var steps = new Stack<Step>();
        steps.Push(new Step(tree.Root, NodeKind.Empty));
        while (steps.TryPop(out Step step))
        {
            if (step.Node < 0)
                text.Append('}');
            else
                PrintNode(tree, step, text, steps);
        }

        return text.ToString();
    }

    private static void PrintNode(SyntaxTree tree, Step step, StringBuilder text, Stack<Step> steps)
    {
        Node node = tree[step.Node];
        switch (node.Kind)
        {
            case NodeKind.Empty:
                text.Append("emp{}");
                break;
            case NodeKind.Literal:
                PrintLiteral(node.Value, text);
                break;
            case NodeKind.Set:
                ByteSet set = tree.Set(step.Node);
                if (set == ByteSet.Any)
                    text.Append("dot{}");
                else
                    text.Append("set{").Append(set.ToString()).Append('}');
                break;
            case NodeKind.Anchor:
                text.Append(NameOf(node.Anchor)).Append("{}");
                break;
            case NodeKind.BackReference:
                text.Append(CultureInfo.InvariantCulture, $"ref{{{node.Number}}}");
                break;
            case NodeKind.Group:
                text.Append(CultureInfo.InvariantCulture, $"group{node.Number}{{");
                PushChild(step.Node, steps);
                break;
            case NodeKind.Repeat:
                PrintRepetition(node, text);
                PushChild(step.Node, steps);
                break;
            case NodeKind.Cat or NodeKind.Alt:
                // The sequence abc makes two Cat nodes, one the left child of the other. It is shown as one Cat with three parts.
                if (step.LeftOf != node.Kind)
                {
                    text.Append(node.Kind == NodeKind.Cat ? "cat{" : "alt{");
                    steps.Push(Step.Close);
                }

                steps.Push(new Step(SyntaxTree.Right(step.Node), NodeKind.Empty));
                steps.Push(new Step(tree.Left(step.Node), node.Kind));
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void PushChild(int parent, Stack<Step> steps)
    {
        steps.Push(Step.Close);
        steps.Push(new Step(SyntaxTree.Right(parent), NodeKind.Empty));
    }

    private static void PrintLiteral(byte value, StringBuilder text) => text.Append("lit{").Append(Escape.Text([value], Plain.TreeLiteral)).Append('}');

    private static void PrintRepetition(in Node node, StringBuilder text)
    {
        (string name, string bounds) = (node.Min, node.Max) switch
        {
            (0, Node.Unbounded) => ("star", string.Empty),
            (1, Node.Unbounded) => ("plus", string.Empty),
            (0, 1) => ("opt", string.Empty),
            (int min, Node.Unbounded) => ("rep", $"{min}, "),
            (int min, int max) when min == max => ("rep", $"{min} "),
            (int min, int max) => ("rep", $"{min},{max} "),
        };
        text.Append(name).Append('{').Append(bounds);
    }

    private static string NameOf(Anchor anchor) => anchor switch
    {
        Anchor.Start => "start",
        Anchor.End => "end",
        Anchor.WordStart => "wordstart",
        Anchor.WordEnd => "wordend",
        Anchor.WordEdge => "wordedge",
        Anchor.NotWordEdge => "notwordedge",
        _ => throw new UnreachableException(),
    };

    /// <summary>A node that is still to be written, or the brace behind one.</summary>
    /// <param name="Node">The node; -1 for the brace.</param>
    /// <param name="LeftOf">Cat or Alt when the node is the left child of such a node; else Empty.</param>
    private readonly record struct Step(int Node, NodeKind LeftOf)
    {
        public static readonly Step Close = new(-1, NodeKind.Empty);
    }
}
