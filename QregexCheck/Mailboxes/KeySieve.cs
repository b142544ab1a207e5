using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Passes over the lines of a control file that begin with none of a few keys: all but one of 10,000 domains. Newlines are looked for 32 bytes at a time,
/// and of a line its first eight bytes are looked at; where these fit, the key. A line that it does not pass over may be another one all the same.
/// </summary>
internal sealed class KeySieve
{
    // More keys than a name has; with hundreds the reader of lines is as fast.
    private const int MostKeys = 8;

    private const int Step = 32;

    // Makes letters small, and other bytes others: alike stays alike.
    private const ulong Small = 0x2020202020202020;

    private readonly byte[] _text;
    private readonly int[] _lengths;
    private readonly byte[] _stops;

    // Of each of the two longest keys the first eight bytes of a line that begins with it, and which of them count.
    private readonly ulong _head0;
    private readonly ulong _mask0;
    private readonly ulong _head1;
    private readonly ulong _mask1;

    private KeySieve(byte[] text, int[] lengths, byte[] stops)
    {
        _text = text;
        _lengths = lengths;
        _stops = stops;
        (_head0, _mask0) = HeadOf(lengths[0]);
        (_head1, _mask1) = HeadOf(lengths[Math.Min(1, lengths.Length - 1)]);
    }

    /// <summary>Makes a sieve.</summary>
    /// <param name="text">The text whose ends are the keys. The case of letters does not count.</param>
    /// <param name="lengths">The lengths of the keys, the longest first. From the third on a key begins with a dot,
    /// or is empty and has a colon behind it.</param>
    /// <param name="stops">The bytes that can stand behind a key.</param>
    /// <returns>Null when there are none, too many, or others than these.</returns>
    public static KeySieve? Of(byte[] text, int[] lengths, byte[] stops) =>
        lengths.Length is 0 or > MostKeys || (lengths.Length > 2 && stops is not [(byte)':']) ? null : new KeySieve(text, lengths, stops);

    /// <summary>Tells how much can be passed over.</summary>
    /// <param name="bytes">Bytes from the beginning of a line on; the last line may not be whole.</param>
    /// <returns>The length of the whole lines at the beginning that begin with no key, and hold no NUL: behind one another entry begins.</returns>
    public int Pass(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..(bytes.LastIndexOf((byte)'\n') + 1)];
        if (bytes.IsEmpty || Fits(bytes))
            return 0;
        Vector128<byte> newline = Vector128.Create((byte)'\n');
        int at = 0;
        for (; at + Step + sizeof(ulong) <= bytes.Length; at += Step)
        {
            ReadOnlySpan<byte> block = bytes.Slice(at, Step);
            Vector128<byte> low = Vector128.Create(block);
            Vector128<byte> high = Vector128.Create(block[(Step / 2)..]);
            if (Vector128.EqualsAny(Vector128.Min(low, high), Vector128<byte>.Zero))
                break;
            uint places = Vector128.Equals(low, newline).ExtractMostSignificantBits()
                | (Vector128.Equals(high, newline).ExtractMostSignificantBits() << (Step / 2));
            for (; places != 0; places &= places - 1)
            {
                int line = at + BitOperations.TrailingZeroCount(places) + 1;
                ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[line..]) | Small;
                bool isNear = (head & _mask0) == _head0 || (head & _mask1) == _head1 || (byte)(head & 0xFF) is (byte)'.' or (byte)':';
                if (isNear && Fits(bytes[line..]))
                    return line;
            }
        }

        return PassSlowly(bytes, bytes[..at].LastIndexOf((byte)'\n') + 1);
    }

    /// <summary>The same line by line: at the end, and where a NUL is near.</summary>
    /// <param name="bytes">Whole lines.</param>
    /// <param name="line">Where a line begins that begins with no key.</param>
    private int PassSlowly(ReadOnlySpan<byte> bytes, int line)
    {
        while (line < bytes.Length)
        {
            int length = bytes[line..].IndexOf((byte)'\n') + 1;
            if (bytes.Slice(line, length).Contains((byte)0))
                return line;
            line += length;
            if (line < bytes.Length && Fits(bytes[line..]))
                return line;
        }

        return line;
    }

    private (ulong Head, ulong Mask) HeadOf(int length)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        Span<byte> mask = stackalloc byte[sizeof(ulong)];
        head.Clear();
        mask.Clear();
        int known = Math.Min(length, head.Length);
        _text.AsSpan(_text.Length - length, known).CopyTo(head);
        if (known < head.Length && _stops.Length == 1)
            head[known++] = _stops[0];
        mask[..known].Fill(0xFF);
        ulong counts = BinaryPrimitives.ReadUInt64LittleEndian(mask);
        return ((BinaryPrimitives.ReadUInt64LittleEndian(head) | Small) & counts, counts);
    }

    private bool Fits(ReadOnlySpan<byte> line)
    {
        foreach (int length in _lengths)
        {
            if (line.Length > length && _stops.AsSpan().Contains(line[length]) && AsciiCase.Same(line[..length], _text.AsSpan(_text.Length - length)))
                return true;
        }

        return false;
    }
}
