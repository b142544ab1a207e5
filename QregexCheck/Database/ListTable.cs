using System;
using System.Buffers.Binary;
using QregexCheck.Control;

namespace QregexCheck.Database;

/// <summary>The header's table of lists: what it says of each list, whatever its kind; see <see cref="DatabaseFormat"/>.</summary>
internal static class ListTable
{
    private const uint Missing = 0;
    private const uint Ambiguous = 2;

    /// <summary>Checks what all entries say alike, those of unknown lists and kinds too.</summary>
    /// <param name="header">The header, its checksum being right.</param>
    /// <param name="checksumBlocks">Number of checksum blocks.</param>
    /// <param name="dataEnd">Where the data blocks end.</param>
    /// <exception cref="DatabaseException">A list stands there twice or out of order, two sections overlap, or one leads out of the file.</exception>
    public static void Check(ReadOnlySpan<byte> header, int checksumBlocks, long dataEnd)
    {
        uint count = Number(header, DatabaseFormat.EntryCountAt);
        int room = DatabaseFormat.RootAt(checksumBlocks - 1);
        if (count > (room - DatabaseFormat.EntriesAt) / DatabaseFormat.EntrySize)
            throw new DatabaseException("its table of lists is too long");

        int before = -1;
        long free = DatabaseFormat.BlockSize;
        for (int i = 0; i < (int)count; i++)
        {
            ReadOnlySpan<byte> entry = Entry(header, i);
            int list = ListOf(entry);
            if (list <= before)
                throw new DatabaseException("its lists are out of order");
            before = list;
            uint state = Number(entry, EntryOffset.State);
            if (state > Ambiguous)
                throw new DatabaseException("a control file in it is in an unknown state");
            if (state == Missing)
                continue;
            long at = Number(entry, EntryOffset.SectionAt);
            if (at < free)
                throw new DatabaseException("its sections overlap or are out of order");
            free = at + Number(entry, EntryOffset.SectionLength);
            if (free > dataEnd)
                throw new DatabaseException("a section leads out of it");
        }
    }

    /// <summary>Number of entries.</summary>
    public static int Count(ReadOnlySpan<byte> header) => (int)Number(header, DatabaseFormat.EntryCountAt);

    /// <summary>An entry.</summary>
    public static ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> header, int index) =>
        header.Slice(DatabaseFormat.EntryAt(index), DatabaseFormat.EntrySize);

    /// <summary>The entry of a list by its number, a <see cref="ControlList"/> or an <see cref="AddressList"/>; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> header, int list)
    {
        int count = Count(header);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = Entry(header, i);
            if (ListOf(entry) == list)
                return entry;
        }

        return default;
    }

    /// <summary>The number of an entry's list, which may be none that this version knows.</summary>
    public static int ListOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt16LittleEndian(entry[EntryOffset.List..]);

    /// <summary>The kind of an entry's section, which may be none that this version knows.</summary>
    public static SectionKind KindOf(ReadOnlySpan<byte> entry) => (SectionKind)BinaryPrimitives.ReadUInt16LittleEndian(entry[EntryOffset.Kind..]);

    /// <summary>The state of the control file when it was compiled.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isAmbiguous">True when an edit just after that could have left the same state.</param>
    public static SourceStamp SourceOf(ReadOnlySpan<byte> entry, out bool isAmbiguous)
    {
        uint state = Number(entry, EntryOffset.State);
        isAmbiguous = state == Ambiguous;
        return StampBytes.Read(entry[EntryOffset.Source..], state != Missing);
    }

    /// <summary>Writes what entries of all kinds begin with, but for the section's place.</summary>
    public static void Write(Span<byte> entry, int list, SectionKind kind, in SourceStamp source, bool isAmbiguous)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(entry[EntryOffset.List..], (ushort)list);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[EntryOffset.Kind..], (ushort)kind);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[EntryOffset.State..], !source.Exists ? Missing : isAmbiguous ? Ambiguous : 1);
        StampBytes.Write(entry[EntryOffset.Source..], source);
    }

    /// <summary>Throws unless all of the header is 0 that nothing stands in. For who reads all of the file; a check believes no byte of it.</summary>
    /// <param name="header">A header that <see cref="Check"/> has gone through.</param>
    /// <param name="checksumBlocks">Number of checksum blocks.</param>
    public static void CheckUnused(ReadOnlySpan<byte> header, int checksumBlocks)
    {
        int count = Count(header);
        CheckUnused(header[(DatabaseFormat.EntryCountAt + 4)..DatabaseFormat.EntriesAt]);
        CheckUnused(header[DatabaseFormat.EntryAt(count)..DatabaseFormat.RootAt(checksumBlocks - 1)]);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = Entry(header, i);
            if (Number(entry, EntryOffset.State) == Missing)
                CheckUnused(entry[(EntryOffset.State + 4)..]);
        }
    }

    /// <summary>Throws unless all bytes are 0.</summary>
    public static void CheckUnused(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b != 0)
                throw new DatabaseException("its header holds what no part of it says");
        }
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
