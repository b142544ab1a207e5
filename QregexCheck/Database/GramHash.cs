using System;

namespace QregexCheck.Database;

/// <summary>
/// The hash of a gram: fixed by the format, the same on every machine. An attacker who finds collisions gains a few rules that are run
/// for nothing.
/// </summary>
internal static class GramHash
{
    /// <summary>Hashes up to eight bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> gram)
    {
        ulong bits = (ulong)gram.Length;
        foreach (byte b in gram)
            bits = (bits << 7) ^ (bits >> 57) ^ b;
        return Mix(bits);
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
