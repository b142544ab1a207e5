using System;
using System.Buffers.Binary;

namespace QregexCheck.Database;

/// <summary>Writes the section of a control file of addresses; see <see cref="DatabaseFormat"/>.</summary>
internal static class AddressWriter
{
    // With seven tenths of a block in use what has no room goes a block further at most, but for a list in some 10,000.
    private const int UsedOfBlock = DatabaseFormat.BlockSize / 10 * 7;

    // Each try has a key of its own and more room. None but the first is needed for addresses of usual lengths.
    private const int MostTries = 5;

    /// <summary>Writes the section.</summary>
    /// <exception cref="DatabaseException">The addresses are too many for one file, or so long that they can't be spread.</exception>
    public static void Write(SectionBytes bytes, AddressTexts texts, ref AddressEntry entry)
    {
        // The same file gives the same bytes, and who chose some of the addresses does not know the key.
        ulong key = default(AddressHash).Of(texts.Bytes);
        for (int tries = 0; tries < MostTries; tries++)
        {
            entry.Hash = new AddressHash(key, (ulong)tries);
            var order = new AddressOrder(texts, entry.Hash);
            entry.Count = order.Count;
            entry.Homes = HomesFor(texts, order, tries);
            if (!TryPlace(texts, order, entry, null))
                continue;
            bytes.Align(DatabaseFormat.BlockSize);
            entry.SectionAt = bytes.Offset;
            TryPlace(texts, order, entry, bytes);
            entry.SectionLength = bytes.Offset - entry.SectionAt;
            return;
        }

        throw new DatabaseException("the addresses can't be spread");
    }

    private static int HomesFor(AddressTexts texts, AddressOrder order, int tries)
    {
        long length = 0;
        for (int i = 0; i < order.Count; i++)
            length += DatabaseFormat.AddressSize(texts[order[i]].Length, order.DoubtfulLine(i) > 0);
        return (int)((length / UsedOfBlock) + 1) * (tries + 1);
    }

    /// <summary>Places the entries.</summary>
    /// <param name="texts">The entries.</param>
    /// <param name="order">Their order.</param>
    /// <param name="entry">Tells where each belongs.</param>
    /// <param name="bytes">Where the blocks are written; null to try only.</param>
    /// <returns>False when one would stand too far from its place.</returns>
    private static bool TryPlace(AddressTexts texts, AddressOrder order, in AddressEntry entry, SectionBytes? bytes)
    {
        var block = new byte[DatabaseFormat.BlockSize];
        int number = 0;
        int end = DatabaseFormat.AddressBlockHeaderSize;
        for (int i = 0; i < order.Count; i++)
        {
            ReadOnlySpan<byte> text = texts[order[i]];
            int home = entry.HomeOf(order.HashOf(i));
            while (number < home)
                Finish(block, ref end, ref number, goesOn: false, bytes);
            int doubtful = order.DoubtfulLine(i);
            int size = DatabaseFormat.AddressSize(text.Length, doubtful > 0);
            if (end + size > block.Length)
                Finish(block, ref end, ref number, goesOn: true, bytes);
            if (number - home >= DatabaseFormat.MostAddressBlocks)
                return false;
            Span<byte> room = block.AsSpan(end);
            BinaryPrimitives.WriteUInt32LittleEndian(room, (uint)(order.HashOf(i) >> 32));
            BinaryPrimitives.WriteInt32LittleEndian(room[4..], texts.Line(order[i]));
            int flag = order.HasAddresses(i) ? DatabaseFormat.HasAddressesFlag : 0;
            if (doubtful > 0)
            {
                flag |= DatabaseFormat.IsDoubtedFlag;
                BinaryPrimitives.WriteInt32LittleEndian(room[(size - sizeof(int))..], doubtful);
            }

            BinaryPrimitives.WriteUInt16LittleEndian(room[8..], (ushort)(text.Length | flag));
            text.CopyTo(room[DatabaseFormat.AddressHeaderSize..]);
            end += size;
        }

        do
            Finish(block, ref end, ref number, goesOn: false, bytes);
        while (number < entry.Homes);
        return true;
    }

    private static void Finish(byte[] block, ref int end, ref int number, bool goesOn, SectionBytes? bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)end);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(2), goesOn ? (ushort)1 : (ushort)0);
        bytes?.Add(block);
        Array.Clear(block);
        end = DatabaseFormat.AddressBlockHeaderSize;
        number++;
    }
}
