using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QregexCheck.Text;

/// <summary>Where a byte stands in a text: bit n for the place n. Many places are looked at together, so that a search costs no branch a byte.</summary>
internal static class ByteMask
{
    /// <summary>How many bytes <see cref="Of"/> looks at.</summary>
    public const int Count = 16;

    /// <summary>How many bytes <see cref="OfMany"/> looks at.</summary>
    public const int CountOfMany = 64;

    /// <summary>The places among the first 16 bytes.</summary>
    /// <param name="text">As many bytes, or more.</param>
    /// <param name="sought">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ReadOnlySpan<byte> text, byte sought) => Equal(Vector128.Create(text), sought);

    /// <summary>The places among the first 64 bytes.</summary>
    /// <param name="text">Any number of bytes; behind the last of them there is no place.</param>
    /// <param name="sought">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfMany(ReadOnlySpan<byte> text, byte sought)
    {
        if (text.Length < CountOfMany)
            return OfFew(text, sought);
        ReadOnlySpan<Vector128<byte>> parts = MemoryMarshal.Cast<byte, Vector128<byte>>(text[..CountOfMany]);
        uint low = Equal(parts[0], sought) | (Equal(parts[1], sought) << Count);
        uint high = Equal(parts[2], sought) | (Equal(parts[3], sought) << Count);
        return low | ((ulong)high << (2 * Count));
    }

    private static ulong OfFew(ReadOnlySpan<byte> text, byte sought)
    {
        ulong places = 0;
        int at = 0;
        for (; at <= text.Length - Count; at += Count)
            places |= (ulong)Of(text[at..], sought) << at;
        for (; at < text.Length; at++)
            places |= text[at] == sought ? 1UL << at : 0;
        return places;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Equal(Vector128<byte> part, byte sought) => Vector128.Equals(part, Vector128.Create(sought)).ExtractMostSignificantBits();
}
