using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Text;

namespace QregexCheck.Database;

/// <summary>A compiled file as text, for people and for golden tests. What depends on the place and time of the compile is left out.</summary>
internal static class DatabaseDump
{
    /// <summary>Writes the text of a list.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="name">The control file's name.</param>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public static string List(BlockReader reader, in ListEntry entry, string name)
    {
        var text = new StringBuilder();
        if (!entry.Source.Exists)
            return $"{name}: missing\n";
        ListCheck.Run(reader, entry);
        Line(text, $"{name}: {entry.RuleCount} rules, {entry.Indexed} by gram, {entry.InUnions} in unions, {entry.AlwaysCount} always, {entry.LeftOut} left out");
        var always = new HashSet<uint>();
        for (int i = 0; i < entry.AlwaysCount; i++)
            always.Add(reader.ReadUInt32(entry.AlwaysAt + ((long)i * 4)));
        Dictionary<int, string> grams = ReadGrams(reader, entry);
        var rules = new RuleRecords(reader, entry);
        while (rules.MoveNext())
        {
            RuleRecord rule = rules.Current!;
            string way = always.Contains((uint)rules.Offset) ? "always" : grams.TryGetValue((int)rules.Offset, out string? gram) ? gram : "-";
            Line(text, $"  rule {rule.Line}:{rule.Column} {way} {rule.Annotation.Action.ToString().ToLowerInvariant()}{Until(rule)} {Escape.Text(rule.Text, Plain.Printable)}");
            if (rule.Annotation.Reply is not null)
                Line(text, $"    reply {Escape.Text(rule.Annotation.Reply, Plain.Printable)}");
            if (rule.Annotation.Note is not null)
                Line(text, $"    note {Escape.Text(rule.Annotation.Note, Plain.Printable)}");
        }

        for (int i = 0; i < entry.UnionCount; i++)
            AddUnion(text, reader, entry.UnionsAt + ((long)i * DatabaseFormat.UnionHeaderSize));
        var warnings = new WarningRecords(reader, entry);
        while (warnings.MoveNext(uint.MaxValue, int.MaxValue))
            Line(text, $"  warning {warnings.Current.Line}:{warnings.Current.Column} {warnings.Current.Message}");
        return text.ToString();
    }

    /// <summary>For each rule record the slot's tag under which it is found.</summary>
    private static Dictionary<int, string> ReadGrams(BlockReader reader, in ListEntry entry)
    {
        var grams = new Dictionary<int, string>();
        for (int slot = 0; slot < entry.TableSlots; slot++)
        {
            long at = entry.TableAt + ((long)slot * 8);
            uint reference = reader.ReadUInt32(at + 4);
            if (reference == 0)
                continue;
            string tag = "gram " + reader.ReadUInt32(at).ToString("x8", CultureInfo.InvariantCulture);
            int offset = (int)(reference & ~DatabaseFormat.PostingFlag);
            if ((reference & DatabaseFormat.PostingFlag) == 0)
            {
                grams[offset] = tag;
                continue;
            }

            uint count = reader.ReadUInt32(offset);
            reader.CheckRange(offset, 4 + (count * 4L));
            for (uint i = 1; i <= count; i++)
                grams[(int)reader.ReadUInt32(offset + (i * 4L))] = tag;
        }

        return grams;
    }

    private static void AddUnion(StringBuilder text, BlockReader reader, long at)
    {
        Span<byte> header = stackalloc byte[DatabaseFormat.UnionHeaderSize];
        reader.Read(at, header);
        int until = BinaryPrimitives.ReadInt32LittleEndian(header);
        uint classes = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint states = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint rules = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        Line(text, $"  union of {rules} rules: {states} states, {classes} classes{(until == int.MaxValue ? string.Empty : $", until day {until}")}");
    }

    private static string Until(RuleRecord rule) =>
        rule.Annotation.UntilDay == int.MaxValue ? string.Empty : $" until {DateOnly.FromDayNumber(rule.Annotation.UntilDay):yyyy-MM-dd}";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
