using System;
using QregexCheck.Decision;
using QregexCheck.Logs;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>
/// A line of the list that <c>test -</c> reads. It holds a recipient; or a sender, a TAB and a recipient; or a line of our own log with its
/// sender and recipient. As in the log, a lone <c>-</c> stands for an address that is not known.
/// </summary>
internal readonly ref struct ListLine
{
    private ListLine(ReadOnlySpan<byte> sender, ReadOnlySpan<byte> recipient, bool hasSender, string? doubt, ReadOnlySpan<byte> ip = default)
    {
        Ip = ip;
        Sender = sender;
        Recipient = recipient;
        HasSender = hasSender && !IsUnknown(sender);
        HasRecipient = !hasSender || !IsUnknown(recipient);
        Doubt = doubt;
    }

    /// <summary>The sender as it stands in the line. It counts only when <see cref="HasSender"/> is true.</summary>
    public ReadOnlySpan<byte> Sender { get; }

    /// <summary>The recipient as it stands in the line.</summary>
    public ReadOnlySpan<byte> Recipient { get; }

    public bool HasSender { get; }

    /// <summary>The client's address; empty when the line does not tell.</summary>
    public ReadOnlySpan<byte> Ip { get; }

    /// <summary>False for a line about a sender alone.</summary>
    public bool HasRecipient { get; }

    /// <summary>What looks wrong with the line itself; null when nothing does.</summary>
    public string? Doubt { get; }

    /// <summary>Reads a line.</summary>
    /// <returns>False for an empty line, for a comment, and for a line of the log without sender and recipient.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ListLine read)
    {
        read = default;
        bool endsInTab = line.TrimEnd(" \r"u8).EndsWith("\t"u8);
        line = line.TrimEnd(" \t\r"u8);
        if (line.IsEmpty || IsComment(line))
            return false;
        if (line.IndexOf(LogLine.Prefix) is >= 0 and var log && (log == 0 || line[log - 1] == (byte)' '))
            return TryReadLog(line[log..], out read);
        string? doubt = line[0] == '#' ? "a line that begins with # and holds an @ is taken for an address"
            : endsInTab ? "nothing stands behind the TAB"
            : null;
        int from = line.IndexOf(" from=<"u8);
        int to = line.IndexOf(" to=<"u8);
        if (from >= 0 && to > from)
        {
            read = new ListLine(Bracketed(line[(from + 6)..]), Bracketed(line[(to + 4)..]), hasSender: true, doubt);
            return true;
        }

        int tab = line.IndexOf((byte)'\t');
        if (tab >= 0)
        {
            doubt ??= line[(tab + 1)..].Contains((byte)'\t') ? "there is more than a sender and a recipient" : null;
            read = new ListLine(line[..tab], line[(tab + 1)..], hasSender: true, doubt);
            return true;
        }

        // Two addresses with blanks between them. An address that holds a blank usually has only one @, and looks odd enough.
        line = line.TrimStart((byte)' ');
        int blank = line.IndexOf((byte)' ');
        if (blank > 0 && IsAddress(line[..blank]) && IsAddress(line[blank..].TrimStart((byte)' ')))
        {
            read = new ListLine(line[..blank], line[blank..], hasSender: true, "a blank stands where a TAB belongs; taken for a sender and a recipient");
            return true;
        }

        read = new ListLine(default, line, hasSender: false, doubt);
        return true;
    }

    /// <summary>Reads a line of our log. A line about a rule, a session or trouble holds no envelope.</summary>
    private static bool TryReadLog(ReadOnlySpan<byte> text, out ListLine read)
    {
        read = default;
        if (!OwnFields.TryRead(text, out OwnFields fields) || !fields.Ip.IsThere || !fields.Sender.IsThere || !fields.Recipient.IsThere)
            return false;
        ReadOnlySpan<byte> ip = IpAddress.TryParse(fields.Ip.Written, out _) ? fields.Ip.Written : default;
        read = new ListLine(fields.Sender.Written, fields.Recipient.Written, hasSender: true, doubt: null, ip);
        return read.HasSender || read.HasRecipient;
    }

    private static bool IsUnknown(ReadOnlySpan<byte> field) => field.SequenceEqual(LogLine.Unknown);

    /// <summary>True for a comment: it has no address, or a blank behind the #. A local part may also begin with a #.</summary>
    private static bool IsComment(ReadOnlySpan<byte> line) => line[0] == '#' && (!line.Contains((byte)'@') || line[1] is (byte)' ' or (byte)'\t' or (byte)'#');

    private static bool IsAddress(ReadOnlySpan<byte> text) => text.SequenceEqual("<>"u8) || (text.Contains((byte)'@') && !text.Contains((byte)' '));

    private static ReadOnlySpan<byte> Bracketed(ReadOnlySpan<byte> text) => text.IndexOf((byte)'>') is var end and >= 0 ? text[..(end + 1)] : text;
}
