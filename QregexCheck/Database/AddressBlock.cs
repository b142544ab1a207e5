using System;
using System.Buffers.Binary;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>A record of an address in a compiled file.</summary>
internal readonly ref struct AddressRecord
{
    public AddressRecord(uint tag, int line, bool hasAddresses, int doubtfulLine, ReadOnlySpan<byte> text)
    {
        Tag = tag;
        Line = line;
        HasAddresses = hasAddresses;
        DoubtfulLine = doubtfulLine;
        Text = text;
    }

    /// <summary>The upper half of the entry's hash.</summary>
    public uint Tag { get; }

    /// <summary>The entry's line, from 1.</summary>
    public int Line { get; }

    /// <summary>For <c>-@domain</c>: true when the file has an address of that domain.</summary>
    public bool HasAddresses { get; }

    /// <summary>For <c>-@domain</c>: the first line with something amiss that names the domain; 0 when there is none.</summary>
    public int DoubtfulLine { get; }

    /// <summary>The entry in lower case, with its <c>-</c>.</summary>
    public ReadOnlySpan<byte> Text { get; }
}

/// <summary>Reads the records of one block of addresses; see <see cref="DatabaseFormat"/>.</summary>
internal ref struct AddressBlock
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly int _end;
    private int _at;

    /// <param name="block">The block.</param>
    /// <exception cref="DatabaseException">Its numbers can't be.</exception>
    public AddressBlock(ReadOnlySpan<byte> block)
    {
        _block = block;
        int end = BinaryPrimitives.ReadUInt16LittleEndian(block);
        int more = BinaryPrimitives.ReadUInt16LittleEndian(block[2..]);
        if (end < DatabaseFormat.AddressBlockHeaderSize || end > block.Length || more > 1)
            throw new DatabaseException("a block of addresses in it is none");
        _end = end;
        _at = DatabaseFormat.AddressBlockHeaderSize;
        GoesOn = more == 1;
    }

    /// <summary>True when the next block begins with records that had no room here.</summary>
    public bool GoesOn { get; }

    /// <summary>The bytes behind the last record.</summary>
    public readonly ReadOnlySpan<byte> Unused => _block[_end..];

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end of the block.</returns>
    /// <exception cref="DatabaseException">The record can't be.</exception>
    public bool TryRead(out AddressRecord record)
    {
        record = default;
        if (_at == _end)
            return false;
        if (_end - _at <= DatabaseFormat.AddressHeaderSize)
            throw new DatabaseException("an address in it is cut short");
        ReadOnlySpan<byte> header = _block[_at..];
        uint tag = BinaryPrimitives.ReadUInt32LittleEndian(header);
        int line = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        bool hasAddresses = (length & DatabaseFormat.HasAddressesFlag) != 0;
        bool isDoubted = (length & DatabaseFormat.IsDoubtedFlag) != 0;
        length &= ~(DatabaseFormat.HasAddressesFlag | DatabaseFormat.IsDoubtedFlag);
        int size = DatabaseFormat.AddressSize(length, isDoubted);
        if (line < 1 || length < 2 || length > ValidRecipients.LongestAddress || size > _end - _at)
            throw new DatabaseException("an address in it can't be one of the control file");
        int doubtfulLine = isDoubted ? BinaryPrimitives.ReadInt32LittleEndian(header[(size - sizeof(int))..]) : 0;
        if (doubtfulLine < (isDoubted ? 1 : 0))
            throw new DatabaseException("an address in it can't be one of the control file");
        record = new AddressRecord(tag, line, hasAddresses, doubtfulLine, header.Slice(DatabaseFormat.AddressHeaderSize, length));
        _at += size;
        return true;
    }
}
