using System;
using System.Buffers.Binary;
using QregexCheck.Control;

namespace QregexCheck.Database;

/// <summary>The header's entry for one control file; see <see cref="DatabaseFormat"/>.</summary>
internal struct ListEntry
{
    public SourceStamp Source;
    public bool IsAmbiguous;
    public int RuleCount;
    public int WarningsAt;
    public int WarningCount;
    public int FilterAt;
    public int FilterBits;
    public int TableAt;
    public int TableSlots;
    public int GramLengths;
    public int AlwaysAt;
    public int AlwaysCount;
    public int UnionsAt;
    public int UnionCount;
    public int LeftOut;
    public int Indexed;
    public int InUnions;
    public int RecordsAt;
    public int RecordsLength;

    /// <summary>True for bytes at a place that the source is long enough to have: each line before it takes a byte at least.</summary>
    public readonly bool HasPlace(int line, int column, int length) =>
        line >= 1 && column >= 1 && (ulong)((long)line - 1 + column - 1 + length) <= Source.Size;

    /// <summary>Reads an entry.</summary>
    /// <exception cref="DatabaseException">A number in it is not one that an entry can hold.</exception>
    public static ListEntry Read(ReadOnlySpan<byte> header, int list)
    {
        ReadOnlySpan<byte> bytes = header.Slice(DatabaseFormat.ListsAt + (list * DatabaseFormat.ListSize), DatabaseFormat.ListSize);
        if (Number(bytes, 0) > 2)
            throw new DatabaseException("a control file in it is in an unknown state");
        return new ListEntry
        {
            IsAmbiguous = Number(bytes, 0) > 1,
            Source = new SourceStamp(
                Number(bytes, 0) != 0,
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
                new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), Unsigned(bytes, 24)),
                new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes[28..]), Unsigned(bytes, 36)),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
                Unsigned(bytes, 48),
                Unsigned(bytes, 52)),
            RuleCount = Number(bytes, 4),
            WarningsAt = Number(bytes, 56),
            WarningCount = Number(bytes, 60),
            FilterAt = Number(bytes, 64),
            FilterBits = PowerOfTwo(bytes, 68),
            TableAt = Number(bytes, 72),
            TableSlots = PowerOfTwo(bytes, 76),
            GramLengths = Number(bytes, 80),
            AlwaysAt = Number(bytes, 84),
            AlwaysCount = Number(bytes, 88),
            UnionsAt = Number(bytes, 92),
            UnionCount = Number(bytes, 96),
            LeftOut = Number(bytes, 100),
            Indexed = Number(bytes, 104),
            InUnions = Number(bytes, 108),
            RecordsAt = Number(bytes, 112),
            RecordsLength = Number(bytes, 116),
        };
    }

    public readonly void Write(Span<byte> header, int list)
    {
        Span<byte> bytes = header.Slice(DatabaseFormat.ListsAt + (list * DatabaseFormat.ListSize), DatabaseFormat.ListSize);
        Put(bytes, 0, !Source.Exists ? 0 : IsAmbiguous ? 2 : 1);
        Put(bytes, 4, RuleCount);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Source.Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Source.Modified.Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], Source.Modified.Nanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[28..], Source.Changed.Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], Source.Changed.Nanoseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], Source.Inode);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[48..], Source.DeviceMajor);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[52..], Source.DeviceMinor);
        ReadOnlySpan<int> numbers =
        [
            WarningsAt, WarningCount, FilterAt, FilterBits, TableAt, TableSlots, GramLengths, AlwaysAt, AlwaysCount,
            UnionsAt, UnionCount, LeftOut, Indexed, InUnions, RecordsAt, RecordsLength,
        ];
        for (int i = 0; i < numbers.Length; i++)
            Put(bytes, 56 + (i * 4), numbers[i]);
    }

    private static void Put(Span<byte> bytes, int at, int number) => BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], number);

    private static uint Unsigned(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Number(ReadOnlySpan<byte> bytes, int at)
    {
        int number = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        return number >= 0 ? number : throw new DatabaseException("a number in its header is too large");
    }

    private static int PowerOfTwo(ReadOnlySpan<byte> bytes, int at)
    {
        int number = Number(bytes, at);
        return number == 0 || int.IsPow2(number) ? number : throw new DatabaseException("a size in its header is not a power of two");
    }
}
