using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using QregexCheck.Control;

namespace QregexCheck.Cdb;

/// <summary>
/// Finds records in a constant database. It believes nothing: each offset and length is checked against the file's size before it is used.
/// </summary>
/// <remarks>
/// <para>The file begins with 256 pairs of numbers, one for each hash table: its offset and how many slots it has. Records follow: length of the
/// key, length of the data, key, data. The tables come last. A slot is a hash and the offset of its record, or 0 and 0. All numbers have four
/// bytes, the lowest first. A key's table is its hash modulo 256; its first slot is the rest of the hash modulo the number of slots, and the search
/// ends at an empty slot. Source: cdb(5).</para>
/// <para>A flipped bit in a key or in data can't be seen: the format has no sums. A reader of qmail's sees the same file, and answers the same.</para>
/// </remarks>
internal sealed class CdbReader
{
    /// <summary>
    /// The most slots that one search looks at. A table is at most half full, so that a search takes two or three slots, and with a million records
    /// some dozens at worst. A file with longer runs was made to hold us up, or has one key a thousand times.
    /// </summary>
    public const int MostProbes = 4096;

    private const int Tables = 256;
    private const int PairSize = 8;
    private const int HeaderSize = Tables * PairSize;

    // One call of the system for nearly every search, and 512 bytes cost it no more than 8.
    private const int SlotsAtOnce = 64;

    // What is read of a record at first: the lengths and, for nearly all records, the rest.
    private const int FirstBytes = 512;

    private readonly RandomSource _readAt;
    private readonly long _size;
    private byte[]? _header;

    /// <param name="readAt">Reads the file. What it throws goes through.</param>
    /// <param name="size">The file's size in bytes.</param>
    public CdbReader(RandomSource readAt, long size)
    {
        _readAt = readAt;
        _size = size;
    }

    /// <summary>Finds the first record of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="longest">The most bytes that its data may have.</param>
    /// <returns>The data; null when there is no such key.</returns>
    /// <exception cref="CdbException">The file is malformed where the search led, or the data is longer than <paramref name="longest"/>.</exception>
    public byte[]? Find(ReadOnlySpan<byte> key, int longest)
    {
        uint hash = Hash(key);
        ReadOnlySpan<byte> table = Header().AsSpan((int)(hash % Tables) * PairSize);
        long start = Number(table);
        long slots = Number(table[4..]);
        if (slots == 0)
            return null;

        Span<byte> chunk = stackalloc byte[SlotsAtOnce * PairSize];
        long slot = hash / Tables % slots;
        long left = slots;
        int probes = 0;
        while (left > 0)
        {
            int count = (int)Math.Min(Math.Min(SlotsAtOnce, left), slots - slot);
            Read(start + (slot * PairSize), chunk[..(count * PairSize)]);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> pair = chunk[(i * PairSize)..];
                uint found = Number(pair);
                long record = Number(pair[4..]);
                if (record == 0)
                    return found == 0 ? null : throw new CdbException("has a slot with a hash and no record");
                if (found % Tables != hash % Tables)
                    throw new CdbException("has a slot of another table");
                if (record < HeaderSize || record > _size - PairSize)
                    throw new CdbException("has a record outside the file");
                if (found == hash && TryRead(record, key, longest, out byte[]? data))
                    return data;
                if (++probes == MostProbes)
                    throw new CdbException("has too many records with one hash");
            }

            left -= count;
            slot = slot + count == slots ? 0 : slot + count;
        }

        return null;
    }

    /// <summary>The format's hash of a key. Source: cdb(5).</summary>
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        uint hash = 5381;
        foreach (byte b in key)
            hash = unchecked((hash << 5) + hash) ^ b;
        return hash;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private byte[] Header()
    {
        if (_header is not null)
            return _header;
        if (_size < HeaderSize)
            throw new CdbException("is shorter than the header of a cdb file");
        var header = new byte[HeaderSize];
        Read(0, header);

        // All tables are looked at, so that a file that was cut short is none. An empty table has an offset behind the header, too: a header of zeros
        // is that of a file whose writer did not come to its end.
        long first = long.MaxValue;
        long end = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(header))
        {
            ulong pair = BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
            long start = unchecked((uint)pair);
            long slots = unchecked((long)(pair >> 32));
            first = Math.Min(first, start);
            end = Math.Max(end, unchecked(start + (slots * PairSize)));
        }

        return first >= HeaderSize && end <= _size ? _header = header : throw new CdbException("has a table outside the file");
    }

    /// <summary>Reads a record, and takes its data when it is the key's.</summary>
    private bool TryRead(long record, ReadOnlySpan<byte> key, int longest, out byte[]? data)
    {
        Span<byte> first = stackalloc byte[FirstBytes];
        first = first[..(int)Math.Min(FirstBytes, _size - record)];
        Read(record, first);
        long keyLength = Number(first);
        long dataLength = Number(first[4..]);
        if (keyLength + dataLength > _size - record - PairSize)
            throw new CdbException("has a record that ends outside the file");
        data = null;
        if (keyLength != key.Length)
            return false;

        ReadOnlySpan<byte> read = first[PairSize..];
        if (key.Length <= read.Length)
        {
            if (!read[..key.Length].SequenceEqual(key))
                return false;
        }
        else
        {
            var stored = new byte[key.Length];
            Read(record + PairSize, stored);
            if (!key.SequenceEqual(stored))
                return false;
        }

        if (dataLength > longest)
            throw new CdbException("has a record that is too long");
        data = new byte[dataLength];
        if (PairSize + keyLength + dataLength <= first.Length)
            read.Slice(key.Length, data.Length).CopyTo(data);
        else
            Read(record + PairSize + keyLength, data);
        return true;
    }

    private void Read(long offset, Span<byte> buffer)
    {
        if (_readAt(offset, buffer) < buffer.Length)
            throw new CdbException("is shorter than it was");
    }
}
