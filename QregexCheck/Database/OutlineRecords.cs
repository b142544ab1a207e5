using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>The outlines of a compiled list: how they stand in the file, and how a subject is shown to all of them. See <see cref="DatabaseFormat"/>.</summary>
internal static class OutlineRecords
{
    /// <summary>Most sets: they are numbered in 16 bits.</summary>
    public const int MostSets = 1 << 16;

    private const byte AtStart = 1;
    private const byte AtEnd = 2;
    private const byte Without = 4;

    // Half a block: the longest record is 168 bytes.
    private const int ChunkSize = 2048;

    // A longer list is read as far as a check comes; but each that waits for its turn has a kilobyte of what it read ahead.
    private const int ShortList = 32;
    private const int MostStreams = 64;

    /// <summary>Bytes that outlines take which stand in their order.</summary>
    public static int Size(IReadOnlyList<CompiledOutline> outlines)
    {
        int size = 0;
        for (int i = 0; i < outlines.Count; i++)
        {
            if (!IsLikeBefore(outlines, i))
                size += DatabaseFormat.OutlineHeaderSize + (DatabaseFormat.OutlineRunSize * (outlines[i].Outline.Runs.Length - Shared(outlines, i)));
        }

        return size;
    }

    /// <summary>Writes the lists of the rules that one outline stands for, or each outline of a group.</summary>
    /// <returns>For each different outline what it leads to.</returns>
    public static List<uint> WritePostings(SectionBytes bytes, IReadOnlyList<CompiledOutline> outlines, int[] records)
    {
        var references = new List<uint>();
        var ofGroups = new Dictionary<int, uint>();
        var rules = new List<int>();
        for (int i = 0; i < outlines.Count; i++)
        {
            rules.Add(outlines[i].Rule);
            if (i + 1 < outlines.Count && IsLikeBefore(outlines, i + 1))
                continue;
            int group = outlines[i].Group;
            if (!ofGroups.TryGetValue(group, out uint reference))
                reference = DatabaseWriter.WritePosting(bytes, rules, records, isList: group != 0);
            if (group != 0)
                ofGroups[group] = reference;
            references.Add(reference);
            rules.Clear();
        }

        return references;
    }

    /// <summary>Writes the outlines, which stand in their order, behind the sets of their runs.</summary>
    public static void Write(SectionBytes bytes, IReadOnlyList<CompiledOutline> outlines, List<uint> references, ref ListEntry entry)
    {
        bytes.Align(4);
        var numberOf = new Dictionary<ulong, int>();
        entry.OutlinesAt = bytes.Offset;
        foreach (CompiledOutline one in outlines)
        {
            foreach (OutlineRun run in one.Outline.Runs)
            {
                if (numberOf.TryAdd(run.Set, numberOf.Count))
                    bytes.Add(run.Set);
            }
        }

        entry.OutlineSets = numberOf.Count;
        entry.OutlineCount = references.Count;
        int next = 0;
        for (int i = 0; i < outlines.Count; i++)
        {
            if (IsLikeBefore(outlines, i))
                continue;
            Outline outline = outlines[i].Outline;
            int shared = Shared(outlines, i);
            int flags = (outline.BeginsAtStart ? AtStart : 0) | (outline.EndsAtEnd ? AtEnd : 0) | (outlines[i].HitsWithout ? Without : 0);
            bytes.Add(references[next++]);
            bytes.Add([(byte)shared, (byte)(outline.Runs.Length - shared), (byte)flags, 0]);
            foreach (OutlineRun run in outline.Runs.AsSpan(shared))
            {
                bytes.Add((ushort)numberOf[run.Set]);
                bytes.Add([run.Least, run.Most]);
            }
        }
    }

