using System;
using System.Buffers.Binary;

namespace QregexCheck.Database;

/// <summary>The header's own part of a snapshot of recipients; see <see cref="SnapshotFormat"/>.</summary>
/// <param name="Count">Number of records.</param>
/// <param name="IndexAt">Where the index stands.</param>
/// <param name="Made">When it was made: seconds since 1970 UTC.</param>
/// <param name="Hash">The hash of paths and names.</param>
internal readonly record struct SnapshotHeader(int Count, long IndexAt, long Made, AddressHash Hash)
{
    /// <summary>Reads it.</summary>
    /// <param name="header">A header that <see cref="Check"/> has gone through.</param>
    public static SnapshotHeader Read(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadInt32LittleEndian(header[SnapshotFormat.CountAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(header[SnapshotFormat.IndexAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[SnapshotFormat.MadeAt..]),
        new AddressHash(
            BinaryPrimitives.ReadUInt64LittleEndian(header[SnapshotFormat.KeyAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(header[(SnapshotFormat.KeyAt + 8)..])));

    /// <summary>Checks that the index lies in the data blocks.</summary>
    /// <exception cref="DatabaseException">It does not.</exception>
    public static void Check(ReadOnlySpan<byte> header, long dataEnd)
    {
        long count = BinaryPrimitives.ReadUInt32LittleEndian(header[SnapshotFormat.CountAt..]);
        long index = BinaryPrimitives.ReadUInt32LittleEndian(header[SnapshotFormat.IndexAt..]);
        if (count > 0 && (index < DatabaseFormat.BlockSize || index + (count * SnapshotFormat.IndexEntrySize) > dataEnd))
            throw new DatabaseException("its index leads out of it");
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header[SnapshotFormat.CountAt..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(header[SnapshotFormat.IndexAt..], (uint)IndexAt);
        BinaryPrimitives.WriteInt64LittleEndian(header[SnapshotFormat.MadeAt..], Made);
        BinaryPrimitives.WriteUInt64LittleEndian(header[SnapshotFormat.KeyAt..], Hash.Key0);
        BinaryPrimitives.WriteUInt64LittleEndian(header[(SnapshotFormat.KeyAt + 8)..], Hash.Key1);
    }
}
