using System;
using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>Chooses for each rule the gram it is found by: of the pieces that every match holds, the one that fewest rules hold.</summary>
internal sealed class GramChoice
{
    // Pieces are counted by hash, in a table far larger than their number; two that share a place are both taken for commoner than they are.
    private const int CountBits = 22;

    private readonly ushort[] _counts = new ushort[1 << CountBits];

    /// <summary>Counts the pieces of a rule's literals.</summary>
    public void Count(IReadOnlyList<byte[]> literals)
    {
        foreach (byte[] literal in literals)
        {
            foreach (int length in DatabaseFormat.GramLengths)
            {
                for (int at = 0; at + length <= literal.Length; at++)
                {
                    ref ushort count = ref _counts[Place(literal.AsSpan(at, length))];
                    count = (ushort)Math.Min(count + 1, ushort.MaxValue);
                }
            }
        }
    }

    /// <summary>The best piece of a rule's literals, once all rules are counted; among equals the longest one, and of those the first.</summary>
    /// <returns>Empty when all literals are shorter than the shortest gram.</returns>
    public ReadOnlySpan<byte> Choose(IReadOnlyList<byte[]> literals)
    {
        ReadOnlySpan<byte> best = default;
        int fewest = int.MaxValue;
        foreach (byte[] literal in literals)
        {
            for (int i = DatabaseFormat.GramLengths.Length - 1; i >= 0; i--)
            {
                int length = DatabaseFormat.GramLengths[i];
                for (int at = 0; at + length <= literal.Length; at++)
                {
                    ReadOnlySpan<byte> piece = literal.AsSpan(at, length);
                    int count = _counts[Place(piece)];
                    if (count < fewest || (count == fewest && length > best.Length))
                    {
                        best = piece;
                        fewest = count;
                    }
                }
            }
        }

        return best;
    }

    private static int Place(ReadOnlySpan<byte> piece) => (int)(GramHash.Of(piece) >> (64 - CountBits));
}
