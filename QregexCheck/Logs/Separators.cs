using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        const int Together = 64;
        int found = 0;
        Vector128<byte> ones = Vector128.Create(one);
        Vector128<byte> others = Vector128.Create(other);
        for (int from = 0; from < text.Length; from += Together)
        {
            ReadOnlySpan<byte> part = text[from..];
            ulong bits = 0;
            if (part.Length >= Together)
            {
                ReadOnlySpan<Vector128<byte>> parts = MemoryMarshal.Cast<byte, Vector128<byte>>(part[..Together]);
                uint low = Equal(parts[0], ones, others) | (Equal(parts[1], ones, others) << Vector128<byte>.Count);
                uint high = Equal(parts[2], ones, others) | (Equal(parts[3], ones, others) << Vector128<byte>.Count);
                bits = low | ((ulong)high << (2 * Vector128<byte>.Count));
            }
            else
            {
                int at = 0;
                for (; at <= part.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
                    bits |= (ulong)Equal(Vector128.Create(part.Slice(at, Vector128<byte>.Count)), ones, others) << at;
                for (; at < part.Length; at++)
                    bits |= part[at] == one || part[at] == other ? 1UL << at : 0;
            }

            for (; bits != 0; bits &= bits - 1)
            {
                if (found == places.Length)
                    return found + 1;
                places[found++] = from + BitOperations.TrailingZeroCount(bits);
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Equal(Vector128<byte> part, Vector128<byte> ones, Vector128<byte> others) =>
        (Vector128.Equals(part, ones) | Vector128.Equals(part, others)).ExtractMostSignificantBits();
}
