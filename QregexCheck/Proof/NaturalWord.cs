using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>
/// Reads a word off a pattern's tree: literals as they are, the first alternative that can match, as few rounds as allowed. Mostly it
/// is matched, and then a search has been spared; anchors are not looked at, so it has to be tried.
/// </summary>
internal static class NaturalWord
{
    // Longer ones are no address; the search, which has limits of its own, may try.
    private const int Longest = 300;

    /// <summary>Reads a word, upper-cased; null when no literal path leads through the pattern.</summary>
    public static byte[]? Read(SyntaxTree tree)
    {
        ReadOnlySpan<Node> nodes = tree.Nodes;
        if (tree.HasBackReferences)
            return null;
        var words = new byte[]?[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            ref readonly Node node = ref nodes[i];
            words[i] = node.Kind switch
            {
                NodeKind.Literal => AddressBytes.All.Contains(node.Value) ? [node.Value] : null,
                // A single dot mostly should have been a \.
                NodeKind.Set => tree.Set(i) == ByteSet.Any ? [(byte)'.'] : LeastStrange(tree.Set(i)),
                NodeKind.Cat => Join(words[tree.Left(i)], words[i - 1]),
                NodeKind.Alt => words[tree.Left(i)] ?? words[i - 1],
                NodeKind.Group => words[i - 1],
                NodeKind.Repeat => Repeat(nodes[i - 1].Kind == NodeKind.Set ? LeastStrange(tree.Set(i - 1)) : words[i - 1], node.Min),
                _ => [],
            };
        }

        return words[^1];
    }

    private static byte[]? LeastStrange(ByteSet set)
    {
        set &= AddressBytes.All;
        int best = -1;
        int least = int.MaxValue;
        for (int b = 0; b < 256; b++)
        {
            if (!set.Contains((byte)b) || AddressBytes.Strangeness((byte)b) is var strangeness && strangeness >= least)
                continue;
            best = b;
            least = strangeness;
        }

        return best < 0 ? null : [(byte)best];
    }

    private static byte[]? Join(byte[]? left, byte[]? right)
    {
        if (left is null || right is null || left.Length + right.Length > Longest)
            return null;
        return right.Length == 0 ? left : left.Length == 0 ? right : [.. left, .. right];
    }

    private static byte[]? Repeat(byte[]? word, int rounds)
    {
        if (rounds == 0)
            return [];
        if (word is null || (long)word.Length * rounds > Longest)
            return null;
        var repeated = new byte[word.Length * rounds];
        for (int i = 0; i < rounds; i++)
            word.CopyTo(repeated, i * word.Length);
        return repeated;
    }
}
