using System.Collections.Generic;
using System.Diagnostics;

namespace QregexCheck.Conversion;

/// <summary>Writes a Perl-compatible pattern without lookarounds as one of ours.</summary>
internal static class PcreText
{
    public static EreText Of(PcreNode root)
    {
        // Children come before their parents, so what a node is made of stands on top.
        var texts = new Stack<EreText>();
        foreach (PcreNode node in root.PostOrder())
        {
            var parts = new EreText[node.Children.Length];
            for (int i = parts.Length - 1; i >= 0; i--)
                parts[i] = texts.Pop();
            texts.Push(Of(node, parts));
        }

        return texts.Pop();
    }

    private static EreText Of(PcreNode node, EreText[] parts) => node.Kind switch
    {
        PcreNodeKind.Empty => EreText.Empty,
        PcreNodeKind.Set => EreText.Of(node.Set.Folded()),
        PcreNodeKind.Anchor => EreText.Of(node.Anchor),
        PcreNodeKind.Cat => EreText.Cat(parts),
        PcreNodeKind.Alt => EreText.Alt(parts),
        PcreNodeKind.Repeat => EreText.Repeat(parts[0], node.Min, node.Max),
        _ => throw new UnreachableException(),
    };
}
