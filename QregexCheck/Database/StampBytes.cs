using System;
using System.Buffers.Binary;
using QregexCheck.Control;

namespace QregexCheck.Database;

/// <summary>
/// A file's stamp as 48 bytes: u64 size; i64 and u32 modified; i64 and u32 changed; u64 inode; u32, u32 device.
/// </summary>
internal static class StampBytes
{
    public const int Length = 48;

    private const int ModifiedAt = 8;
    private const int ChangedAt = 20;
    private const int InodeAt = 32;
    private const int DeviceAt = 40;

    /// <summary>Reads a stamp.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="exists">True when the file was there.</param>
    public static SourceStamp Read(ReadOnlySpan<byte> bytes, bool exists) => new(
        exists,
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        InstantAt(bytes[ModifiedAt..]),
        InstantAt(bytes[ChangedAt..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[InodeAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[DeviceAt..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[(DeviceAt + 4)..]));

    /// <summary>Writes a stamp.</summary>
    public static void Write(Span<byte> bytes, in SourceStamp stamp)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, stamp.Size);
        Write(bytes[ModifiedAt..], stamp.Modified);
        Write(bytes[ChangedAt..], stamp.Changed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[InodeAt..], stamp.Inode);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[DeviceAt..], stamp.DeviceMajor);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(DeviceAt + 4)..], stamp.DeviceMinor);
    }

    private static Instant InstantAt(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));

    private static void Write(Span<byte> bytes, Instant instant)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, instant.Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], instant.Nanoseconds);
    }
}
