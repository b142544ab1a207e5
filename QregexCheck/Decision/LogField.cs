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

    /// <summary>How many recipients the message has, where one line is about all of them. The one above is the first that the line is about.</summary>
    Recipients,

    /// <summary>How many of these would be refused, where the message passes all the same.</summary>
    Refused,

    /// <summary>The header line of the mail that a bounce quotes, on which the decision rests.</summary>
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
    /// <summary>The fields that are about the reason, not about the envelope.</summary>
    public static ReadOnlySpan<LogField> OfReason => [LogField.Line, LogField.Rule, LogField.Reply, LogField.Why];

    // All values but the last at their longest, with all that stands around them, stay below 2,048 bytes. The last one takes what is left, up to its longest:
    // with the name of a domain for the rule, that is all of it. A quoted line stands where the sender is the null sender, so there is room for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogFieldRow Row(LogField field) => field switch
    {
        LogField.Ip => new(" ip="u8, 0, 0, Plain.ClientField, 64),
        LogField.Relay => new(" relay="u8, 0, 0, Plain.ClientField, 1),
        LogField.Helo => new(" helo="u8, 0, 0, Plain.ClientField, 256),
        LogField.From => new(" from="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.To => new(" to="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.Recipients => new(" rcpts="u8, 0, 0, Plain.ClientField, 10),
        LogField.Refused => new(" refused="u8, 0, 0, Plain.ClientField, 10),
        LogField.Line => new(" line="u8, (byte)'"', (byte)'"', Plain.ClientText, 300),
        LogField.Rule => new(" rule="u8, (byte)'"', (byte)'"', Plain.OwnField, 384),
        LogField.Reply => new(" reply="u8, (byte)'"', (byte)'"', Plain.OwnField, 416),
        LogField.Why => new(" why="u8, (byte)'"', (byte)'"', Plain.ClientText, 256),
        _ => throw new UnreachableException(),
    };
}
