using System;

namespace QregexCheck.Grams;

/// <summary>A gram: bytes that every upper-cased subject holds which a rule hits, kept as a hash. Two that share one cost time, never an answer.</summary>
/// <param name="Hash">The hash of its bytes (<see cref="GramHash"/>).</param>
/// <param name="Beginning">A short hash of its first <see cref="BeginningLength"/> bytes, or of all where there are fewer (<see cref="BeginningOf"/>).</param>
/// <param name="Length">How many bytes it has; 0 for none.</param>
/// <param name="IsAtStart">True when it stands at the beginning of the subject and nowhere else.</param>
internal readonly record struct Gram(ulong Hash, uint Beginning, byte Length, bool IsAtStart)
{
    /// <summary>Longest gram, in bytes: as many as a set of lengths has bits.</summary>
    public const int Longest = 63;

    /// <summary>How many bytes of a gram a <see cref="GramIndex"/> looks at first.</summary>
    public const int BeginningLength = 4;

    /// <summary>Makes a gram of its bytes.</summary>
    /// <param name="bytes">At most <see cref="Longest"/>.</param>
    /// <param name="isAtStart">True when it stands at the beginning of the subject and nowhere else.</param>
    public static Gram Of(ReadOnlySpan<byte> bytes, bool isAtStart = false)
    {
        ulong bits = isAtStart ? GramHash.AtStart : GramHash.Anywhere;
        for (int i = 0; i < bytes.Length; i++)
            bits = GramHash.Extend(bits, i, bytes[i]);
        int length = Math.Min(bytes.Length, BeginningLength);
        return new Gram(GramHash.Of(bits, bytes.Length), BeginningOf(Packed(bytes[..length]), length, isAtStart), (byte)bytes.Length, isAtStart);
    }

    /// <summary>The short hash of a beginning: one multiplication, as it is asked at each byte of a subject. Its low bits are the best.</summary>
    /// <param name="packed">Its bytes, the first one lowest.</param>
    /// <param name="length">How many these are, 1 to <see cref="BeginningLength"/>.</param>
    /// <param name="isAtStart">True when it stands at the beginning of the subject and nowhere else.</param>
    public static uint BeginningOf(uint packed, int length, bool isAtStart)
    {
        unchecked
        {
            uint hash = (packed + ((uint)length << 13) + (isAtStart ? 0x5BD1_E995u : 0u)) * 0x9E37_79B1;
            return hash ^ (hash >> 15);
        }
    }

    /// <summary>Up to <see cref="BeginningLength"/> bytes in one number, the first one lowest.</summary>
    public static uint Packed(ReadOnlySpan<byte> bytes)
    {
        uint packed = 0;
        for (int i = 0; i < bytes.Length; i++)
            packed |= (uint)bytes[i] << (8 * i);
        return packed;
    }

    /// <summary>Half of a hash: enough for an index in memory, which is made anew each time.</summary>
    public static uint Half(ulong hash) => (uint)(hash >> 32);
}
