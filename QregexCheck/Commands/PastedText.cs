using System;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Reads an address or a host name as people copy it from a log or a mail. A text that can mean only one thing is taken for that. A text that
/// looks wrong is taken as it stands, with a word about it.
/// </summary>
/// <param name="Bytes">The bytes to judge.</param>
/// <param name="Doubt">What looks wrong; null when nothing does.</param>
internal readonly record struct PastedText(byte[] Bytes, string? Doubt)
{
    /// <summary>Reads an address. It removes blanks around it and angle brackets, and turns the log's <c>\xNN</c> back into bytes.</summary>
    public static PastedText Address(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        string? doubt = null;
        if (text.EndsWith(">"u8) && text.IndexOf((byte)'<') is var begin and >= 0)
        {
            if (begin > 0)
                doubt = "what stands before < is left out";
            text = text[(begin + 1)..^1].Trim(" \t"u8);
        }

        doubt ??= text.ContainsAny("<>"u8) ? "it holds < or >, which no envelope address has around it"
            : text.ContainsAny(" \t"u8) ? "it holds a blank"
            : text.Contains((byte)'"') ? "it holds a quote; qmail-smtpd takes quotes away before it asks"
            : text.StartsWith("mailto:"u8) ? "mailto: belongs to no address"
            : IsQuoted(text) ? "it stands in quotes"
            : text.StartsWith("@"u8) && text.IndexOf((byte)':') is > 1 and var route && text[route..].Contains((byte)'@')
                ? "it begins with a route, which qmail-smtpd takes away before it asks"
            : text.Count((byte)'@') > 1 ? "it holds more than one @"
            : text.EndsWith(","u8) || text.EndsWith(";"u8) ? "it ends in a comma or a semicolon"
            : null;
        return new PastedText(Escape.Undo(text), doubt);
    }

    /// <summary>Reads a HELO host name. It removes blanks around it, and turns the log's <c>\xNN</c> back into bytes.</summary>
    public static PastedText Host(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r"u8);
        return new PastedText(Escape.Undo(text), text.ContainsAny(" \t"u8) ? "it holds a blank" : text.ContainsAny("<>"u8) ? "it holds < or >" : null);
    }

    /// <summary>True for quotes around a text that no address has: ASCII quotes, or those of a text processor.</summary>
    private static bool IsQuoted(ReadOnlySpan<byte> text) =>
        (text.Length > 2 && text[0] is (byte)'\'' or (byte)'`' && text[^1] is (byte)'\'' or (byte)'`')
        || text.StartsWith("\u201C"u8) || text.StartsWith("\u2018"u8) || text.StartsWith("\u00AB"u8);
}
