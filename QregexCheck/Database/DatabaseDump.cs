using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Text;

namespace QregexCheck.Database;

/// <summary>A compiled file as text, for people and for golden tests. What depends on the place and time of the compile is left out.</summary>
internal static class DatabaseDump
{
    /// <summary>Writes the text of a list that this version knows.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="list">The list.</param>
    /// <param name="addLine">Is given line by line, without newlines.</param>
    /// <exception cref="DatabaseException">The file is damaged; then nothing was written.</exception>
    public static void List(BlockReader reader, ControlList list, Action<string> addLine)
    {
        string name = Encoding.ASCII.GetString(ControlLists.FileName(list));
        ReadOnlySpan<byte> kept = ListTable.Find(reader.Header, (int)list);
        if (kept.IsEmpty && !ControlLists.IsOfFirstVersion(list))
            return;
        if (kept.IsEmpty)
            addLine($"{name}: not in it, read as text");
        else if (!ListEntry.IsRead(ListTable.KindOf(kept), list))
            addLine($"{name}: of kind {(int)ListTable.KindOf(kept)}, which another version of qregexcheck reads; read as text");
        else if (ListEntry.Read(reader.Header, list) is { Source.Exists: true } entry)
            Rules(reader, entry, name, addLine);
        else
            addLine($"{name}: missing");
    }

