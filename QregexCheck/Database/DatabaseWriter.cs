using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>Makes the bytes of a compiled file out of compiled lists. The same input gives the same bytes.</summary>
internal static class DatabaseWriter
{
    /// <summary>Writes a file.</summary>
    /// <param name="lists">What was compiled, in the order of the control files' numbers.</param>
    /// <param name="addresses">The control file of addresses; null where there is none: then it has no entry.</param>
    /// <exception cref="DatabaseException">The rules, the addresses or the lists are too many for one file.</exception>
    public static SectionBytes Write(IReadOnlyList<CompiledSource> lists, AddressSource? addresses = null)
    {
        // A plain list that is missing has no entry. So a file of a version that knew no such list says the same.
        lists = [.. Kept(lists)];
        var bytes = new SectionBytes();
        var entries = new ListEntry[lists.Count];
        int entryCount = entries.Length + (addresses is null ? 0 : 1);
        for (int i = 0; i < lists.Count; i++)
        {
            entries[i].Source = lists[i].Stamp;
            entries[i].IsAmbiguous = lists[i].IsAmbiguous;
            entries[i].Plain = PlainEntry.KindOf(lists[i].List);
            if (lists[i].Rules is { } rules)
                WriteList(bytes, rules, ref entries[i]);
        }

        AddressEntry addressEntry = addresses is null ? default : WriteAddresses(bytes, addresses);
        int checksumBlocks = BlockWriter.AddChecksums(bytes, out int dataBlocks);
        if (DatabaseFormat.EntryAt(entryCount) > DatabaseFormat.RootAt(checksumBlocks - 1))
            throw new DatabaseException("the rules are too many for one file");
        Span<byte> header = BlockWriter.BeginHeader(bytes, BlockFile.Rules, dataBlocks, checksumBlocks);
        BinaryPrimitives.WriteInt32LittleEndian(header[DatabaseFormat.EntryCountAt..], entryCount);
        for (int i = 0; i < entries.Length; i++)
            entries[i].Write(header[DatabaseFormat.EntryAt(i)..], lists[i].List);
        if (addresses is not null)
            addressEntry.Write(header[DatabaseFormat.EntryAt(entries.Length)..], addresses.List);
        BlockWriter.EndHeader(bytes, dataBlocks, checksumBlocks);
        return bytes;
    }

    private static IEnumerable<CompiledSource> Kept(IReadOnlyList<CompiledSource> lists)
    {
        foreach (CompiledSource list in lists)
        {
            if (list.Stamp.Exists || ControlLists.IsOfFirstVersion(list.List))
                yield return list;
        }
    }

    private static AddressEntry WriteAddresses(SectionBytes bytes, AddressSource addresses)
    {
        var entry = new AddressEntry { Source = addresses.Stamp, IsAmbiguous = addresses.IsAmbiguous };
        AddressWriter.Write(bytes, addresses.Texts, ref entry);
        return entry;
    }

    private static void WriteList(SectionBytes bytes, CompiledList list, ref ListEntry entry)
    {
        bytes.Align(8);
        entry.RuleCount = list.Rules.Count;
        entry.RecordsAt = bytes.Offset;
        var records = new int[list.Rules.Count];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = list.Rules[i].Write(bytes);
            entry.HasConditions |= list.Rules[i].Annotation.Condition is not null;
        }

        entry.RecordsLength = bytes.Offset - entry.RecordsAt;

        WriteWarnings(bytes, list, records, ref entry);
        List<(int Transitions, int Hits)> automata = WriteAutomata(bytes, list, records);
        List<uint> outlines = OutlineRecords.WritePostings(bytes, list.Outlines, records);
        WriteGrams(bytes, list, records, ref entry);

