using System;
using System.Globalization;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>
/// Changes a <c>.qmail-default</c> of vpopmail so that what has no mailbox is deleted, and not bounced: one word of one line. Source: vdelivermail.c.
/// </summary>
internal static class DefaultWord
{
    private static ReadOnlySpan<byte> Bounces => "bounce-no-mailbox"u8;

    private static ReadOnlySpan<byte> Deletes => "delete"u8;

    /// <summary>Changes the word.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="problem">Why the file is none that is changed, with the line; null when it is changed, or says so already.</param>
    /// <returns>The new bytes; null when nothing is to be changed.</returns>
    public static byte[]? Change(ReadOnlySpan<byte> bytes, out string? problem)
    {
        problem = null;
        int number = 0;
        int found = 0;
        Range word = default;
        bool deletes = false;
        for (int start = 0; start < bytes.Length;)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? bytes[start..] : bytes.Slice(start, length)).TrimEnd(" \t"u8);
            number++;
            if (line.Contains((byte)0))
                problem = Line(number, "holds a NUL");
            else if (line.IsEmpty ? number == 1 : line[0] == '+')
                problem = Line(number, line.IsEmpty ? "is blank, and so qmail defers" : "restricts what the file may do");
            else if (!line.IsEmpty && line[0] != '#' && found > 0)
                problem = Line(number, $"is another instruction beside line {found}");
            else if (!line.IsEmpty && line[0] != '#' && !TryFind(line, start, out word, out deletes))
                problem = Line(number, "is not vdelivermail '' bounce-no-mailbox");
            else if (!line.IsEmpty && line[0] != '#')
                found = number;
            if (problem is not null)
                return null;
            start = length < 0 ? bytes.Length : start + length + 1;
        }

        if (found == 0)
            problem = "has no line with vdelivermail '' bounce-no-mailbox";
        return found == 0 || deletes ? null : [.. bytes[..word.Start.Value], .. Deletes, .. bytes[word.End.Value..]];
    }

    /// <summary>Finds the last word of vdelivermail's line. It may stand between quotes.</summary>
    private static bool TryFind(ReadOnlySpan<byte> line, int start, out Range word, out bool deletes)
    {
        word = default;
        deletes = false;
        if (line[0] != '|' || MailCommand.TryRead(line[1..]) is not { Kind: DotQmailKind.Vpopmail })
            return false;
        ReadOnlySpan<byte> text = line[^1] is (byte)'\'' or (byte)'"' ? line[..^1] : line;
        deletes = text.EndsWith(Deletes);
        word = (start + text.Length - Bounces.Length)..(start + text.Length);
        return deletes || text.EndsWith(Bounces);
    }

    private static string Line(int number, string words) => string.Create(CultureInfo.InvariantCulture, $"line {number} {words}");
}
