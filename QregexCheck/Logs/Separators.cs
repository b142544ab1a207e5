using System;
using System.Numerics;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>Takes a line apart at words that its program wrote, where a client may have written the same words.</summary>
internal static class Separators
{
    /// <summary>Cuts off what stands before a separator.</summary>
    /// <param name="rest">The rest of the line; it is left to begin behind the separator.</param>
    /// <param name="separator">What the program wrote.</param>
    /// <param name="before">What stood before it.</param>
    /// <returns>False when the separator is missing, or stands there twice: then nobody can tell which one is the program's.</returns>
    public static bool TryCut(scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> separator, out ReadOnlySpan<byte> before)
    {
        before = default;
        int at = rest.IndexOf(separator);
        if (at < 0)
            return false;
        ReadOnlySpan<byte> behind = rest[(at + separator.Length)..];
        if (behind.IndexOf(separator) >= 0)
            return false;
        before = rest[..at];
        rest = behind;
        return true;
    }

    /// <summary>Finds two bytes wherever they stand.</summary>
    /// <param name="text">Where they are looked for.</param>
    /// <param name="one">The one byte.</param>
    /// <param name="other">The other byte.</param>
    /// <param name="places">Gets where they stand, in order.</param>
    /// <returns>How many were found; one more than there is room for when there are more.</returns>
    public static int Find(ReadOnlySpan<byte> text, byte one, byte other, Span<int> places)
    {
        int found = 0;
        for (int from = 0; from < text.Length; from += ByteMask.CountOfMany)
        {
            ReadOnlySpan<byte> part = text[from..];
            for (ulong bits = ByteMask.OfMany(part, one) | ByteMask.OfMany(part, other); bits != 0; bits &= bits - 1)
            {
                if (found == places.Length)
                    return found + 1;
                places[found++] = from + BitOperations.TrailingZeroCount(bits);
            }
        }

        return found;
    }
}
