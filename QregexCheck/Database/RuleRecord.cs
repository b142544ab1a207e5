using System;
using System.Buffers.Binary;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>A rule as the compiled file keeps it: the text itself, so that it is matched by the same code as one from its control file.</summary>
/// <param name="Text">The rule with its <c>!</c>.</param>
/// <param name="Line">Its line.</param>
/// <param name="Column">Its column.</param>
/// <param name="Annotation">What the comments above it say, but for the examples, which no check needs.</param>
/// <param name="Plain">What it is, in a plain list; its number tells.</param>
internal sealed record RuleRecord(byte[] Text, int Line, int Column, Annotation Annotation, PlainKind Plain = PlainKind.None)
{
    /// <summary>The rule.</summary>
    public Rule AsRule => new(Text, Line, Column, Annotation, Plain);

    /// <summary>Bytes that the record takes in the file.</summary>
    public long StoredLength =>
        (DatabaseFormat.RuleHeaderSize + Text.Length + (Annotation.Reply?.Length ?? 0) + (Annotation.Note?.Length ?? 0)
            + (Annotation.Condition?.Text.Length ?? 0) + 3) & ~3L;

    /// <summary>Reads the record at an offset.</summary>
    /// <exception cref="DatabaseException">It is not one, or says what its control file could not have said.</exception>
    public static RuleRecord Read(BlockReader reader, in ListEntry entry, long offset)
    {
        Span<byte> header = stackalloc byte[DatabaseFormat.RuleHeaderSize];
        reader.Read(offset, header);
        long at = offset + header.Length;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (length > Limits.PatternLength + 1)
            throw new DatabaseException("a rule in it is too long");
        byte[] text = ReadText(reader, ref at, length);
        ushort replyLength = BinaryPrimitives.ReadUInt16LittleEndian(header[16..]);
        ushort noteLength = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        var annotation = Annotation.None;
        int until = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        byte action = header[20];
        ushort conditionLength = BinaryPrimitives.ReadUInt16LittleEndian(header[22..]);
        if (conditionLength > 0 && !entry.HasConditions)
            throw new DatabaseException("a rule in it has a condition, and its list has none");
        if (replyLength != DatabaseFormat.NoText || noteLength != DatabaseFormat.NoText || until != int.MaxValue || action != 0 || conditionLength > 0)
        {
            byte[]? reply = replyLength == DatabaseFormat.NoText ? null : ReadText(reader, ref at, replyLength);
            byte[]? note = noteLength == DatabaseFormat.NoText ? null : ReadText(reader, ref at, noteLength);
            Condition? condition = conditionLength == 0 ? null
                : Condition.Read(ReadText(reader, ref at, conditionLength)) ?? throw new DatabaseException("a condition in it is none");
            annotation = new Annotation { Action = (RuleAction)action, Reply = reply, Note = note, UntilDay = until, Condition = condition };
        }

        var rule = new RuleRecord(
            text, BinaryPrimitives.ReadInt32LittleEndian(header), BinaryPrimitives.ReadInt32LittleEndian(header[4..]), annotation, entry.Plain);
        if (!entry.HasPlace(rule.Line, rule.Column, text.Length) || !ControlFile.CanHold(text, rule.Column))
            throw new DatabaseException("a rule in it can't stand in a control file");
        if (!AnnotationParser.CanSay(annotation))
            throw new DatabaseException("an annotation in it can't stand in a control file");
        return rule;
    }

    /// <summary>Throws unless this rule stands behind another one in the control file.</summary>
    public void CheckOrder(RuleRecord? before)
    {
        if (before is not null && (Line < before.Line || (Line == before.Line && Column <= before.Column)))
            throw new DatabaseException("its rules are out of order");
    }

    /// <summary>Appends the record.</summary>
    /// <returns>Its offset.</returns>
    public int Write(SectionBytes bytes)
    {
        int offset = bytes.Offset;
        bytes.Add((uint)Line);
        bytes.Add((uint)Column);
        bytes.Add((uint)Annotation.UntilDay);
        bytes.Add((uint)Text.Length);
        bytes.Add(Length(Annotation.Reply));
        bytes.Add(Length(Annotation.Note));
        bytes.Add([(byte)Annotation.Action, 0]);
        bytes.Add((ushort)(Annotation.Condition?.Text.Length ?? 0));
        bytes.Add(Text);
        bytes.Add(Annotation.Reply);
        bytes.Add(Annotation.Note.AsSpan(0, Annotation.Note is null ? 0 : Length(Annotation.Note)));
        bytes.Add(Annotation.Condition?.Text);
        bytes.Align(4);
        return offset;
    }

    // A note of 64 KiB or more is cut: it is a remark for people.
    private static ushort Length(byte[]? text) =>
        text is null ? DatabaseFormat.NoText : (ushort)Math.Min(text.Length, DatabaseFormat.NoText - 1);

    private static byte[] ReadText(BlockReader reader, ref long at, long length)
    {
        reader.CheckRange(at, length);
        var text = new byte[length];
        reader.Read(at, text);
        at += length;
        return text;
    }
}
