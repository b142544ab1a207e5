using System;
using System.Buffers.Binary;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>The header's entry for one control file that is kept as rules; see <see cref="DatabaseFormat"/>.</summary>
internal struct ListEntry
{
    public SourceStamp Source;
    public bool IsAmbiguous;
    public int RecordsAt;
    public int SectionLength;
    public int RuleCount;
    public int RecordsLength;
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
    public int OutlinesAt;
    public int OutlineSets;
    public int OutlineCount;

    /// <summary>True when rules may have conditions. The kind of the section tells.</summary>
    public bool HasConditions;

    /// <summary>True when filter and table hold the keys of plain entries and no grams.</summary>
    public readonly bool IsByKey => Plain != PlainKind.None;

    /// <summary>What the lines are, where they are no regular expressions. The list's number tells; it is not in the entry.</summary>
    public PlainKind Plain;

    /// <summary>True for bytes at a place that the source is long enough to have: each line before it takes a byte at least.</summary>
    public readonly bool HasPlace(int line, int column, int length) =>
        line >= 1 && column >= 1 && (ulong)((long)line - 1 + column - 1 + length) <= Source.Size;

    /// <summary>Reads the entry of a list.</summary>
    /// <param name="header">A header that <see cref="ListTable.Check"/> has gone through.</param>
    /// <param name="list">The list.</param>
    /// <remarks>A later list than those of the first version was missing when it has no entry.</remarks>
    /// <exception cref="DatabaseException">There is none, it is of an unknown kind, or a number in it is not one that an entry can hold.</exception>
    public static ListEntry Read(ReadOnlySpan<byte> header, ControlList list)
    {
        ReadOnlySpan<byte> bytes = ListTable.Find(header, (int)list);
        if (bytes.IsEmpty && !ControlLists.IsOfFirstVersion(list))
            return default;
        if (bytes.IsEmpty)
            throw new DatabaseException($"{NameOf(list)} is not in it");
        SectionKind kind = ListTable.KindOf(bytes);
        if (!IsRead(kind, list))
            throw new DatabaseException($"another version of qregexcheck wrote what it holds of {NameOf(list)}");
        var entry = new ListEntry
        {
            RecordsAt = Number(bytes, EntryOffset.SectionAt),
            SectionLength = Number(bytes, EntryOffset.SectionLength),
            RuleCount = Number(bytes, EntryOffset.RuleCount),
            RecordsLength = Number(bytes, EntryOffset.RecordsLength),
            WarningsAt = Number(bytes, EntryOffset.WarningsAt),
            WarningCount = Number(bytes, EntryOffset.WarningCount),
            FilterAt = Number(bytes, EntryOffset.FilterAt),
            FilterBits = PowerOfTwo(bytes, EntryOffset.FilterBits),
            TableAt = Number(bytes, EntryOffset.TableAt),
            TableSlots = PowerOfTwo(bytes, EntryOffset.TableSlots),
            GramLengths = Number(bytes, EntryOffset.GramLengths),
            AlwaysAt = Number(bytes, EntryOffset.AlwaysAt),
            AlwaysCount = Number(bytes, EntryOffset.AlwaysCount),
            UnionsAt = Number(bytes, EntryOffset.UnionsAt),
            UnionCount = Number(bytes, EntryOffset.UnionCount),
            OutlinesAt = Number(bytes, EntryOffset.OutlinesAt),
            OutlineSets = Number(bytes, EntryOffset.OutlineSets),
            OutlineCount = Number(bytes, EntryOffset.OutlineCount),
            HasConditions = kind != SectionKind.Rules,
            Plain = PlainEntry.KindOf(list),
        };
        entry.Source = ListTable.SourceOf(bytes, out entry.IsAmbiguous);
        if (entry.Source.Exists)
            entry.CheckParts();
        return entry;
    }

