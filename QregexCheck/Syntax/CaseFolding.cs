using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QregexCheck.Syntax;

/// <summary>
/// Ignores case as glibc does under REG_ICASE in the C locale. Pattern and subject are upper-cased (<c>a-z</c> only), and then bytes are compared.
/// </summary>
internal static class CaseFolding
{
    public static byte Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & 0xDF) : b;

    /// <summary>Upper-cases <paramref name="source"/> into <paramref name="target"/>, which is at least as long.</summary>
    public static void Upper(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int at = 0;
        for (; at <= source.Length - sizeof(ulong); at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(target[at..], Upper(BinaryPrimitives.ReadUInt64LittleEndian(source[at..])));
        for (; at < source.Length; at++)
            target[at] = Upper(source[at]);
    }

    public static byte[] Upper(ReadOnlySpan<byte> source)
    {
        var target = new byte[source.Length];
        Upper(source, target);
        return target;
    }

    /// <summary>Upper-cases sixteen bytes at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Upper(Vector128<byte> bytes)
    {
        // So the letters become the largest numbers with a sign.
        const int Largest = sbyte.MaxValue;
        Vector128<sbyte> moved = (bytes + Vector128.Create((byte)(Largest - 'z'))).AsSByte();
        Vector128<byte> areLower = Vector128.GreaterThan(moved, Vector128.Create((sbyte)(Largest - 'z' + 'a' - 1))).AsByte();
        return bytes ^ (areLower & Vector128.Create((byte)('a' - 'A')));
    }

    /// <summary>Upper-cases eight bytes at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Upper(ulong bytes)
    {
        // The top bit of each byte tells of the byte's other bits whether they are a letter's: from a on, and not behind z.
        const ulong Each = 0x0101_0101_0101_0101;
        ulong low = bytes & (0x7F * Each);
        ulong fromA = unchecked(low + ((0x80 - 'a') * Each));
        ulong behindZ = unchecked(low + ((0x7F - 'z') * Each));
        ulong isLower = fromA & ~behindZ & ~bytes & (0x80 * Each);
        return bytes ^ (isLower >> 2);
    }
}
