using System;
using System.Buffers.Binary;
using QregexCheck.Control;

namespace QregexCheck.Database;

/// <summary>The header's entry for a control file that is kept as addresses; see <see cref="DatabaseFormat"/>.</summary>
internal struct AddressEntry
{
    public SourceStamp Source;
    public bool IsAmbiguous;
    public int SectionAt;
    public int SectionLength;

    /// <summary>Number of records.</summary>
    public int Count;

    /// <summary>Number of blocks that addresses are spread over. More may follow, for what has no room in the last of these.</summary>
    public int Homes;

    public AddressHash Hash;

    /// <summary>The number of blocks of the section.</summary>
    public readonly int Blocks => SectionLength / DatabaseFormat.BlockSize;

    /// <summary>The block, from 0, in which the search for a hash begins: the hashes of a block are near each other.</summary>
    public readonly int HomeOf(ulong hash) => (int)Math.BigMul(hash, (ulong)Homes, out _);

    /// <summary>Reads the entry of a control file; one that the file has none of stands for a control file that was missing.</summary>
    /// <param name="header">A header that <see cref="ListTable.Check"/> has gone through.</param>
    /// <param name="list">The control file.</param>
    /// <exception cref="DatabaseException">The entry is of an unknown kind, or a number in it is not one that an entry can hold.</exception>
    public static AddressEntry Read(ReadOnlySpan<byte> header, AddressList list)
    {
        ReadOnlySpan<byte> bytes = ListTable.Find(header, (int)list);
        if (bytes.IsEmpty)
            return default;
        if (ListTable.KindOf(bytes) != SectionKind.Addresses)
            throw new DatabaseException($"another version of qregexcheck wrote what it holds of {AddressLists.Name(list)}");
        ListTable.CheckUnused(bytes[EntryOffset.AddressEnd..]);
        var entry = new AddressEntry
        {
            SectionAt = Number(bytes, EntryOffset.SectionAt),
            SectionLength = Number(bytes, EntryOffset.SectionLength),
            Count = Number(bytes, EntryOffset.AddressCount),
            Homes = Number(bytes, EntryOffset.AddressHomes),
            Hash = new AddressHash(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[EntryOffset.AddressKey..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[(EntryOffset.AddressKey + 8)..])),
        };
        entry.Source = ListTable.SourceOf(bytes, out entry.IsAmbiguous);
        if (entry.Source.Exists)
            entry.Check();
        return entry;
    }

    /// <summary>Writes the entry.</summary>
    public readonly void Write(Span<byte> bytes, AddressList list)
    {
        ListTable.Write(bytes, (int)list, SectionKind.Addresses, Source, IsAmbiguous);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntryOffset.SectionAt..], SectionAt);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntryOffset.SectionLength..], SectionLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntryOffset.AddressCount..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[EntryOffset.AddressHomes..], Homes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[EntryOffset.AddressKey..], Hash.Key0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(EntryOffset.AddressKey + 8)..], Hash.Key1);
    }

    private readonly void Check()
    {
        bool fits = SectionAt % DatabaseFormat.BlockSize == 0
            && SectionLength % DatabaseFormat.BlockSize == 0
            && Homes >= 1
            && Blocks >= Homes
            && Blocks < Homes + DatabaseFormat.MostAddressBlocks
            && Count <= (long)Blocks * (DatabaseFormat.BlockSize / DatabaseFormat.AddressHeaderSize);
        if (!fits)
            throw new DatabaseException("the parts of a section do not fit together");
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at)
    {
        int number = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        return number >= 0 ? number : throw new DatabaseException("a number in its header is too large");
    }
}
