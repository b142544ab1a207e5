using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Support;

/// <summary>
/// The judge of the fast matchers: slow and obvious. For each node and each configuration it can be entered with, all the
/// configurations it can be left with. Back-references mean what they ideally mean: some way of matching makes them all true.
/// </summary>
internal sealed class ReferenceMatcher
{
    /// <summary>The longest subject it takes, in bytes: a place has to fit four bits.</summary>
    public const int LongestSubject = 14;

    private readonly SyntaxTree _tree;
    private readonly byte[] _subject;

    private ReferenceMatcher(SyntaxTree tree, byte[] subject)
    {
        _tree = tree;
        _subject = subject;
    }

    /// <summary>True when the tree matches somewhere in an upper-cased subject of at most <see cref="LongestSubject"/> bytes.</summary>
    public static bool IsMatch(SyntaxTree tree, byte[] subject)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject.Length, LongestSubject);
        var matcher = new ReferenceMatcher(tree, subject);
        for (int start = 0; start <= subject.Length; start++)
        {
            if (matcher.Leave(tree.Root, new Configuration(start, 0)).Count > 0)
                return true;
        }

        return false;
    }

    private HashSet<Configuration> Leave(int index, Configuration entry)
    {
        Node node = _tree[index];
        int at = entry.At;
        switch (node.Kind)
        {
            case NodeKind.Empty:
                return [entry];
            case NodeKind.Literal:
                return at < _subject.Length && _subject[at] == node.Value ? [entry with { At = at + 1 }] : [];
            case NodeKind.Set:
                return at < _subject.Length && _tree.Set(index).Contains(_subject[at]) ? [entry with { At = at + 1 }] : [];
            case NodeKind.Anchor:
                return Holds(node.Anchor, at) ? [entry] : [];
            case NodeKind.Alt:
                HashSet<Configuration> either = Leave(_tree.Left(index), entry);
                either.UnionWith(Leave(SyntaxTree.Right(index), entry));
                return either;
            case NodeKind.Cat:
                return LeaveAll(SyntaxTree.Right(index), Leave(_tree.Left(index), entry));
            case NodeKind.Group:
                var closed = new HashSet<Configuration>();
                foreach (Configuration inner in Leave(SyntaxTree.Right(index), entry))
                    closed.Add(IsReferenced(node.Number) ? inner.Capture(node.Number, at) : inner);
                return closed;
            case NodeKind.BackReference:
                return Refer(node.Number, entry);
            default:
                return Repeat(node, index - 1, entry);
        }
    }

    private HashSet<Configuration> LeaveAll(int index, HashSet<Configuration> entries)
    {
        var left = new HashSet<Configuration>();
        foreach (Configuration entry in entries)
            left.UnionWith(Leave(index, entry));
        return left;
    }

    private HashSet<Configuration> Repeat(Node node, int child, Configuration entry)
    {
        HashSet<Configuration> round = [entry];
        for (int i = 0; i < node.Min && round.Count > 0; i++)
            round = LeaveAll(child, round);
        var all = new HashSet<Configuration>(round);
        for (int i = node.Min; i < node.Max && round.Count > 0; i++)
        {
            // A configuration met in an earlier round has had its chance, with more rounds to come.
            round = LeaveAll(child, round);
            round.ExceptWith(all);
            all.UnionWith(round);
        }

        return all;
    }

    private HashSet<Configuration> Refer(int group, Configuration entry)
    {
        if (!entry.TryGetCapture(group, out int begin, out int end))
            return [];
        int length = end - begin;
        if (entry.At + length > _subject.Length)
            return [];
        bool same = _subject.AsSpan(begin, length).SequenceEqual(_subject.AsSpan(entry.At, length));
        return same ? [entry with { At = entry.At + length }] : [];
    }

    private bool IsReferenced(int group) => group <= 9 && (_tree.ReferencedGroups & (1 << group)) != 0;

    private bool Holds(Anchor anchor, int at)
    {
        bool before = at > 0 && IsWord(_subject[at - 1]);
        bool behind = at < _subject.Length && IsWord(_subject[at]);
        return anchor switch
        {
            Anchor.Start => at == 0,
            Anchor.End => at == _subject.Length,
            Anchor.WordStart => !before && behind,
            Anchor.WordEnd => before && !behind,
            Anchor.WordEdge => before != behind,
            Anchor.NotWordEdge => before == behind,
            _ => throw new ArgumentOutOfRangeException(nameof(anchor)),
        };
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_';

    /// <summary>A place, and for each group 1 to 9 a byte: where it began and ended, each plus one; 0 while it took no part.</summary>
    private readonly record struct Configuration(int At, UInt128 Captures)
    {
        public Configuration Capture(int group, int begin)
        {
            int shift = 8 * (group - 1);
            UInt128 both = (UInt128)(((begin + 1) << 4) | (At + 1)) << shift;
            return this with { Captures = (Captures & ~((UInt128)0xFF << shift)) | both };
        }

        public bool TryGetCapture(int group, out int begin, out int end)
        {
            int both = (int)(Captures >> (8 * (group - 1))) & 0xFF;
            (begin, end) = ((both >> 4) - 1, (both & 15) - 1);
            return both != 0;
        }
    }
}
