using System.Collections.Generic;
using System.Diagnostics;

namespace QregexCheck.Conversion;

/// <summary>Writes a Perl-compatible pattern without lookarounds as one of ours.</summary>
internal static class PcreText
{
    public static EreText Of(PcreNode root)
    {
        if (root.Kind == PcreNodeKind.Cat && Flat(root.Children) is { } flat)
            return EreText.Cat(flat);

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

    /// <summary>The texts of parts that hold no others but for what they repeat, as with most patterns; null where one does.</summary>
    private static EreText[]? Flat(PcreNode[] nodes)
    {
        var texts = new EreText[nodes.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            PcreNode node = nodes[i];
            bool isRepeat = node.Kind == PcreNodeKind.Repeat && node.Children[0].Children.Length == 0;
            if (node.Children.Length > 0 && !isRepeat)
                return null;
            texts[i] = isRepeat ? EreText.Repeat(Of(node.Children[0], []), node.Min, node.Max) : Of(node, []);
        }

        return texts;
    }

    private static EreText Of(PcreNode node, EreText[] parts) => node.Kind switch
    {
        PcreNodeKind.Empty => EreText.Empty,
        PcreNodeKind.Set => node.Text ??= EreText.Of(node.Set.Folded()),
        PcreNodeKind.Anchor => EreText.Of(node.Anchor),
        PcreNodeKind.Cat => EreText.Cat(parts),
        PcreNodeKind.Alt => EreText.Alt(parts),
        PcreNodeKind.Repeat => EreText.Repeat(parts[0], node.Min, node.Max),
        _ => throw new UnreachableException(),
    };
}
