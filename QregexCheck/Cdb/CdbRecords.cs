using System;
using System.Buffers.Binary;
using QregexCheck.Control;

namespace QregexCheck.Cdb;

/// <summary>Takes a record of a constant database.</summary>
/// <param name="key">The key.</param>
/// <param name="data">The data; it may be the beginning of one that is longer than was asked for.</param>
internal delegate void CdbRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data);

/// <summary>
/// Gives all records of a constant database that <see cref="CdbReader"/> could find, and perhaps some that it could not: those to which the hash
/// tables lead. Source: cdb(5).
/// </summary>
internal static class CdbRecords
{
    private const int Tables = 256;
    private const int PairSize = 8;
    private const int HeaderSize = Tables * PairSize;

    // What is read of a record at first: the lengths and, for nearly all records, the rest.
    private const int FirstBytes = 512;

    // A table is read so many slots at once.
    private const int SlotsAtOnce = 512;

    /// <summary>Reads all records.</summary>
    /// <param name="readAt">Reads the file. What it throws goes through.</param>
    /// <param name="size">The file's size in bytes.</param>
    /// <param name="longest">As many bytes are given of a record at most, key and data together; a longer key is an error.</param>
    /// <param name="take">Takes them, in the order of the hash tables. One key may come more than once.</param>
    /// <exception cref="CdbException">The file is malformed.</exception>
    public static void Read(RandomSource readAt, long size, int longest, CdbRecord take)
    {
        if (size < HeaderSize)
            throw new CdbException("is shorter than the header of a cdb file");
        var header = new byte[HeaderSize];
        ReadWhole(readAt, 0, header);
        var record = new byte[PairSize + longest];
        var chunk = new byte[SlotsAtOnce * PairSize];
        for (int table = 0; table < Tables; table++)
        {
            long start = Number(header.AsSpan(table * PairSize));
            long slots = Number(header.AsSpan((table * PairSize) + 4));
            if (start < HeaderSize || start > size || slots > (size - start) / PairSize)
                throw new CdbException("has a table outside the file");
            for (long slot = 0; slot < slots; slot += SlotsAtOnce)
            {
                Span<byte> pairs = chunk.AsSpan(0, (int)Math.Min(SlotsAtOnce, slots - slot) * PairSize);
                ReadWhole(readAt, start + (slot * PairSize), pairs);
                for (int i = 0; i < pairs.Length; i += PairSize)
                {
                    long at = Number(pairs[(i + 4)..]);
                    if (at != 0)
                        ReadRecord(readAt, size, at, record, take);
                    else if (Number(pairs[i..]) != 0)
                        throw new CdbException("has a slot with a hash and no record");
                }
            }
        }
    }

    private static void ReadRecord(RandomSource readAt, long size, long at, byte[] room, CdbRecord take)
    {
        if (at < HeaderSize || at > size - PairSize)
            throw new CdbException("has a record outside the file");
        Span<byte> first = room.AsSpan(0, (int)Math.Min(Math.Min(FirstBytes, room.Length), size - at));
        ReadWhole(readAt, at, first);
        long keyLength = Number(first);
        long dataLength = Number(first[4..]);
        if (keyLength + dataLength > size - at - PairSize)
            throw new CdbException("has a record that ends outside the file");
        if (keyLength > room.Length - PairSize)
            throw new CdbException("has a key that is too long");
        Span<byte> whole = room.AsSpan(0, (int)Math.Min(room.Length, PairSize + keyLength + dataLength));
        if (whole.Length > first.Length)
            ReadWhole(readAt, at + first.Length, whole[first.Length..]);
        ReadOnlySpan<byte> rest = whole[PairSize..];
        take(rest[..(int)keyLength], rest.Slice((int)keyLength, (int)Math.Min(dataLength, rest.Length - keyLength)));
    }

    private static void ReadWhole(RandomSource readAt, long offset, Span<byte> buffer)
    {
        if (readAt(offset, buffer) < buffer.Length)
            throw new CdbException("is shorter than it was");
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
