using System;
using System.Numerics;
using QregexCheck.Syntax;

namespace QregexCheck.Outlines;

/// <summary>
/// The 64 symbols that an outline tells apart, so that a set of them is one number: the letters, the digits, 27 other bytes that addresses hold, and
/// one symbol for all the rest. Fixed by the format of the compiled file.
/// </summary>
internal static class AddressSymbols
{
    /// <summary>How many symbols there are.</summary>
    public const int Count = 64;

    /// <summary>Every symbol.</summary>
    public const ulong All = ulong.MaxValue;

    private const byte Other = 63;

    // Upper-cased letters are the symbols 0 to 25, digits 26 to 35; then these.
    private static ReadOnlySpan<byte> Punctuation => "@.-_+=!#$%&'*/?^`{|}~[]:,; "u8;

    /// <summary>Tells for each byte of an upper-cased subject its symbol.</summary>
    /// <param name="symbols">Room for 256.</param>
    public static void Fill(Span<byte> symbols)
    {
        symbols.Fill(Other);
        for (int i = 0; i < 26; i++)
            symbols['A' + i] = (byte)i;
        for (int i = 0; i < 10; i++)
            symbols['0' + i] = (byte)(26 + i);
        ReadOnlySpan<byte> punctuation = Punctuation;
        for (int i = 0; i < punctuation.Length; i++)
            symbols[punctuation[i]] = (byte)(36 + i);
    }

    /// <summary>The symbols of a set's bytes.</summary>
    public static ulong Of(ByteSet set, ReadOnlySpan<byte> symbols)
    {
        ulong found = 0;
        for (int b = 0; b < 256; b++)
        {
            if (set.Contains((byte)b))
                found |= 1UL << symbols[b];
        }

        return found;
    }

    /// <summary>How many bits of doubt a byte of such a set takes away, were all symbols as common as each other.</summary>
    public static double Bits(ulong set) => set == 0 ? 6 : 6 - Math.Log2(BitOperations.PopCount(set));
}
