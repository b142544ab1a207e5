using System;
using System.Numerics;

namespace QregexCheck.Grams;

/// <summary>
/// The one hash of grams: fixed by the format of the compiled file, the same on every machine, and made byte by byte, so that the grams of a
/// subject share their work. An attacker who finds collisions gains a few rules that are run for nothing.
/// </summary>
internal static class GramHash
{
    /// <summary>The bits of a gram of no bytes.</summary>
    public const ulong Anywhere = 0;

    /// <summary>The same for a gram that stands at the beginning of the subject and nowhere else: so it is not met by chance behind it.</summary>
    public const ulong AtStart = 0x8422_2325_CBF2_9CE4;

    /// <summary>Takes one more byte.</summary>
    /// <param name="bits">The bits of the bytes before it.</param>
    /// <param name="before">How many bytes these are.</param>
    /// <param name="b">The byte.</param>
    public static ulong Extend(ulong bits, int before, byte b)
    {
        // After nine rotations a byte meets the one that it began with: in longer grams two changes of a letter could undo each other.
        if ((before & 7) == 0 && before > 0)
            bits = Mix(bits);
        return BitOperations.RotateLeft(bits, 7) ^ b;
    }

    /// <summary>Goes from a gram to the one of the same length that begins a byte later.</summary>
    /// <param name="bits">The bits of the gram, which may stand anywhere.</param>
    /// <param name="length">Its length; not more than 8.</param>
    /// <param name="first">Its first byte.</param>
    /// <param name="next">The byte behind it.</param>
    public static ulong Slide(ulong bits, int length, byte first, byte next) =>
        BitOperations.RotateLeft(bits, 7) ^ next ^ BitOperations.RotateLeft((ulong)first, 7 * length);

    /// <summary>The hash of a gram.</summary>
    /// <param name="bits">The bits of all its bytes.</param>
    /// <param name="length">How many these are; not more than 100 million.</param>
    public static ulong Of(ulong bits, int length) => Mix(bits ^ BitOperations.RotateLeft((ulong)length, 7 * length));

    /// <summary>The hash of a gram that may stand anywhere.</summary>
    public static ulong Of(ReadOnlySpan<byte> gram)
    {
        ulong bits = Anywhere;
        for (int i = 0; i < gram.Length; i++)
            bits = Extend(bits, i, gram[i]);
        return Of(bits, gram.Length);
    }

    // Two rounds of multiply and shift: every bit of the gram reaches every bit of the hash.
    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 32)) * 0x9E37_79B9_7F4A_7C15;
            bits = (bits ^ (bits >> 29)) * 0xBF58_476D_1CE4_E5B9;
            return bits ^ (bits >> 32);
        }
    }
}
