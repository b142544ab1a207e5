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

    // What the key has its part in is made once.
    private readonly ulong _begin = Key0 ^ Root2;
    private readonly ulong _word = Key1 ^ Root3;
    private readonly ulong _pair = Key0 ^ Root3;
    private readonly ulong _end = unchecked(Key1 + Root2) ^ Key1;

    /// <summary>The hash of a name.</summary>
    public ulong Of(ReadOnlySpan<byte> name) => Of(name, foldsCase: true);

    /// <summary>The hash of a rule: of its list and its text, in which case counts.</summary>
    public ulong OfRule(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text) => OfRuleIn(OfList(list), text);

    /// <summary>The same where the hash of the list is known; see <see cref="OfList"/>.</summary>
    public ulong OfRuleIn(ulong list, ReadOnlySpan<byte> text) => Of(Of(text, foldsCase: false), list);

    /// <summary>The hash of a list's name, in which case counts.</summary>
    public ulong OfList(ReadOnlySpan<byte> list) => Of(list, foldsCase: false);

    /// <summary>The hash of two hashes in their order.</summary>
    public ulong Of(ulong one, ulong other) => Folded(one ^ _pair, unchecked(other + Root2) ^ Key1);

    /// <summary>The hash of a name that stands in a text: the same as where it stands alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Where the name stands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ReadOnlySpan<byte> text, ByteRange name)
    {
        int at = name.Offset;
        int left = name.Length;
        ulong hash = _begin ^ (uint)left;
        for (; left > Vector128<byte>.Count; left = unchecked(left - Vector128<byte>.Count), at = unchecked(at + Vector128<byte>.Count))
            hash = Folded(Letters(Vector128.Create(text.Slice(at, Vector128<byte>.Count)), foldsCase: true), hash);

        // Lengths change from line to line. Where bytes stand around the name, no branch hangs on whether there are eight of it.
        int last = unchecked(at + left - sizeof(ulong));
        if (left < sizeof(uint) || last < 0 || text.Length - sizeof(ulong) < at)
            return Ended(Rest(text.Slice(at, left)), foldsCase: true, hash);
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(at, sizeof(ulong)));
        ulong tail = BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(last, sizeof(ulong)));
        int cut = unchecked((int)((uint)(left - sizeof(ulong)) >> 31)) << 5;
        return Ended(Vector128.Create(head << cut >> cut, tail >> cut), foldsCase: true, hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Of(ReadOnlySpan<byte> name, bool foldsCase)
    {
        ulong hash = _begin ^ (uint)name.Length;
        while (name.Length > Vector128<byte>.Count)
        {
            hash = Folded(Letters(Vector128.Create(name), foldsCase), hash);
            name = name[Vector128<byte>.Count..];
        }

        return Ended(Rest(name), foldsCase, hash);
    }

    /// <summary>The two words of the rest of a name. They overlap where it is short: its length has had its part.</summary>
    private static Vector128<ulong> Rest(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong))
            return Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]));
        if (name.Length >= sizeof(uint))
            return Vector128.Create((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]));
        return name.IsEmpty ? default : Vector128.CreateScalar(name[0] | ((ulong)name[name.Length / 2] << 8) | ((ulong)name[^1] << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Ended(Vector128<ulong> rest, bool foldsCase, ulong hash) => Folded(Folded(Letters(rest.AsByte(), foldsCase), hash) ^ _pair, _end);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Letters(Vector128<byte> bytes, bool foldsCase) => (foldsCase ? CaseFolding.Upper(bytes) : bytes).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Folded(Vector128<ulong> words, ulong hash) => Folded(words[0] ^ _word, words[1] ^ hash);

    /// <summary>The two halves of a product, added without carry. The product is put together of products of halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Folded(ulong one, ulong other)
    {
        unchecked
        {
            ulong oneLow = (uint)one;
            ulong oneHigh = one >> 32;
            ulong otherLow = (uint)other;
            ulong otherHigh = other >> 32;
            ulong middle = (oneHigh * otherLow) + ((oneLow * otherLow) >> 32);
            ulong carried = (oneLow * otherHigh) + (uint)middle;
            return ((oneHigh * otherHigh) + (middle >> 32) + (carried >> 32)) ^ (one * other);
        }
    }
}
