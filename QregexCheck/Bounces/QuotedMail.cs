using System;
using System.Collections.Generic;
using QregexCheck.Mailboxes;

namespace QregexCheck.Bounces;

/// <summary>What a look has found in a bounce.</summary>
/// <param name="Lines">The header lines of quoted messages, in the order of the bounce.</param>
/// <param name="Parts">What was recognised; the first is the message itself.</param>
/// <param name="Limits">What kept the look from reading all; <see cref="LookLimit.None"/> when all was read.</param>
/// <param name="ReturnPath">The first Return-Path line of the message itself, where it was saved; null when there is none.</param>
internal sealed record QuotedMail(IReadOnlyList<QuotedHeader> Lines, IReadOnlyList<BouncePart> Parts, LookLimit Limits, byte[]? ReturnPath)
{
    /// <summary>The first line that a server has put in front of a quoted mail; null when there is none.</summary>
    /// <remarks>
    /// In the text of a bounce the same word may tell a date, as receipts do: there only a line of the form that servers write is taken for theirs. Source:
    /// RFC 5321, 4.4.
    /// </remarks>
    public QuotedHeader? FirstReceived
    {
        get
        {
            foreach (QuotedHeader line in Lines)
            {
                if (line.Field == QuotedField.Received && (Parts[line.Part].Kind != PartKind.Text || IsTrace(line.Text)))
                    return line;
            }

            return null;
        }
    }

    private static bool IsTrace(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> value = line[(line.IndexOf((byte)':') + 1)..].TrimStart(" \t"u8);
        bool begins = value is [(byte)'(', ..] || BeginsWithWord(value, "from"u8) || BeginsWithWord(value, "by"u8);
        return begins && value.Contains((byte)';');
    }

    private static bool BeginsWithWord(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) =>
        value.Length > word.Length && AsciiCase.Same(value[..word.Length], word) && value[word.Length] is ((byte)' ' or (byte)'\t');
}
