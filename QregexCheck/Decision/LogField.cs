using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using QregexCheck.Text;

namespace QregexCheck.Decision;

/// <summary>The fields of a decision's line, in their order.</summary>
internal enum LogField
{
    /// <summary>The client's address.</summary>
    Ip,

    /// <summary>1 for a client that may relay. For other clients the field is left out.</summary>
    Relay,

    Helo,
    From,
    To,

    /// <summary>The number of recipients of a message that was judged as a whole, where <see cref="To"/> is the first one. It is left out elsewhere.</summary>
    Recipients,

    /// <summary>What is wrong with the tag of a bounce's recipient: a word of ours.</summary>
    Batv,

    /// <summary>The line that a bounce quotes and that a rule hit. A client has chosen it.</summary>
    Line,

    /// <summary>The rule that decided, as it stands in its list.</summary>
    Rule,

    /// <summary>What the client was told.</summary>
    Reply,

    /// <summary>What is known of the recipient, and from what. It may hold bytes of the client's between words of ours.</summary>
    Why,
}

/// <summary>How a field is written, and so how it must be read: a row of <see cref="LogFields"/>.</summary>
internal readonly ref struct LogFieldRow(ReadOnlySpan<byte> lead, byte open, byte close, Plain plain, int longest)
{
    /// <summary>What stands before the value: a blank, the field's name, and <c>=</c>. A value that is not enclosed holds no blank.</summary>
    public ReadOnlySpan<byte> Lead { get; } = lead;

    /// <summary>The byte before the value; 0 when nothing encloses the value.</summary>
    public byte Open { get; } = open;

    /// <summary>The byte behind the value; 0 when nothing encloses the value.</summary>
    public byte Close { get; } = close;

    /// <summary>The bytes that are not escaped.</summary>
    public Plain Plain { get; } = plain;

    /// <summary>The longest value in bytes. Escapes and the mark of a cut are included.</summary>
    public int Longest { get; } = longest;
}

/// <summary>The rows: all that writers and readers of the line know of each field.</summary>
/// <remarks>These rows are code and no array of objects, for the reason given at <see cref="Control.ListFamily.About"/>.</remarks>
internal static class LogFields
{
    /// <summary>The longest number of a line or of recipients: that of <see cref="int.MaxValue"/>.</summary>
    public const int LongestNumber = 10;

    /// <summary>The fields that are about the reason, not about the envelope.</summary>
    public static ReadOnlySpan<LogField> OfReason => [LogField.Batv, LogField.Line, LogField.Rule, LogField.Reply, LogField.Why];

    /// <summary>The room that the rule and the reply take behind a line that a bounce quotes, at their longest.</summary>
    public static int BehindQuoted => Whole(Row(LogField.Rule)) + Whole(Row(LogField.Reply));

    // All values at their longest but why= or line=, with all that stands around them, stay below 2,048 bytes; no line has both. These take what is left, up to
    // their longest: with the name of a domain for the rule, or for a bounce, which has no sender, that is all of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogFieldRow Row(LogField field) => field switch
    {
        LogField.Ip => new(" ip="u8, 0, 0, Plain.ClientField, 64),
        LogField.Relay => new(" relay="u8, 0, 0, Plain.ClientField, 1),
        LogField.Helo => new(" helo="u8, 0, 0, Plain.ClientField, 256),
        LogField.From => new(" from="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.To => new(" to="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.Recipients => new(" rcpts="u8, 0, 0, Plain.ClientField, LongestNumber),
        LogField.Batv => new(" batv="u8, 0, 0, Plain.ClientField, 7),
        LogField.Line => new(" line="u8, (byte)'"', (byte)'"', Plain.ClientText, 384),
        LogField.Rule => new(" rule="u8, (byte)'"', (byte)'"', Plain.OwnField, 384),
        LogField.Reply => new(" reply="u8, (byte)'"', (byte)'"', Plain.OwnField, 416),
        LogField.Why => new(" why="u8, (byte)'"', (byte)'"', Plain.ClientText, 256),
        _ => throw new UnreachableException(),
    };

    private static int Whole(in LogFieldRow row) => row.Lead.Length + 2 + row.Longest + ByteText.CutMark.Length;
}