    /// <summary>Writes the text of a control file of addresses; nothing where the file has no entry for it.</summary>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public static void Addresses(BlockReader reader, AddressList list, Action<string> addLine)
    {
        ReadOnlySpan<byte> kept = ListTable.Find(reader.Header, (int)list);
        if (kept.IsEmpty)
            return;
        string name = AddressLists.Name(list);
        if (ListTable.KindOf(kept) != SectionKind.Addresses)
        {
            addLine($"{name}: of kind {(int)ListTable.KindOf(kept)}, which another version of qregexcheck reads; read as text");
            return;
        }

        AddressEntry entry = AddressEntry.Read(reader.Header, list);
        if (!entry.Source.Exists)
        {
            addLine($"{name}: missing");
            return;
        }

        AddressCheck.Run(reader, entry, read: null);
        addLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {entry.Count} entries, {entry.Blocks} blocks"));
        AddressCheck.Run(reader, entry, (in AddressRecord record) => addLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  entry {record.Line} {Escape.Text(record.Text, Plain.Printable)}{Remark(record)}")));
    }

    /// <summary>Writes a line for each list that this version does not know.</summary>
    public static void UnknownLists(BlockReader reader, Action<string> addLine)
    {
        for (int i = 0; i < ListTable.Count(reader.Header); i++)
        {
            ReadOnlySpan<byte> kept = ListTable.Entry(reader.Header, i);
            int number = ListTable.ListOf(kept);
            if (!ControlLists.All.Contains((ControlList)number) && number != (int)AddressList.ValidRcptTo)
                addLine($"list {ListTable.ListOf(kept)}: of kind {(int)ListTable.KindOf(kept)}, which another version of qregexcheck asks; passed over");
        }
    }

    private static void Rules(BlockReader reader, in ListEntry entry, string name, Action<string> addLine)
    {
        ListCheck.Run(reader, entry);
        var always = new HashSet<uint>();
        for (int i = 0; i < entry.AlwaysCount; i++)
            always.Add(reader.ReadUInt32(entry.AlwaysAt + ((long)i * 4)));
        Dictionary<int, string> grams = ReadGrams(reader, entry, out Dictionary<int, int> more);
        HashSet<int> outlined = OutlineRecords.ReadRules(reader, entry);
        var unions = new List<string>();
        long inUnions = 0;
        for (int i = 0; i < entry.UnionCount; i++)
            inUnions += AddUnion(unions.Add, reader, entry.UnionsAt + ((long)i * DatabaseFormat.UnionHeaderSize));
        long leftOut = entry.RuleCount - grams.Count - inUnions - entry.AlwaysCount - outlined.Count;
        if (leftOut < 0)
            throw new DatabaseException("a rule in it is found in more ways than one");

        string byOutline = string.Create(CultureInfo.InvariantCulture, $"{outlined.Count} by outline");
        string byText = string.Create(CultureInfo.InvariantCulture, $"{grams.Count} by {(entry.IsByKey ? "key" : "gram")}");
        addLine($"{name}: {entry.RuleCount} rules, {byText}, {byOutline}, {inUnions} in unions, {entry.AlwaysCount} always, {leftOut} left out");
        var rules = new RuleRecords(reader, entry);
        while (rules.MoveNext())
        {
            RuleRecord rule = rules.Current!;
            string way = always.Contains((uint)rules.Offset) ? "always"
                : grams.TryGetValue((int)rules.Offset, out string? gram) ? gram
                : outlined.Contains((int)rules.Offset) ? "outline"
                : "-";
            if (more.TryGetValue((int)rules.Offset, out int others))
                way += string.Create(CultureInfo.InvariantCulture, $" and {others} more");
            string action = rule.Annotation.Action.ToString().ToLowerInvariant();
            addLine($"  rule {rule.Line}:{rule.Column} {way} {action}{Until(rule)} {Escape.Text(rule.Text, Plain.Printable)}");
            if (rule.Annotation.Reply is not null)
                addLine($"    reply {Escape.Text(rule.Annotation.Reply, Plain.Printable)}");
            if (rule.Annotation.Condition is { } condition)
                addLine($"    condition {Escape.Text(condition.Text, Plain.Printable)}");
            if (rule.Annotation.Note is not null)
                addLine($"    note {Escape.Text(rule.Annotation.Note, Plain.Printable)}");
        }

        unions.ForEach(addLine);
        var warnings = new WarningRecords(reader, entry);
        while (warnings.MoveNext(uint.MaxValue, int.MaxValue))
            addLine($"  warning {warnings.Current.Line}:{warnings.Current.Column} {warnings.Current.Message}");
    }

    /// <summary>For each rule record the first slot's tag under which it is found, and how many more there are.</summary>
    private static Dictionary<int, string> ReadGrams(BlockReader reader, in ListEntry entry, out Dictionary<int, int> more)
    {
        var grams = new Dictionary<int, string>();
        more = new Dictionary<int, int>();
        for (int slot = 0; slot < entry.TableSlots; slot++)
        {
            long at = entry.TableAt + ((long)slot * 8);
            uint reference = reader.ReadUInt32(at + 4);
            if (reference == 0)
                continue;
            string tag = (entry.IsByKey ? "key " : "gram ") + reader.ReadUInt32(at).ToString("x8", CultureInfo.InvariantCulture);
            int offset = (int)(reference & ~DatabaseFormat.PostingFlag);
            if ((reference & DatabaseFormat.PostingFlag) == 0)
            {
                AddGram(grams, more, offset, tag);
                continue;
            }

            uint count = reader.ReadUInt32(offset);
            reader.CheckRange(offset, 4 + (count * 4L));
            if (count > entry.RuleCount)
                throw new DatabaseException("a list of rules in it is too long");
            for (uint i = 1; i <= count; i++)
                AddGram(grams, more, (int)reader.ReadUInt32(offset + (i * 4L)), tag);
        }

        return grams;
    }

    private static void AddGram(Dictionary<int, string> grams, Dictionary<int, int> more, int offset, string tag)
    {
        if (!grams.TryAdd(offset, tag))
            more[offset] = more.GetValueOrDefault(offset) + 1;
    }

    /// <returns>How many rules it stands for.</returns>
    private static uint AddUnion(Action<string> addLine, BlockReader reader, long at)
    {
        Span<byte> header = stackalloc byte[DatabaseFormat.UnionHeaderSize];
        reader.Read(at, header);
        int until = BinaryPrimitives.ReadInt32LittleEndian(header);
        uint classes = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint states = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint rules = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        addLine($"  union of {rules} rules: {states} states, {classes} classes{(until == int.MaxValue ? string.Empty : $", until day {until}")}");
        return rules;
    }

    private static string Until(RuleRecord rule) =>
        rule.Annotation.UntilDay == int.MaxValue ? string.Empty : $" until {DateOnly.FromDayNumber(rule.Annotation.UntilDay):yyyy-MM-dd}";

    private static string Remark(in AddressRecord record) => (record.HasAddresses ? ", which has addresses" : string.Empty)
        + (record.DoubtfulLine == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", not believed for line {record.DoubtfulLine}"));
}