    /// <summary>Finds the rules that may hit a subject by its outlines.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="found">Where the offsets of their records are added.</param>
    /// <returns>Long lists of them, one leading to the next; null for none.</returns>
    /// <exception cref="DatabaseException">They are damaged.</exception>
    public static RuleStream? Find(BlockReader reader, in ListEntry entry, ReadOnlySpan<byte> subject, List<int> found)
    {
        if (entry.OutlineCount == 0)
            return null;
        var sets = new byte[entry.OutlineSets * DatabaseFormat.OutlineSetSize];
        reader.Read(entry.OutlinesAt, sets);
        var records = new Records(reader, entry);
        var matcher = new OutlineMatcher(subject);

        // Lists of rules of which one of several outlines is enough: a list is read when none of its outlines is there.
        var wanted = new List<int>();
        var spared = new List<int>();

        // How many runs of the row before have left a place: a row that begins with more of them has none left.
        int alive = 0;
        while (records.MoveNext())
        {
            if (records.Shared <= alive)
            {
                if (records.Shared == 0)
                    matcher.Begin((records.Flags & AtStart) != 0);
                alive = records.Shared;
                while (alive < records.Depth && matcher.TryTake(alive, records.Run(alive, sets)))
                    alive++;
            }

            bool has = alive == records.Depth && ((records.Flags & AtEnd) == 0 || matcher.IsAtEnd(alive));
            bool isWanted = has == ((records.Flags & Without) == 0);
            if ((records.Reference & DatabaseFormat.PostingFlag) != 0)
            {
                if (isWanted || has)
                    (isWanted ? wanted : spared).Add((int)(records.Reference & ~DatabaseFormat.PostingFlag));
            }
            else if (isWanted)
            {
                CandidateRules.Add(entry, records.Reference, found);
            }
        }

        return Lists(reader, entry, wanted, spared, found);
    }

    /// <summary>Adds the rules of lists, but of those that are spared.</summary>
    private static RuleStream? Lists(BlockReader reader, in ListEntry entry, List<int> wanted, List<int> spared, List<int> found)
    {
        wanted.Sort();
        spared.Sort();
        RuleStream? streams = null;
        int streamCount = 0;
        for (int i = 0; i < wanted.Count; i++)
        {
            int at = wanted[i];
            if ((i > 0 && at == wanted[i - 1]) || spared.BinarySearch(at) >= 0)
                continue;
            uint count = reader.ReadUInt32(at);
            if (count > (uint)entry.RuleCount)
                throw new DatabaseException("a list of rules in it is too long");
            if (count > ShortList && streamCount++ < MostStreams)
            {
                streams = new RuleStream(reader, entry, at + 4L, (int)count) { Next = streams };
                continue;
            }

            for (uint k = 0; k < count; k++)
                CandidateRules.Add(entry, reader.ReadUInt32(at + 4 + (4L * k)), found);
        }

        return streams;
    }

    /// <summary>The offsets of the records of all rules that have an outline.</summary>
    /// <exception cref="DatabaseException">The outlines are damaged.</exception>
    public static HashSet<int> ReadRules(BlockReader reader, in ListEntry entry)
    {
        var rules = new HashSet<int>();
        if (entry.OutlineCount == 0)
            return rules;
        var sets = new byte[entry.OutlineSets * DatabaseFormat.OutlineSetSize];
        reader.Read(entry.OutlinesAt, sets);
        var records = new Records(reader, entry);
        var lists = new HashSet<int>();
        while (records.MoveNext())
        {
            for (int i = records.Shared; i < records.Depth; i++)
                records.Run(i, sets);
            uint reference = records.Reference & ~DatabaseFormat.PostingFlag;
            bool isList = reference != records.Reference;

            // The outlines of a group lead to one list.
            if (isList && (records.Flags & Without) != 0 && !lists.Add((int)reference))
                continue;
            uint count = isList ? reader.ReadUInt32(reference) : 1;
            for (uint i = 0; i < count; i++)
            {
                if (!rules.Add(CandidateRules.RuleAt(entry, isList ? reader.ReadUInt32(reference + 4 + (4L * i)) : reference)))
                    throw new DatabaseException("a rule in it is found in more ways than one");
            }
        }

        return rules;
    }

