using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QregexCheck.Database;

/// <summary>
/// The hash by which an address finds its block: SipHash-2-4. Strangers may have chosen addresses; without the key they can't choose them so that all fall
/// into one block. Source: Aumasson and Bernstein, SipHash: a fast short-input PRF (2012), section 2.
/// </summary>
/// <param name="Key0">The first half of the key.</param>
/// <param name="Key1">The second half of the key.</param>
internal readonly record struct AddressHash(ulong Key0, ulong Key1)
{
    /// <summary>The hash of an entry. A <c>-</c> before it does not count, so that it stands beside the entry that says the opposite.</summary>
    public ulong OfEntry(ReadOnlySpan<byte> entry) => Of(entry.Length > 0 && entry[0] == (byte)'-' ? entry[1..] : entry);

    /// <summary>The hash of bytes.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong v0 = Key0 ^ 0x736f6d6570736575;
            ulong v1 = Key1 ^ 0x646f72616e646f6d;
            ulong v2 = Key0 ^ 0x6c7967656e657261;
            ulong v3 = Key1 ^ 0x7465646279746573;
            ulong last = Last(bytes);
            while (bytes.Length >= 8)
            {
                Take(BinaryPrimitives.ReadUInt64LittleEndian(bytes), ref v0, ref v1, ref v2, ref v3);
                bytes = bytes[8..];
            }

            Take(last, ref v0, ref v1, ref v2, ref v3);
            v2 ^= 0xff;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            return v0 ^ v1 ^ v2 ^ v3;
        }
    }

    /// <summary>The last word: the bytes behind the whole ones, and the length's lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Last(ReadOnlySpan<byte> bytes)
    {
        int behind = bytes.Length & 7;
        ulong last = 0;

        // Of a longer text the eight bytes at its end are read at once; those of the word before are shifted out.
        if (bytes.Length >= 8)
            last = behind == 0 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) >> (8 * (8 - behind));
        else
            for (int i = 0; i < behind; i++)
                last |= (ulong)bytes[i] << (8 * i);
        return last | ((ulong)bytes.Length << 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
