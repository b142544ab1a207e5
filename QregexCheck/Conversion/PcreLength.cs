using System;
using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>
/// Tells whether a lookbehind is one that PCRE takes: each of its alternatives has one length. Source: pcre2pattern(3), "Lookbehind assertions".
/// </summary>
internal static class PcreLength
{
    // Lengths above this count as the same: none is fixed.
    private const int Most = 65_535;
    private const int Varying = -1;

    public static bool IsFixed(PcreNode node)
    {
        var lengths = new Dictionary<PcreNode, int>();
        foreach (PcreNode part in node.PostOrder())
            lengths[part] = Of(part, lengths);
        if (node.Kind != PcreNodeKind.Alt)
            return lengths[node] != Varying;
        return Array.TrueForAll(node.Children, child => lengths[child] != Varying);
    }

    private static int Of(PcreNode node, Dictionary<PcreNode, int> lengths)
    {
        switch (node.Kind)
        {
            case PcreNodeKind.Set:
                return 1;
            case PcreNodeKind.Cat:
                int sum = 0;
                foreach (PcreNode child in node.Children)
                    sum = sum == Varying || lengths[child] == Varying || sum > Most ? Varying : sum + lengths[child];
                return sum;
            case PcreNodeKind.Alt:
                int first = lengths[node.Children[0]];
                return Array.TrueForAll(node.Children, child => lengths[child] == first) ? first : Varying;
            case PcreNodeKind.Repeat:
                int round = lengths[node.Children[0]];
                return node.Min != node.Max || round == Varying || round > Most ? Varying : round * node.Min;
            default:
                return 0;
        }
    }
}