        entry.AlwaysAt = bytes.Offset;
        entry.AlwaysCount = list.Always.Count;
        foreach (int rule in list.Always)
            bytes.Add((uint)records[rule]);
        OutlineRecords.Write(bytes, list.Outlines, outlines, ref entry);
        WriteUnions(bytes, list, records, automata, ref entry);
        entry.SectionLength = bytes.Offset - entry.RecordsAt;
    }

    private static void WriteWarnings(SectionBytes bytes, CompiledList list, int[] records, ref ListEntry entry)
    {
        entry.WarningsAt = bytes.Offset;
        entry.WarningCount = list.Warnings.Count;
        foreach (CompiledWarning warning in list.Warnings)
        {
            byte[] message = Encoding.UTF8.GetBytes(warning.Error.Message);
            bytes.Add(warning.BeforeRule < records.Length ? (uint)records[warning.BeforeRule] : uint.MaxValue);
            bytes.Add((uint)warning.Error.Line);
            bytes.Add((uint)warning.Error.Column);
            bytes.Add((uint)message.Length);
            bytes.Add(message);
            bytes.Align(4);
        }
    }

    private static void WriteGrams(SectionBytes bytes, CompiledList list, int[] records, ref ListEntry entry)
    {
        var postings = new GramPostings();
        for (int i = 0; i < list.Grams.Count; i++)
        {
            Gram one = list.Grams[i];
            ReadOnlySpan<Gram> grams = one.Length > 0 ? new ReadOnlySpan<Gram>(in one) : list.Alternatives[i];
            foreach (Gram gram in grams)
            {
                entry.GramLengths |= entry.IsByKey ? 1 : 1 << DatabaseFormat.GramLengths.IndexOf(gram.Length);
                postings.Add(gram.Hash, i);
            }
        }

        if (postings.Count == 0)
            return;
        int slots = (int)BitOperations.RoundUpToPowerOf2((uint)(postings.Count + (postings.Count / 2) + 1));
        int bits = (int)Math.Max(64, BitOperations.RoundUpToPowerOf2((uint)postings.Count) * 8);
        var filter = new byte[bits / 8];
        var table = new uint[slots * 2];
        for (int i = 0; i < postings.Count; i++)
        {
            ulong hash = postings.Hash(i);
            int bit = (int)((hash >> 20) & (ulong)(bits - 1));
            filter[bit >> 3] |= (byte)(1 << (bit & 7));
            int slot = (int)(hash & (ulong)(slots - 1));
            while (table[(slot * 2) + 1] != 0)
                slot = (slot + 1) & (slots - 1);
            table[slot * 2] = (uint)(hash >> 32);
            table[(slot * 2) + 1] = postings.OnlyRule(i) is var only and >= 0 ? (uint)records[only] : WritePosting(bytes, [.. postings.Rules(i)], records);
        }

        bytes.Align(8);
        entry.FilterAt = bytes.Offset;
        entry.FilterBits = bits;
        bytes.Add(filter);
        entry.TableAt = bytes.Offset;
        entry.TableSlots = slots;
        foreach (uint number in table)
            bytes.Add(number);
    }

    /// <summary>Writes a list of rules, if they are more than one, or if it must be a list.</summary>
    /// <returns>What stands for it in a reference to rules.</returns>
    public static uint WritePosting(SectionBytes bytes, List<int> rules, int[] records, bool isList = false)
    {
        if (rules.Count == 1 && !isList)
            return (uint)records[rules[0]];
        uint offset = (uint)bytes.Offset;
        bytes.Add((uint)rules.Count);
        foreach (int rule in rules)
            bytes.Add((uint)records[rule]);
        return offset | DatabaseFormat.PostingFlag;
    }

    /// <summary>Writes what the unions lead to.</summary>
    /// <returns>For each where its transitions and its hits stand.</returns>
    private static List<(int Transitions, int Hits)> WriteAutomata(SectionBytes bytes, CompiledList list, int[] records)
    {
        var automata = new List<(int Transitions, int Hits)>();
        foreach (CompiledUnion union in list.Unions)
        {
            int transitions = bytes.Offset;
            foreach (ushort state in union.Dfa.Transitions)
                bytes.Add(state);
            bytes.Align(4);
            int hits = bytes.Offset;
            foreach (int hit in union.Dfa.Hits)
                bytes.Add(hit < 0 ? 0U : (uint)records[union.Rules[hit]]);
            automata.Add((transitions, hits));
        }

        return automata;
    }

    private static void WriteUnions(SectionBytes bytes, CompiledList list, int[] records, List<(int Transitions, int Hits)> automata, ref ListEntry entry)
    {
        entry.UnionsAt = bytes.Offset;
        entry.UnionCount = list.Unions.Count;
        for (int i = 0; i < list.Unions.Count; i++)
        {
            CompiledUnion union = list.Unions[i];
            bytes.Add((uint)union.UntilDay);
            bytes.Add((uint)union.Dfa.ClassCount);
            bytes.Add((uint)union.Dfa.Hits.Length);
            bytes.Add((uint)automata[i].Transitions);
            bytes.Add((uint)automata[i].Hits);
            bytes.Add((uint)union.Rules.Count);
            bytes.Add((uint)records[union.Rules[0]]);
            bytes.Add(union.Dfa.Classes);
        }
    }
}
