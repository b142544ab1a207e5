using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Bounces;

/// <summary>The header fields of a quoted message that are collected.</summary>
internal enum QuotedField
{
    /// <summary>Any other field, or no field at all.</summary>
    None,
    Received,
    MessageId,
    From,
    ReturnPath,
}

/// <summary>A header line of a message that a bounce quotes.</summary>
/// <param name="Field">Which field it is.</param>
/// <param name="Text">The whole line as it stands there, unfolded: its name, a colon, its value. Without quoting marks, blanks at its end, and CR.</param>
/// <param name="Part">In which part it was found: an index of <see cref="QuotedMail.Parts"/>.</param>
internal readonly record struct QuotedHeader(QuotedField Field, byte[] Text, int Part);

/// <summary>Knows the fields that are collected by their names.</summary>
internal static class QuotedFields
{
    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    /// <summary>The field that a line begins.</summary>
    /// <remarks>Source: RFC 5322, 2.2; blanks before the colon: 4.5.</remarks>
    /// <param name="line">The line, without quoting marks.</param>
    public static QuotedField Of(ReadOnlySpan<byte> line) => line switch
    {
        [(byte)'R' or (byte)'r', ..] => IsNamed(line, "received"u8) ? QuotedField.Received
            : IsNamed(line, "return-path"u8) ? QuotedField.ReturnPath
            : QuotedField.None,
        [(byte)'M' or (byte)'m', ..] => IsNamed(line, "message-id"u8) ? QuotedField.MessageId : QuotedField.None,
        [(byte)'F' or (byte)'f', ..] => IsNamed(line, "from"u8) ? QuotedField.From : QuotedField.None,
        _ => QuotedField.None,
    };

    /// <summary>True when a line begins a field with a name.</summary>
    /// <param name="line">The line.</param>
    /// <param name="name">The name, in small letters.</param>
    public static bool IsNamed(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && AsciiCase.Same(line[..name.Length], name) && line[name.Length..].TrimStart(Blanks) is [(byte)':', ..];
}
