using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// A pattern's bytes, each with the leaf of the tree that it made. Bytes that made no leaf are syntax: groups, bars, repetitions.
/// </summary>
internal readonly ref struct PatternMap
{
    private readonly SyntaxTree _tree;
    private readonly int[] _leaves;

    public PatternMap(SyntaxTree tree, ReadOnlySpan<byte> pattern)
    {
        _tree = tree;
        Pattern = pattern;
        _leaves = new int[pattern.Length];
        Array.Fill(_leaves, -1);
        for (int i = 0; i < tree.Count; i++)
        {
            Node node = tree[i];
            if (node.Kind is NodeKind.Literal or NodeKind.Set or NodeKind.Anchor or NodeKind.BackReference)
                _leaves.AsSpan(node.Begin, node.End - node.Begin).Fill(i);
        }
    }

    public ReadOnlySpan<byte> Pattern { get; }

    public static bool IsLabelByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'-';

    /// <summary>True for a byte that belongs to no literal, no set and no anchor.</summary>
    public bool IsSyntax(int at, char what) => at >= 0 && at < Pattern.Length && _leaves[at] < 0 && Pattern[at] == (byte)what;

    /// <summary>True for a byte of a label that stands for itself.</summary>
    public bool IsLabel(int at) =>
        at >= 0 && at < Pattern.Length && _leaves[at] >= 0 && IsLabelByte(Pattern[at]) && Leaf(at) is { Kind: NodeKind.Literal } node
            && node.End - node.Begin == 1;

    /// <summary>True for a byte that stands for itself, without a backslash or brackets.</summary>
    public bool IsPlain(int at) =>
        at >= 0 && at < Pattern.Length && _leaves[at] >= 0 && Leaf(at) is { Kind: NodeKind.Literal } node && node.End - node.Begin == 1;

    /// <summary>True for an <c>@</c> that stands for itself.</summary>
    public bool IsAt(int at) => at >= 0 && at < Pattern.Length && _leaves[at] >= 0 && Leaf(at) is { Kind: NodeKind.Literal, Value: (byte)'@' };

    /// <summary>True for a dot that stands for itself: <c>\.</c> or <c>[.]</c>.</summary>
    public bool IsDot(int at) => at >= 0 && at < Pattern.Length && _leaves[at] >= 0 && Leaf(at) is { Kind: NodeKind.Literal, Value: (byte)'.' };

    /// <summary>True for a single <c>.</c> that matches any byte and is not repeated.</summary>
    public bool IsAnyByte(int at) =>
        at >= 0 && at < Pattern.Length && Pattern[at] == (byte)'.' && _leaves[at] >= 0 && Leaf(at) is { Kind: NodeKind.Set } node && node.End - node.Begin == 1
        && !IsRepetition(at + 1);

    public bool IsAnchor(int at, Anchor anchor) =>
        at >= 0 && at < Pattern.Length && _leaves[at] >= 0 && Leaf(at) is { Kind: NodeKind.Anchor } node && node.Anchor == anchor;

    public bool IsRepetition(int at) => IsSyntax(at, '*') || IsSyntax(at, '+') || IsSyntax(at, '?') || IsSyntax(at, '{');

    /// <summary>True when a repetition of any byte ends before the place: <c>.*</c>, <c>.+</c>, <c>(.*)</c>.</summary>
    public bool IsBehindAnything(int at)
    {
        while (IsSyntax(at - 1, ')'))
            at--;
        return at > 1 && (IsSyntax(at - 1, '*') || IsSyntax(at - 1, '+')) && Pattern[at - 2] == (byte)'.' && _leaves[at - 2] >= 0
            && Leaf(at - 2) is { Kind: NodeKind.Set } node && node.End - node.Begin == 1;
    }

    /// <summary>Where the leaf of a byte begins.</summary>
    public int BeginOf(int at) => Leaf(at).Begin;

    /// <summary>Where the leaf of a byte ends.</summary>
    public int EndOf(int at) => Leaf(at).End;

    /// <summary>Goes from a place to the left, out of groups. It answers the place where the part before those groups ends.</summary>
    public int OutOfGroups(int at)
    {
        while (true)
        {
            if (IsSyntax(at - 1, '('))
            {
                at--;
                continue;
            }

            if (!IsSyntax(at - 1, '|'))
                return at;
            int depth = 0;
            for (at--; at > 0 && !(depth == 0 && IsSyntax(at - 1, '(')); at--)
                depth += IsSyntax(at - 1, ')') ? 1 : IsSyntax(at - 1, '(') ? -1 : 0;
        }
    }

    /// <summary>Where the alternative of a place begins, inside its group.</summary>
    public int BranchBegin(int at)
    {
        int depth = 0;
        while (at > 0)
        {
            if (IsSyntax(at - 1, ')'))
                depth++;
            else if (IsSyntax(at - 1, '(') && depth-- == 0)
                return at;
            else if (IsSyntax(at - 1, '|') && depth == 0)
                return at;
            at--;
        }

        return 0;
    }

    /// <summary>
    /// True when a domain begins here and reaches the end of the pattern, or of its alternative. It is made of labels, of dots of either sort,
    /// and of alternatives of these.
    /// </summary>
    /// <param name="at">A place behind a dot, or the beginning of a label.</param>
    /// <param name="isHeld">True when a <c>$</c> ends the domain.</param>
    /// <param name="word">One of the domains that are meant.</param>
    public bool IsDomain(int at, out bool isHeld, out byte[] word)
    {
        var bytes = new List<byte>();
        word = [];
        isHeld = false;
        int depth = 0;
        int skipped = -1;
        int letters = 0;
        bool wantsLabel = true;
        for (; at < Pattern.Length; at++)
        {
            if (IsLabel(at))
            {
                letters++;
                wantsLabel = false;
                if (skipped < 0)
                    bytes.Add(Pattern[at]);
            }
            else if (IsDot(at) || IsAnyByte(at))
            {
                if (wantsLabel && !IsSyntax(at - 1, '(') && !IsSyntax(at - 1, '|'))
                    return false;
                wantsLabel = true;
                if (skipped < 0)
                    bytes.Add((byte)'.');
                at = EndOf(at) - 1;
            }
            else if (IsSyntax(at, '('))
            {
                depth++;
            }
            else if (IsSyntax(at, '|') && depth > 0)
            {
                skipped = skipped < 0 ? depth : skipped;
                wantsLabel = false;
            }
            else if (IsSyntax(at, ')') && depth > 0)
            {
                skipped = skipped == depth ? -1 : skipped;
                depth--;
            }
            else
            {
                if (!IsAnchor(at, Anchor.End) && !IsSyntax(at, '|') && !IsSyntax(at, ')'))
                    return false;
                isHeld = IsAnchor(at, Anchor.End) || EndsHeld(at);
                break;
            }
        }

        word = bytes.ToArray();
        return letters >= 2 && !wantsLabel;
    }

    private bool EndsHeld(int at)
    {
        while (at < Pattern.Length && !IsSyntax(at, ')'))
            at++;
        return IsAnchor(at + 1, Anchor.End);
    }

    private Node Leaf(int at) => _tree[_leaves[at]];
}
