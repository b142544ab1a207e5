using System;

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
        for (int i = 0; i < grams.Count; i++)
        {
            foreach (Gram gram in grams[i])
            {
                ref ushort count = ref _counts[gram.Hash >> _shift];
                if (count < ushort.MaxValue)
                    count++;
            }
        }
    }

    /// <summary>The best set of a rule's grams; among equals the one of longer grams, and of those the first.</summary>
    /// <param name="grams">What the rule can be found by.</param>
    /// <param name="expected">How many rules are to be expected behind its commonest gram: below 100 is rare.</param>
    /// <returns>Empty when there is no set.</returns>
    public ReadOnlySpan<Gram> Choose(RequiredGrams grams, out int expected)
    {
        (int best, int longest) = (-1, 0);
        expected = int.MaxValue;
        for (int i = 0; i < grams.Count; i++)
        {
            (int most, int shortest) = (0, Gram.Longest);
            foreach (Gram gram in grams[i])
            {
                // One place of the subject instead of all is worth more than a byte.
                int told = Math.Min(MetByChance.Length - 1, gram.Length + (gram.IsAtStart ? 1 : 0));
                most = Math.Max(most, _counts[gram.Hash >> _shift] + MetByChance[told]);
                shortest = Math.Min(shortest, gram.Length);
            }

            if (most < expected || (most == expected && shortest > longest))
                (best, expected, longest) = (i, most, shortest);
        }

        return best < 0 ? default : grams[best];
    }
}
