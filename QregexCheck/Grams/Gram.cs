using System;

namespace QregexCheck.Grams;

/// <summary>A gram: bytes that every upper-cased subject holds which a rule hits, kept as a hash. Two that share one cost time, never an answer.</summary>
/// <param name="Hash">The hash of its bytes (<see cref="GramHash"/>).</param>
/// <param name="Beginning">The hash of its first <see cref="BeginningLength"/> bytes, in half as many bits; 0 for a shorter one.</param>
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
        uint beginning = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bits = GramHash.Extend(bits, i, bytes[i]);
            if (i + 1 == BeginningLength)
                beginning = Half(GramHash.Of(bits, BeginningLength));
        }

        return new Gram(GramHash.Of(bits, bytes.Length), beginning, (byte)bytes.Length, isAtStart);
    }

    /// <summary>Half of a hash: enough for an index in memory, which is made anew each time.</summary>
    public static uint Half(ulong hash) => (uint)(hash >> 32);
}
