using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>
/// Asks the compiled form of <c>control/validrcptto</c>. An answer reads a block or two for the address and as many for its domain, however many
/// addresses there are. It is exact: the addresses themselves are kept and compared.
/// </summary>
internal readonly ref struct AddressTable
{
    private readonly BlockReader _reader;
    private readonly AddressEntry _entry;

    public AddressTable(BlockReader reader, in AddressEntry entry)
    {
        _reader = reader;
        _entry = entry;
    }

    /// <summary>Looks a recipient up.</summary>
    /// <exception cref="DatabaseException">The file is damaged, or was made to mislead.</exception>
    public ValidEntry Find(ReadOnlySpan<byte> recipient)
    {
        Span<byte> room = stackalloc byte[ValidQuestion.Room];
        if (!ValidQuestion.TryMake(recipient, room, out ValidQuestion question))
            return new ValidEntry(ValidKind.None, 0, false);
        Span<byte> block = stackalloc byte[DatabaseFormat.BlockSize];
        if (TryFind(question.Address, block, out AddressRecord record))
            return new ValidEntry(ValidKind.Address, record.Line, false);
        if (TryFind(question.NotAddress, block, out record))
            return new ValidEntry(ValidKind.NotAddress, record.Line, false);
        if (TryFind(question.Domain, block, out record))
            return new ValidEntry(ValidKind.Domain, record.Line, false);
        if (TryFind(question.NotDomain, block, out record))
            return new ValidEntry(ValidKind.NotDomain, record.Line, record.HasAddresses, record.DoubtfulLine);
        return new ValidEntry(ValidKind.None, 0, false);
    }

    private bool TryFind(ReadOnlySpan<byte> text, Span<byte> block, out AddressRecord record)
    {
        record = default;
        if (text.IsEmpty)
            return false;
        ulong hash = _entry.Hash.OfEntry(text);
        uint tag = (uint)(hash >> 32);
        int home = _entry.HomeOf(hash);
        for (int number = home; number < Math.Min(home + DatabaseFormat.MostAddressBlocks, _entry.Blocks); number++)
        {
            _reader.Read(_entry.SectionAt + ((long)number * DatabaseFormat.BlockSize), block);
            var records = new AddressBlock(block);
            while (records.TryRead(out record))
            {
                if (record.Tag > tag)
                    return false;
                if (record.Tag == tag && record.Text.SequenceEqual(text))
                    return true;
            }

            if (!records.GoesOn)
                return false;
        }

        throw new DatabaseException("an address in it is too far from its place");
    }
}