    /// <summary>True for a kind whose sections are read here, of this list.</summary>
    public static bool IsRead(SectionKind kind, ControlList list) =>
        ControlLists.IsPlain(list) ? kind == SectionKind.PlainEntries : kind is SectionKind.Rules or SectionKind.RulesWithConditions;

    /// <summary>Writes the entry.</summary>
    public readonly void Write(Span<byte> bytes, ControlList list)
    {
        SectionKind kind = ControlLists.IsPlain(list) ? SectionKind.PlainEntries : HasConditions ? SectionKind.RulesWithConditions : SectionKind.Rules;
        ListTable.Write(bytes, (int)list, kind, Source, IsAmbiguous);
        Put(bytes, EntryOffset.SectionAt, RecordsAt);
        Put(bytes, EntryOffset.SectionLength, SectionLength);
        Put(bytes, EntryOffset.RuleCount, RuleCount);
        Put(bytes, EntryOffset.RecordsLength, RecordsLength);
        Put(bytes, EntryOffset.WarningsAt, WarningsAt);
        Put(bytes, EntryOffset.WarningCount, WarningCount);
        Put(bytes, EntryOffset.FilterAt, FilterAt);
        Put(bytes, EntryOffset.FilterBits, FilterBits);
        Put(bytes, EntryOffset.TableAt, TableAt);
        Put(bytes, EntryOffset.TableSlots, TableSlots);
        Put(bytes, EntryOffset.GramLengths, GramLengths);
        Put(bytes, EntryOffset.AlwaysAt, AlwaysAt);
        Put(bytes, EntryOffset.AlwaysCount, AlwaysCount);
        Put(bytes, EntryOffset.UnionsAt, UnionsAt);
        Put(bytes, EntryOffset.UnionCount, UnionCount);
        Put(bytes, EntryOffset.OutlinesAt, OutlinesAt);
        Put(bytes, EntryOffset.OutlineSets, OutlineSets);
        Put(bytes, EntryOffset.OutlineCount, OutlineCount);
    }

    /// <summary>
    /// Throws unless the parts stand in their order. The last five follow each other to the section's end without a gap, so that a count that
    /// is too small shows as one that is too large.
    /// </summary>
    private readonly void CheckParts()
    {
        bool hasGrams = FilterBits >= 8 && TableSlots > 0 && GramLengths < 1 << DatabaseFormat.GramLengths.Length;
        if (GramLengths == 0 ? (FilterAt | FilterBits | TableAt | TableSlots) != 0 : !hasGrams)
            throw new DatabaseException("its grams do not fit together");

        int last = GramLengths != 0 ? FilterAt : AlwaysAt;
        bool fits = (RuleCount == 0) == (RecordsLength == 0)
            && (long)RuleCount * DatabaseFormat.RuleHeaderSize <= RecordsLength
            && (long)RecordsAt + RecordsLength == WarningsAt
            && WarningsAt + ((long)WarningCount * DatabaseFormat.WarningHeaderSize) <= last
            && (GramLengths == 0 || ((long)FilterAt + (FilterBits / 8) == TableAt && TableAt + ((long)TableSlots * 8) == AlwaysAt))
            && AlwaysAt + ((long)AlwaysCount * 4) == OutlinesAt
            && OutlineSets <= OutlineRecords.MostSets
            && OutlinesAt + ((long)OutlineSets * DatabaseFormat.OutlineSetSize) + ((long)OutlineCount * DatabaseFormat.OutlineHeaderSize) <= UnionsAt
            && (OutlineCount > 0 || OutlinesAt == UnionsAt)
            && OutlineCount <= RuleCount
            && UnionsAt + ((long)UnionCount * DatabaseFormat.UnionHeaderSize) == (long)RecordsAt + SectionLength;
        if (!fits)
            throw new DatabaseException("the parts of a section do not fit together");
    }

    private static string NameOf(ControlList list) => Encoding.ASCII.GetString(ControlLists.FileName(list));

    private static void Put(Span<byte> bytes, int at, int number) => BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], number);

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
