using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace QregexCheck.Cdb;

/// <summary>A record of a constant database.</summary>
/// <param name="Key">The key.</param>
/// <param name="Data">The data.</param>
internal readonly record struct CdbRecord(byte[] Key, byte[] Data);

/// <summary>Lists all records of a constant database that is held in memory, in the order of the file. Source: cdb(5).</summary>
internal static class CdbRecords
{
    private const int HeaderSize = 256 * 8;

    /// <summary>The records, which stand between the header and the first table.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="CdbException">The file is malformed.</exception>
    public static List<CdbRecord> Of(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize)
            throw new CdbException("is shorter than the header of a cdb file");
        long end = file.Length;
        for (int i = 0; i < HeaderSize; i += 8)
            end = Math.Min(end, BinaryPrimitives.ReadUInt32LittleEndian(file[i..]));
        if (end < HeaderSize)
            throw new CdbException("has a table outside the file");
        var records = new List<CdbRecord>();
        int at = HeaderSize;
        while (at < end)
        {
            if (end - at < 8)
                throw new CdbException("has a record that ends outside the file");
            long key = BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
            long data = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (key + data > end - at - 8)
                throw new CdbException("has a record that ends outside the file");
            at += 8;
            records.Add(new CdbRecord(file.Slice(at, (int)key).ToArray(), file.Slice(at + (int)key, (int)data).ToArray()));
            at += (int)(key + data);
        }

        return records;
    }
}
