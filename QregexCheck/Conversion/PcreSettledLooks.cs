using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Takes lookaheads out of a pattern where the bytes that must stand behind them give the answer: <c>^(?!boss)joe@</c> is <c>^joe@</c>. What is left needs no
/// automaton mostly, and is written as it was.
/// </summary>
internal static class PcreSettledLooks
{
    // Lookaheads look at less mostly.
    private const int MostBytes = 256;

    /// <summary>The same pattern with fewer lookaheads.</summary>
    public static PcreNode Without(PcreNode root) =>
        root.Kind == PcreNodeKind.Alt && root.HoldsAhead ? PcreNode.Alt(Array.ConvertAll(root.Children, OfBranch)) : OfBranch(root);

    private static PcreNode OfBranch(PcreNode branch)
    {
        if (branch.Kind != PcreNodeKind.Cat || !branch.HoldsAhead)
            return branch;
        var kept = new List<PcreNode>();
        for (int at = 0; at < branch.Children.Length; at++)
        {
            PcreNode part = branch.Children[at];
            if (part.Kind != PcreNodeKind.Look || part.IsBehind || !IsSettled(part, branch.Children.AsSpan(at + 1)))
                kept.Add(part);
        }

        return kept.Count == branch.Children.Length ? branch : PcreNode.Cat(kept);
    }

    /// <summary>True when a lookahead holds wherever the parts behind it match.</summary>
    private static bool IsSettled(PcreNode look, ReadOnlySpan<PcreNode> parts)
    {
        Bytes behind = Begin(parts);
        PcreNode[] branches = look.Children[0].Kind == PcreNodeKind.Alt ? look.Children[0].Children : look.Children;
        foreach (PcreNode branch in branches)
        {
            Bytes wanted = Begin(branch.Kind == PcreNodeKind.Cat ? branch.Children : [branch]);
            if (look.IsNegated && !AreApart(wanted, behind))
                return false;
            if (!look.IsNegated && IsMet(wanted, behind))
                return true;
        }

        return look.IsNegated;
    }

    /// <summary>The bytes that parts begin with, as far as each is one of a set.</summary>
    private static Bytes Begin(ReadOnlySpan<PcreNode> parts)
    {
        var sets = new List<PcreSet>();
        bool asksMore = false;
        foreach (PcreNode part in parts)
        {
            if (part.Kind == PcreNodeKind.Set && sets.Count < MostBytes)
            {
                sets.Add(part.Set);
            }
            else if (part.Kind == PcreNodeKind.Anchor && part.Anchor == Anchor.End)
            {
                return new Bytes(sets, IsAll: !asksMore, EndsThere: true);
            }
            else if (part.Kind is PcreNodeKind.Anchor or PcreNodeKind.Look)
            {
                // It takes no byte, and leaves less.
                asksMore = true;
            }
            else if (part.Kind == PcreNodeKind.Repeat && part.Children[0].Kind == PcreNodeKind.Set)
            {
                for (int round = 0; round < part.Min && sets.Count < MostBytes; round++)
                    sets.Add(part.Children[0].Set);
                if (part.Min != part.Max || sets.Count == MostBytes)
                    return new Bytes(sets, IsAll: false, EndsThere: false);
            }
            else if (part.Kind != PcreNodeKind.Empty)
            {
                return new Bytes(sets, IsAll: false, EndsThere: false);
            }
        }

        return new Bytes(sets, IsAll: !asksMore, EndsThere: false);
    }

    /// <summary>True when nothing begins as both say.</summary>
    private static bool AreApart(Bytes wanted, Bytes behind)
    {
        int common = Math.Min(wanted.Sets.Count, behind.Sets.Count);
        for (int at = 0; at < common; at++)
        {
            if ((wanted.Sets[at] & behind.Sets[at]) == default)
                return true;
        }

        return (behind.EndsThere && wanted.Sets.Count > common) || (wanted.EndsThere && behind.Sets.Count > common);
    }

    /// <summary>True when all that begins as the parts behind say is wanted.</summary>
    private static bool IsMet(Bytes wanted, Bytes behind)
    {
        if (!wanted.IsAll || wanted.EndsThere || wanted.Sets.Count > behind.Sets.Count)
            return false;
        for (int at = 0; at < wanted.Sets.Count; at++)
        {
            if ((wanted.Sets[at] | behind.Sets[at]) != wanted.Sets[at])
                return false;
        }

        return true;
    }

    /// <summary>How something begins.</summary>
    /// <param name="Sets">A set for each byte that must be there.</param>
    /// <param name="IsAll">True when no more is asked.</param>
    /// <param name="EndsThere">True when no byte follows.</param>
    private readonly record struct Bytes(List<PcreSet> Sets, bool IsAll, bool EndsThere);
}
