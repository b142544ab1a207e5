using System;
using System.Diagnostics;
using QregexCheck.Text;

namespace QregexCheck.Decision;

/// <summary>The fields of a decision's line, in their order.</summary>
internal enum LogField
{
    /// <summary>The client's address.</summary>
    Ip,

    /// <summary>1 for a client that may relay; else the field is left out.</summary>
    Relay,

    Helo,
    From,
    To,

    /// <summary>The rule that decided, as in its file.</summary>
    Rule,

    /// <summary>What the client was told.</summary>
    Reply,
}

/// <summary>How a field is written, and so how it is to be read: a row of <see cref="LogFields"/>.</summary>
internal readonly ref struct LogFieldRow(ReadOnlySpan<byte> lead, byte open, byte close, Plain plain, int longest)
{
    /// <summary>What stands before the value: a blank, the field's name, and <c>=</c>. No value that is not enclosed holds a blank.</summary>
    public ReadOnlySpan<byte> Lead { get; } = lead;

    /// <summary>The byte before the value; 0 where nothing encloses it.</summary>
    public byte Open { get; } = open;

    /// <summary>The byte behind the value; 0 where nothing encloses it.</summary>
    public byte Close { get; } = close;

    /// <summary>The bytes that are not escaped.</summary>
    public Plain Plain { get; } = plain;

    /// <summary>The longest value in bytes, escapes and the mark of a cut included.</summary>
    public int Longest { get; } = longest;
}

/// <summary>The rows: all that those who write or read the line know of each field.</summary>
/// <remarks>Code and no array of objects, for the reason given at <see cref="Control.ListFamily.About"/>.</remarks>
internal static class LogFields
{
    /// <summary>The fields that are about the reason and not about the envelope.</summary>
    public static ReadOnlySpan<LogField> OfReason => [LogField.Rule, LogField.Reply];

    // At their longest, and together with what stands around them, they stay below 2,048.
    public static LogFieldRow Row(LogField field) => field switch
    {
        LogField.Ip => new(" ip="u8, 0, 0, Plain.ClientField, 64),
        LogField.Relay => new(" relay="u8, 0, 0, Plain.ClientField, 1),
        LogField.Helo => new(" helo="u8, 0, 0, Plain.ClientField, 256),
        LogField.From => new(" from="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.To => new(" to="u8, (byte)'<', (byte)'>', Plain.ClientField, 384),
        LogField.Rule => new(" rule="u8, (byte)'"', (byte)'"', Plain.OwnField, 384),
        LogField.Reply => new(" reply="u8, (byte)'"', (byte)'"', Plain.OwnField, 416),
        _ => throw new UnreachableException(),
    };
}
