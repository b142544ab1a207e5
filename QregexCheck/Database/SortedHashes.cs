using System;

namespace QregexCheck.Database;

/// <summary>
/// Finds a hash among many that ascend. Hashes are spread evenly, so where one stands can be guessed: among a million it takes four looks, in two or three
/// blocks.
/// </summary>
internal static class SortedHashes
{
    // With guesses alone a file that was made so could hold us up. From then on the middle is taken, and 32 more looks find any.
    private const int MostGuesses = 16;

    /// <summary>Finds an entry.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="at">Where the first entry stands. An entry begins with its hash.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="size">Size of an entry in bytes.</param>
    /// <param name="wanted">The hash.</param>
    /// <param name="ignored">The bits of a hash that do not count, lowest first.</param>
    /// <returns>Where the entry stands; -1 when there is none.</returns>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public static long Find(BlockReader reader, long at, int count, int size, ulong wanted, ulong ignored)
    {
        wanted &= ~ignored;
        int low = 0;
        int high = count;
        ulong lowest = 0;
        ulong highest = ulong.MaxValue;
        for (int looks = 0; low < high; looks++)
        {
            int place = low + ((high - low) / 2);
            if (looks < MostGuesses)
            {
                double share = (double)(wanted - lowest) / ((double)(highest - lowest) + 1);
                place = Math.Clamp(low + (int)(share * (high - low)), low, high - 1);
            }

            long entry = at + ((long)place * size);
            ulong hash = reader.ReadUInt64(entry) & ~ignored;
            if (hash == wanted)
                return entry;
            if (hash < wanted)
                (low, lowest) = (place + 1, hash);
            else
                (high, highest) = (place, hash);
        }

        return -1;
    }
}
