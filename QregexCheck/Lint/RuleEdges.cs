using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// The open beginnings and ends of a pattern, in each of its alternatives, and what would hold them. <see cref="Left"/> and <see cref="Right"/>
/// mend one side each; <see cref="Before"/> and <see cref="Behind"/> together mend both.
/// </summary>
internal sealed class RuleEdges
{
    // A rule with more alternatives is a list.
    private const int Most = 200;

    public static readonly RuleEdges None = new();

    public PatternEdits Left { get; } = new();

    public PatternEdits Right { get; } = new();

    public PatternEdits Before { get; } = new();

    public PatternEdits Behind { get; } = new();

    /// <summary>True when a <c>^</c> is missing on the left: a local part begins there, and not a label.</summary>
    public bool NeedsStart { get; private set; }

    /// <summary>True when every alternative lacks the same thing on the left.</summary>
    public bool IsLeftAlike { get; private set; }

    /// <summary>The place of the first open beginning.</summary>
    public int FirstLeft { get; private set; } = -1;

    /// <summary>The place of the last byte before the first open end.</summary>
    public int FirstRight { get; private set; } = -1;

    public static RuleEdges Of(SyntaxTree tree, in PatternMap map, bool isHost)
    {
        var edges = new RuleEdges();
        bool needsGroup = tree[tree.Root].Kind == NodeKind.Alt;
        List<(int Place, bool NeedsStart)>? left = OpenBeginnings(tree, map, out bool isAlike);
        List<int> right = OpenEnds(tree, map, out bool isEvery);
        bool isRightGrouped = needsGroup && isEvery && right.Count > 0;
        bool isLeftGrouped = needsGroup && isAlike && left is { Count: > 0 };
        if (isRightGrouped && !isLeftGrouped)
            edges.Before.Insert(0, "("u8);
        if (left is { Count: > 0 })
        {
            edges.FirstLeft = left[0].Place;
            edges.NeedsStart = left[0].NeedsStart;
            edges.IsLeftAlike = isAlike;
            foreach ((int place, bool needsStart) in left)
            {
                ReadOnlySpan<byte> held = needsStart ? "^"u8 : isHost ? "(^|\\.)"u8 : "[@.]"u8;
                int at = isAlike ? 0 : place;
                edges.Left.Insert(at, held);
                edges.Before.Insert(at, held);
                if (isAlike)
                    break;
            }

            if (isLeftGrouped)
            {
                edges.Left.Insert(0, "("u8).Insert(map.Pattern.Length, ")"u8);
                edges.Before.Insert(0, "("u8);
            }
        }

        if (isRightGrouped || isLeftGrouped)
            edges.Behind.Insert(map.Pattern.Length, ")"u8);
        if (right.Count == 0)
            return edges;
        edges.FirstRight = right[0];
        if (isRightGrouped)
            edges.Right.Insert(0, "("u8).Insert(map.Pattern.Length, ")"u8);
        foreach (int place in right)
        {
            int at = isEvery ? map.Pattern.Length : place + 1;
            edges.Right.Insert(at, "$"u8);
            edges.Behind.Insert(at, "$"u8);
            if (isEvery)
                break;
        }

        return edges;
    }

    /// <summary>The open beginnings; null when an alternative begins with a word that may stand anywhere.</summary>
    private static List<(int Place, bool NeedsStart)>? OpenBeginnings(SyntaxTree tree, in PatternMap map, out bool isAlike)
    {
        var open = new List<(int Place, bool NeedsStart)>();
        List<int> leaves = Leaves(tree, isLeft: true);
        foreach (int leaf in leaves)
        {
            Node node = tree[leaf];
            if (node.Kind != NodeKind.Literal || !map.IsLabel(node.Begin))
                continue;
            if (IsOpenLeft(map, node.End, out bool needsStart))
            {
                open.Add((node.Begin, needsStart));
                continue;
            }

            isAlike = false;
            return null;
        }

        isAlike = open.Count == leaves.Count && open.TrueForAll(place => place.NeedsStart == open[0].NeedsStart);
        return open;
    }

