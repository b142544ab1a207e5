using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Grams;

/// <summary>Chooses for each rule the grams it is found by: the rarest of those that it could be found by.</summary>
/// <remarks>
/// Who reads the rules twice counts all before the first choice. Who reads them once chooses, then counts: what all rules of a site have in common,
/// its own domain, soon is too common to be chosen.
/// </remarks>
internal sealed class GramChoice
{
    // Counted by hash: two grams that share a place are both taken for commoner than they are, and a choice may be worse, no more.
    private readonly ushort[] _counts;
    private readonly int _shift;
    private readonly List<Gram> _chosen = new();

    /// <param name="bits">The table has two to the power of this many places, of two bytes each; more places than grams make the best choice.</param>
    public GramChoice(int bits)
    {
        _counts = new ushort[1 << bits];
        _shift = 64 - bits;
    }

    // A short gram is met in subjects of all kinds, however few rules have it: as often as one that so many rules have.
    private static ReadOnlySpan<int> MetByChance => [0, 5000, 200, 10, 0];

    /// <summary>Counts the grams of a rule.</summary>
    public void Count(RequiredGrams grams)
    {
        foreach (Gram gram in grams.All)
        {
            ref ushort count = ref _counts[gram.Hash >> _shift];
            if (count < ushort.MaxValue)
                count++;
        }
    }

    /// <summary>The best set of a rule's grams; among equals the one of longer grams, and of those the first.</summary>
    /// <param name="grams">What the rule can be found by.</param>
    /// <param name="most">How many grams it may be found by.</param>
    /// <param name="expected">
    /// How many rules are to be expected where a subject holds one of its grams, and how often it will by chance: below 100 is rare.
    /// </param>
    /// <returns>A gram for each member of the set, none twice; empty when there is no set. Valid until the next call.</returns>
    public ReadOnlySpan<Gram> Choose(RequiredGrams grams, int most, out int expected)
    {
        (int best, int members, int longest) = (-1, 0, 0);
        expected = int.MaxValue;
        for (int set = 0; set < grams.Count; set++)
        {
            int count = grams.MembersOf(set);
            if (count > most)
                continue;
            int told = Expected(grams, set, out int shortest);
            if (told < expected || (told == expected && shortest > longest))
                (best, members, expected, longest) = (set, count, told, shortest);
        }

        _chosen.Clear();
        for (int member = 0; member < members; member++)
            _chosen.Add(Rarest(grams[best, member], out _));
        if (members > 1)
            LeaveOutRepeated();
        return CollectionsMarshal.AsSpan(_chosen);
    }

    /// <summary>
    /// How many rules are to be expected behind a gram of a set: the mean over its members, as a subject takes one of them; but the chance to be
    /// met without a meaning grows with each.
    /// </summary>
    private int Expected(RequiredGrams grams, int set, out int shortest)
    {
        (long rules, long chance) = (0, 0);
        int count = grams.MembersOf(set);
        shortest = Gram.Longest;
        for (int member = 0; member < count; member++)
        {
            Gram gram = Rarest(grams[set, member], out int counted);
            rules += counted;

            // One place of the subject instead of all is worth more than a byte.
            chance += MetByChance[Math.Min(MetByChance.Length - 1, gram.Length + (gram.IsAtStart ? 1 : 0))];
            shortest = Math.Min(shortest, gram.Length);
        }

        return (int)Math.Min(int.MaxValue - 1, (rules / count) + chance);
    }

    private Gram Rarest(ReadOnlySpan<Gram> grams, out int count)
    {
        (Gram rarest, count) = (grams[0], int.MaxValue);
        foreach (Gram gram in grams)
        {
            int counted = _counts[gram.Hash >> _shift];
            if (counted < count)
                (rarest, count) = (gram, counted);
        }

        return rarest;
    }

    private void LeaveOutRepeated()
    {
        _chosen.Sort((a, b) => a.Hash.CompareTo(b.Hash));
        int kept = 0;
        for (int i = 0; i < _chosen.Count; i++)
        {
            if (i == 0 || _chosen[i] != _chosen[i - 1])
                _chosen[kept++] = _chosen[i];
        }

        _chosen.RemoveRange(kept, _chosen.Count - kept);
    }
}