    private static bool IsLikeBefore(IReadOnlyList<CompiledOutline> outlines, int index) => index > 0 && outlines[index].IsLike(outlines[index - 1]);

    private static int Shared(IReadOnlyList<CompiledOutline> outlines, int index) =>
        index == 0 ? 0 : outlines[index].Outline.SharedWith(outlines[index - 1].Outline);

    /// <summary>The records one behind the other, read in pieces.</summary>
    private ref struct Records
    {
        private readonly BlockReader _reader;
        private readonly ListEntry _entry;
        private readonly byte[] _chunk = new byte[ChunkSize];
        private long _nextChunk;
        private int _at;
        private int _length;
        private int _left;
        private int _runsAt;

        public Records(BlockReader reader, in ListEntry entry)
        {
            _reader = reader;
            _entry = entry;
            _left = entry.OutlineCount;
            _nextChunk = entry.OutlinesAt + ((long)entry.OutlineSets * DatabaseFormat.OutlineSetSize);
        }

        /// <summary>The offset of the rule's record, or with <see cref="DatabaseFormat.PostingFlag"/> of a list of them.</summary>
        public uint Reference { get; private set; }

        /// <summary>How many runs it begins with like the one before it.</summary>
        public int Shared { get; private set; }

        /// <summary>How many runs it has.</summary>
        public int Depth { get; private set; }

        public byte Flags { get; private set; }

        /// <summary>Goes to the next one.</summary>
        /// <returns>False behind the last one.</returns>
        public bool MoveNext()
        {
            if (_left == 0)
                return _nextChunk == _entry.UnionsAt && _at == _length ? false : throw new DatabaseException("its outlines are fewer than it has room for");
            ReadOnlySpan<byte> header = _chunk.AsSpan(Take(DatabaseFormat.OutlineHeaderSize), DatabaseFormat.OutlineHeaderSize);
            (int shared, int more, byte flags) = (header[4], header[5], header[6]);
            bool isPossible = shared <= Depth && shared + more is > 0 and <= Outline.MostRuns && flags <= (AtStart | AtEnd | Without) && header[7] == 0
                && (shared == 0 || ((flags ^ Flags) & AtStart) == 0);
            if (!isPossible)
                throw new DatabaseException("an outline in it is impossible");
            Reference = BinaryPrimitives.ReadUInt32LittleEndian(header);
            (Shared, Depth, Flags) = (shared, shared + more, flags);
            _runsAt = Take(more * DatabaseFormat.OutlineRunSize);
            _left--;
            return true;
        }

        /// <summary>One of the runs that it does not share.</summary>
        public readonly OutlineRun Run(int index, ReadOnlySpan<byte> sets)
        {
            ReadOnlySpan<byte> run = _chunk.AsSpan(_runsAt + ((index - Shared) * DatabaseFormat.OutlineRunSize), DatabaseFormat.OutlineRunSize);
            int set = BinaryPrimitives.ReadUInt16LittleEndian(run) * DatabaseFormat.OutlineSetSize;
            if (set >= sets.Length || run[2] > run[3] || run[2] == OutlineRun.Unbounded)
                throw new DatabaseException("an outline in it is impossible");
            return new OutlineRun(BinaryPrimitives.ReadUInt64LittleEndian(sets[set..]), run[2], run[3]);
        }

        /// <summary>Takes bytes: where in the chunk they stand.</summary>
        private int Take(int count)
        {
            if (_length - _at < count)
                Fill(count);
            _at += count;
            return _at - count;
        }

        private void Fill(int count)
        {
            int left = _length - _at;
            _chunk.AsSpan(_at, left).CopyTo(_chunk);
            int more = (int)Math.Min(_chunk.Length - left, _entry.UnionsAt - _nextChunk);
            if (left + more < count)
                throw new DatabaseException("its outlines are longer than they should be");
            _reader.Read(_nextChunk, _chunk.AsSpan(left, more));
            _nextChunk += more;
            (_at, _length) = (0, left + more);
        }
    }
}