    /// <summary>
    /// True for a label, or a local part, that could go on to the left. The first sign decides: an @ ends a local part, a dot ends a label.
    /// </summary>
    private static bool IsOpenLeft(in PatternMap map, int from, out bool needsStart)
    {
        needsStart = false;
        for (int at = from; at < map.Pattern.Length; at++)
        {
            if (map.IsAt(at))
            {
                needsStart = true;
                return true;
            }

            if (map.IsDot(at) || (map.IsAnyByte(at) && map.IsLabel(at + 1)))
            {
                needsStart = HasAtBehind(map, at);
                return needsStart || map.IsAnchor(map.Pattern.Length - 1, Anchor.End) || map.IsLabel(map.Pattern.Length - 1)
                    || map.IsDomain(map.EndOf(at), out _, out _);
            }

            if (!map.IsLabel(at))
                return false;
        }

        return false;
    }

    private static bool HasAtBehind(in PatternMap map, int from)
    {
        int depth = 0;
        for (int at = from; at < map.Pattern.Length; at++)
        {
            if (map.IsAt(at))
                return true;
            if (map.IsSyntax(at, '('))
                depth++;
            else if (map.IsSyntax(at, ')') && depth > 0)
                depth--;
            if (!map.IsSyntax(at, '|') || depth > 0)
                continue;

            // The other alternatives do not stand behind this one.
            int inner = 0;
            for (at++; at < map.Pattern.Length && !(inner == 0 && map.IsSyntax(at, ')')); at++)
                inner += map.IsSyntax(at, '(') ? 1 : map.IsSyntax(at, ')') ? -1 : 0;
        }

        return false;
    }

    /// <summary>The last bytes of the alternatives that end with the last label of a domain.</summary>
    private static List<int> OpenEnds(SyntaxTree tree, in PatternMap map, out bool isEvery)
    {
        var open = new List<int>();
        List<int> leaves = Leaves(tree, isLeft: false);
        foreach (int leaf in leaves)
        {
            Node node = tree[leaf];
            if (node.Kind != NodeKind.Literal || !map.IsLabel(node.Begin))
                continue;
            int label = node.Begin;
            while (map.IsLabel(label - 1))
                label--;
            int before = map.OutOfGroups(label);
            bool isBehindDot = before > 1 && (map.IsDot(before - 1) || map.IsAnyByte(before - 1));

            // "first\.last" without an @ may be a local part. With a held beginning it is not.
            int begin = map.BranchBegin(label);
            bool isHeld = map.IsAnchor(begin, Anchor.Start) || map.IsAnchor(map.OutOfGroups(begin) - 1, Anchor.Start);
            bool isDomain = map.Pattern[..label].IndexOf((byte)'@') >= 0 || !isHeld;
            if (isBehindDot && node.End - label >= 2 && isDomain)
                open.Add(node.Begin);
        }

        isEvery = open.Count == leaves.Count;
        return open;
    }

    private static List<int> Leaves(SyntaxTree tree, bool isLeft)
    {
        var leaves = new List<int>();
        var stack = new Stack<int>();
        stack.Push(tree.Root);
        while (stack.Count > 0 && leaves.Count < Most)
        {
            int at = stack.Pop();
            switch (tree[at].Kind)
            {
                case NodeKind.Cat:
                    stack.Push(isLeft ? tree.Left(at) : SyntaxTree.Right(at));
                    break;
                case NodeKind.Group:
                    stack.Push(SyntaxTree.Right(at));
                    break;
                case NodeKind.Alt:
                    stack.Push(SyntaxTree.Right(at));
                    stack.Push(tree.Left(at));
                    break;
                default:
                    leaves.Add(at);
                    break;
            }
        }

        return leaves;
    }
}
