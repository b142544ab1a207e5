using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Writes a pattern with lookarounds as one of ours. What stands behind the first lookahead becomes one automaton to the end of the address, what
/// stands before the last lookbehind one from its beginning; what is neither stays as it was written.
/// </summary>
internal static class PcreLooks
{
    /// <summary>The text of a whole pattern, branch by branch.</summary>
    public static EreText Of(PcreNode root)
    {
        PcreNode[] branches = root.Kind == PcreNodeKind.Alt ? root.Children : [root];
        var texts = new List<EreText>();
        foreach (PcreNode branch in branches)
        {
            EreText text = OfBranch(branch);
            if (text == EreText.TooLong)
                return text;
            texts.Add(text);
        }

        return EreText.Alt(texts);
    }

    /// <summary>The text of the automaton of a whole pattern.</summary>
    public static EreText Whole(PcreNode root)
    {
        PcreDfa? dfa = PcreDfa.Of(root, Side.Nothing, beginsAnywhere: true, endsAnywhere: true);
        EreText text = Text(dfa, isReversed: false);
        return text == EreText.TooLong
            ? EreText.Cat([Text(dfa, isReversed: true), EreText.Of(Anchor.End)])
            : EreText.Cat([EreText.Of(Anchor.Start), text]);
    }

    private static EreText OfBranch(PcreNode branch)
    {
        if (!branch.HoldsLook)
            return PcreText.Of(branch);
        PcreNode[] parts = branch.Kind == PcreNodeKind.Cat ? branch.Children : [branch];
        int ahead = Array.FindIndex(parts, part => part.HoldsAhead);
        int behind = Array.FindLastIndex(parts, part => part.HoldsBehind);
        ahead = ahead < 0 ? parts.Length : ahead;
        if (ahead <= behind || TryBefore(parts.AsSpan(0, behind + 1)) is not EreText before || TryBehind(parts, behind + 1, ahead) is not EreText after)
            return Whole(branch);
        return EreText.Cat([before, PcreText.Of(PcreNode.Cat(parts[(behind + 1)..ahead])), after]);
    }

    /// <summary>The text up to the last lookbehind; null when it can't be told apart from what follows.</summary>
    private static EreText? TryBefore(ReadOnlySpan<PcreNode> parts)
    {
        if (parts.IsEmpty)
            return EreText.Empty;
        PcreDfa? dfa = PcreDfa.Of(PcreNode.Cat(parts.ToArray()), Side.Nothing, beginsAnywhere: true, endsAnywhere: false);
        return dfa is null ? null : Text(dfa, isReversed: true);
    }

    /// <summary>The text from the first lookahead on; null when it can't be told apart from what stands before.</summary>
    private static EreText? TryBehind(PcreNode[] parts, int first, int ahead)
    {
        if (ahead == parts.Length)
            return EreText.Empty;
        PcreNode rest = PcreNode.Cat(parts[ahead..]);
        if (SideBefore(parts, first, ahead, rest) is not Side before)
            return null;
        return Text(PcreDfa.Of(rest, before, beginsAnywhere: false, endsAnywhere: true), isReversed: false);
    }

    /// <summary>What stands before a part, as far as the part asks; null when that is not known.</summary>
    private static Side? SideBefore(PcreNode[] parts, int first, int at, PcreNode rest)
    {
        bool seesStart = false;
        bool seesWords = false;
        foreach (PcreNode node in rest.PostOrder())
        {
            seesStart |= node.Kind == PcreNodeKind.Anchor && node.Anchor == Anchor.Start;
            seesWords |= node.Kind == PcreNodeKind.Anchor && node.Anchor is not (Anchor.Start or Anchor.End);
        }

        if (!seesStart && !seesWords)
            return Side.Other;
        PcreNode? last = at > first ? parts[at - 1] : null;
        if (last is null)
            return null;
        if (last.Kind == PcreNodeKind.Anchor && last.Anchor == Anchor.Start)
            return Side.Nothing;
        if (last.Kind != PcreNodeKind.Set)
            return null;
        bool holdsWord = (last.Set.Folded() & CharacterClass.Word) != default;
        bool holdsOther = (last.Set.Folded() & ~CharacterClass.Word) != default;
        return holdsWord && holdsOther ? null : holdsWord ? Side.Word : Side.Other;
    }

    private static EreText Text(PcreDfa? dfa, bool isReversed)
    {
        FoldedDfa? folded = dfa is null ? null : FoldedDfa.Of(dfa, isReversed);
        return folded is null ? EreText.TooLong : StateElimination.Of(folded, isReversed);
    }
}
