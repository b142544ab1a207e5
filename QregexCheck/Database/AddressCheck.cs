using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Database;

/// <summary>Is given a record of a compiled file.</summary>
internal delegate void AddressReader(in AddressRecord record);

/// <summary>Reads all addresses of a compiled file: what a check of one of them would not believe, or would not find, is found.</summary>
internal static class AddressCheck
{
    /// <summary>Reads the addresses.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The control file's entry, of a file that was there.</param>
    /// <param name="read">Is given each record; null for none.</param>
    /// <exception cref="DatabaseException">A record is damaged, one that the control file could not have had, or not where it is looked for.</exception>
    public static void Run(BlockReader reader, in AddressEntry entry, AddressReader? read)
    {
        Span<byte> block = stackalloc byte[DatabaseFormat.BlockSize];
        ulong last = 0;
        int count = 0;
        bool goesOn = false;
        for (int number = 0; number < entry.Blocks; number++)
        {
            reader.Read(entry.SectionAt + ((long)number * DatabaseFormat.BlockSize), block);
            var records = new AddressBlock(block);
            ListTable.CheckUnused(records.Unused);
            bool isFirst = true;
            while (records.TryRead(out AddressRecord record))
            {
                ulong hash = entry.Hash.OfEntry(record.Text);
                int home = entry.HomeOf(hash);
                bool isInPlace = record.Tag == (uint)(hash >> 32) && hash >= last && home <= number && home > number - DatabaseFormat.MostAddressBlocks
                    && (isFirst ? goesOn == home < number : home >= 0);
                if (!isInPlace)
                    throw new DatabaseException("an address in it is not in its place");
                if (!CanBe(record, entry))
                    throw new DatabaseException("an address in it can't be one of the control file");
                read?.Invoke(record);
                last = hash;
                count++;
                isFirst = false;
            }

            if (isFirst && goesOn)
                throw new DatabaseException("an address in it is not in its place");
            goesOn = records.GoesOn;
        }

        if (goesOn || count != entry.Count)
            throw new DatabaseException("its addresses are not as many as it says");
    }

    private static bool CanBe(in AddressRecord record, in AddressEntry entry) =>
        (ulong)((long)record.Line - 1 + record.Text.Length) <= entry.Source.Size
        && (record.DoubtfulLine == 0 || (record.Text.StartsWith("-@"u8) && (ulong)record.DoubtfulLine <= entry.Source.Size))
        && record.Text.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0
        && ValidLine.Read(record.Text).Text.SequenceEqual(record.Text);
}
