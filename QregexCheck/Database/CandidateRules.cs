using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Grams;

namespace QregexCheck.Database;

/// <summary>
/// Finds in a compiled list the rules that may hit a subject: all that do are among them, and few others. Reads a number of blocks that
/// depends on the subject's length and not on how many rules there are.
/// </summary>
internal static class CandidateRules
{
    // A quarter of a megabyte, and as much again while it grows, in the hook's heap of six.
    private const int MostCandidates = 65_536;

    /// <summary>Finds the candidates.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="today">The day number (UTC), asked only where it matters.</param>
    /// <exception cref="DatabaseException">The file is damaged, or so many rules are to be run that it is of no use.</exception>
    public static Candidates Find(BlockReader reader, in ListEntry entry, ReadOnlySpan<byte> subject, Func<int> today)
    {
        if (entry.UnionCount > Limits.Unions)
            throw new DatabaseException("it has too many automata");
        if (entry.AlwaysCount > entry.RuleCount)
            throw new DatabaseException("a list of rules in it is too long");
        var found = new List<int>();
        AddByGrams(reader, entry, subject, found);
        RuleStream? streams = OutlineRecords.Find(reader, entry, subject, found);
        if (entry.AlwaysCount > 0)
            streams = new RuleStream(reader, entry, entry.AlwaysAt, entry.AlwaysCount) { Next = streams };
        PendingUnion? unions = null;
        for (int i = entry.UnionCount - 1; i >= 0; i--)
        {
            if (PendingUnion.Read(reader, entry, entry.UnionsAt + ((long)i * DatabaseFormat.UnionHeaderSize), today) is not { } union)
                continue;
            union.Next = unions;
            unions = union;
        }

        return new Candidates(reader, entry, found, streams, unions, subject);
    }

    /// <summary>The offset of a rule's record, if it can be one.</summary>
    /// <exception cref="DatabaseException">It lies where no rules are.</exception>
    public static int RuleAt(in ListEntry entry, long offset) =>
        offset >= entry.RecordsAt && offset < (long)entry.RecordsAt + entry.RecordsLength
            ? (int)offset
            : throw new DatabaseException("an offset in it is not a rule's");

    private static void AddByGrams(BlockReader reader, in ListEntry entry, ReadOnlySpan<byte> subject, List<int> found)
    {
        if (entry.GramLengths == 0 || entry.FilterBits < 8 || entry.TableSlots == 0)
            return;
        var hashes = new List<ulong>();
        if (entry.IsByKey)
            PlainKey.AddAll(subject, entry.Plain, hashes);
        else
            AddGrams(entry.GramLengths, subject, hashes);

        // In the order of the filter's bits, so that each of its blocks is read once; what stands in the subject twice comes together.
        ulong mask = (ulong)(entry.FilterBits - 1);
        hashes.Sort((a, b) => ((a >> 20) & mask).CompareTo((b >> 20) & mask) is var order and not 0 ? order : a.CompareTo(b));
        int kept = 0;
        ulong last = 0;
        for (int i = 0; i < hashes.Count; i++)
        {
            if (i > 0 && hashes[i] == last)
                continue;
            last = hashes[i];
            int bit = (int)((last >> 20) & mask);
            if ((reader.ReadByte((long)entry.FilterAt + (bit >> 3)) & (1 << (bit & 7))) != 0)
                hashes[kept++] = last;
        }

        for (int i = 0; i < kept; i++)
            AddByTable(reader, entry, hashes[i], found);
    }

    private static void AddGrams(int inUse, ReadOnlySpan<byte> subject, List<ulong> hashes)
    {
        ReadOnlySpan<int> lengths = DatabaseFormat.GramLengths;
        for (int i = 0; i < lengths.Length; i++)
        {
            int length = lengths[i];
            if ((inUse & (1 << i)) == 0 || length > subject.Length)
                continue;
            ulong bits = GramHash.Anywhere;
            for (int at = 0; at < length; at++)
                bits = GramHash.Extend(bits, at, subject[at]);
            hashes.Add(GramHash.Of(bits, length));
            for (int at = length; at < subject.Length; at++)
            {
                bits = GramHash.Slide(bits, length, subject[at - length], subject[at]);
                hashes.Add(GramHash.Of(bits, length));
            }
        }
    }

    private static void AddByTable(BlockReader reader, in ListEntry entry, ulong hash, List<int> found)
    {
        uint tag = (uint)(hash >> 32);
        long slot = (long)(hash & (ulong)(entry.TableSlots - 1));
        for (int probes = 0; probes < DatabaseFormat.MostProbes; probes++)
        {
            long at = entry.TableAt + (slot * 8);
            uint reference = reader.ReadUInt32(at + 4);
            if (reference == 0)
                return;
            if (reader.ReadUInt32(at) == tag)
            {
                int offset = (int)(reference & ~DatabaseFormat.PostingFlag);
                if ((reference & DatabaseFormat.PostingFlag) != 0)
                    AddPostings(reader, entry, offset + 4L, reader.ReadUInt32(offset), found);
                else
                    Add(entry, offset, found);
            }

            // To the end of the run: tags are half a hash, and another gram's may be the same.
            slot = (slot + 1) & (entry.TableSlots - 1);
        }

        throw new DatabaseException("its table of grams is too full");
    }

    private static void AddPostings(BlockReader reader, in ListEntry entry, long at, long count, List<int> found)
    {
        if (count == 0)
            return;
        if (count > entry.RuleCount)
            throw new DatabaseException("a list of rules in it is too long");
        reader.CheckRange(at, count * 4);
        for (long i = 0; i < count; i++)
            Add(entry, reader.ReadUInt32(at + (i * 4)), found);
    }

    /// <summary>Adds a candidate. A subject may hold several grams of one rule, which is then found again; when there is no room, such are left out.</summary>
    public static void Add(in ListEntry entry, long offset, List<int> found)
    {
        int rule = RuleAt(entry, offset);
        if (found.Count >= MostCandidates)
        {
            // Half of the room must be free again: else it would soon be full, and all be sorted for little.
            LeaveOutRepeated(found);
            if (found.Count > MostCandidates / 2)
                throw new DatabaseException("too many of its rules are to be run; the text is as quick");
        }

        found.Add(rule);
    }

    private static void LeaveOutRepeated(List<int> found)
    {
        found.Sort();
        int kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            if (i == 0 || found[i] != found[i - 1])
                found[kept++] = found[i];
        }

        found.RemoveRange(kept, found.Count - kept);
    }
}
