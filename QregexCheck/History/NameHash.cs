using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using QregexCheck.Syntax;

namespace QregexCheck.History;

/// <summary>
/// The hash by which counters tell names apart. Letters count without their case. Strangers have chosen the names; without the key they can't choose them so that
/// all fall into one place. It is faster than <see cref="Database.AddressHash"/>, and is written to no file.
/// </summary>
/// <remarks>Two words are multiplied with the key in them, and the halves of the product are added without carry: so each bit has a part in each.</remarks>
/// <param name="Key0">The first half of the key.</param>
/// <param name="Key1">The second half of the key.</param>
internal readonly record struct NameHash(ulong Key0, ulong Key1)
{
    // Fractional parts of square roots of primes, so that a key of zero is none.
    private const ulong Root2 = 0x6A09_E667_F3BC_C908;
    private const ulong Root3 = 0xBB67_AE85_84CA_A73B;

    /// <summary>The hash of a name.</summary>
    public ulong Of(ReadOnlySpan<byte> name)
    {
        ulong hash = Key0 ^ Root2 ^ (ulong)name.Length;
        while (name.Length > 2 * sizeof(ulong))
        {
            hash = Folded(Word(name) ^ Key1 ^ Root3, Word(name[sizeof(ulong)..]) ^ hash);
            name = name[(2 * sizeof(ulong))..];
        }

        // The two words of the rest overlap where it is short. Its length has had its part.
        ulong first = 0;
        ulong last = 0;
        if (name.Length >= sizeof(ulong))
        {
            first = Word(name);
            last = Word(name[^sizeof(ulong)..]);
        }
        else if (name.Length >= sizeof(uint))
        {
            first = HalfWord(name);
            last = HalfWord(name[^sizeof(uint)..]);
        }
        else if (name.Length > 0)
        {
            first = CaseFolding.Upper(name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16));
        }

        return Of(Folded(first ^ Key1 ^ Root3, last ^ hash), Key1);
    }

    /// <summary>The hash of two hashes in their order.</summary>
    public ulong Of(ulong one, ulong other) => Folded(one ^ Key0 ^ Root3, unchecked(other + Root2) ^ Key1);

    private static ulong Word(ReadOnlySpan<byte> bytes) => CaseFolding.Upper(BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    private static ulong HalfWord(ReadOnlySpan<byte> bytes) => CaseFolding.Upper(BinaryPrimitives.ReadUInt32LittleEndian(bytes));

    /// <summary>The two halves of a product, added without carry. The product is put together of products of halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Folded(ulong one, ulong other)
    {
        unchecked
        {
            ulong low = (ulong)(uint)one * (uint)other;
            ulong middle = ((one >> 32) * (uint)other) + (low >> 32);
            ulong carried = ((ulong)(uint)one * (other >> 32)) + (uint)middle;
            ulong high = ((one >> 32) * (other >> 32)) + (middle >> 32) + (carried >> 32);
            return high ^ (one * other);
        }
    }
}
