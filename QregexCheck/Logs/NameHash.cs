using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QregexCheck.Syntax;

namespace QregexCheck.Logs;

/// <summary>
/// The hash by which counters tell names apart. Letters of a name count without their case. Strangers have chosen the names; without the key they can't choose
/// them so that all fall into one place. It is faster than <see cref="Database.AddressHash"/>, and is written to no file.
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
    public ulong Of(ReadOnlySpan<byte> name) => Of(name, foldsCase: true);

    /// <summary>The hash of a rule: of its list and its text, in which case counts.</summary>
    public ulong OfRule(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text) => OfRuleIn(OfList(list), text);

    /// <summary>The same where the hash of the list is known; see <see cref="OfList"/>.</summary>
    public ulong OfRuleIn(ulong list, ReadOnlySpan<byte> text) => Of(Of(text, foldsCase: false), list);

    /// <summary>The hash of a list's name, in which case counts.</summary>
    public ulong OfList(ReadOnlySpan<byte> list) => Of(list, foldsCase: false);

    /// <summary>The hash of two hashes in their order.</summary>
    public ulong Of(ulong one, ulong other) => Folded(one ^ Key0 ^ Root3, unchecked(other + Root2) ^ Key1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Of(ReadOnlySpan<byte> name, bool foldsCase)
    {
        ulong hash = Key0 ^ Root2 ^ (ulong)name.Length;
        while (name.Length > Vector128<byte>.Count)
        {
            Vector128<ulong> words = Letters(Vector128.Create(name), foldsCase);
            hash = Folded(words[0] ^ Key1 ^ Root3, words[1] ^ hash);
            name = name[Vector128<byte>.Count..];
        }

        // The two words of the rest overlap where it is short. Its length has had its part.
        ulong first = 0;
        ulong last = 0;
        if (name.Length >= sizeof(ulong))
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(name);
            last = BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]);
        }
        else if (name.Length >= sizeof(uint))
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(name);
            last = BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]);
        }
        else if (name.Length > 0)
        {
            first = name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16);
        }

        Vector128<ulong> rest = Letters(Vector128.Create(first, last).AsByte(), foldsCase);
        return Of(Folded(rest[0] ^ Key1 ^ Root3, rest[1] ^ hash), Key1);
    }

    private static Vector128<ulong> Letters(Vector128<byte> bytes, bool foldsCase) => (foldsCase ? CaseFolding.Upper(bytes) : bytes).AsUInt64();

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
