using System;
using System.Globalization;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Decision;

/// <summary>
/// The line that a decision writes to standard error, for multilog, grep and fail2ban. It is one write of at most 2 KiB.
/// </summary>
/// <remarks>
/// What a client chose is escaped, so that it can forge neither a line nor a field. What the administrator wrote is escaped as little as
/// possible, so that a rule reads as in its list. Two marks are ours, and no field can hold them. A bare <c>-</c> stands for what is not
/// known. <c>...</c> stands behind a field that was cut.
/// </remarks>
internal static class LogLine
{
    /// <summary>The longest line in bytes, with its newline: what one write(2) to a pipe keeps together, and multilog takes whole.</summary>
    public const int LongestLine = 2048;

    /// <summary>The beginning of each of our lines.</summary>
    public static ReadOnlySpan<byte> Prefix => "qregexcheck: "u8;

    /// <summary>
    /// Stands for a value that the hook was not told, or that this stage does not know. An empty field is different: the value was given, and is empty.
    /// </summary>
    public static ReadOnlySpan<byte> Unknown => "-"u8;

    /// <summary>The word of a line that decides nothing. Those that decide have a word of <see cref="VerdictKinds"/>.</summary>
    public static ReadOnlySpan<byte> LogOnlyWord => "log"u8;

    /// <summary>The word of a line about the end of a session.</summary>
    public static ReadOnlySpan<byte> SessionWord => "session"u8;

    /// <summary>Formats a decision.</summary>
    /// <param name="verdict">What was decided.</param>
    /// <param name="envelope">What was decided about.</param>
    /// <param name="ip">The client's address as tcpserver gives it; empty when it is not known.</param>
    public static ReadOnlySpan<byte> Format(Verdict verdict, Envelope envelope, ReadOnlySpan<byte> ip) =>
        Format(verdict.Kind.Word(), verdict.Reason, verdict.Kind != VerdictKind.Accept, verdict.Kind != VerdictKind.Accept, envelope, ip);

    /// <summary>Formats a line that is for the log alone and decides nothing.</summary>
    /// <param name="reason">The reason. It would decide if its rule did more than log.</param>
    /// <param name="envelope">What was asked about.</param>
    /// <param name="ip">The client's address as tcpserver gives it; empty when it is not known.</param>
    public static ReadOnlySpan<byte> FormatLogOnly(Reason reason, Envelope envelope, ReadOnlySpan<byte> ip) =>
        Format(LogOnlyWord, reason, false, true, envelope, ip);

    /// <summary>Formats the end of a session in which something was refused.</summary>
    /// <param name="ip">The client's address as tcpserver gives it; empty when it is not known.</param>
    /// <param name="mails">Number of MAIL commands that the server agreed to.</param>
    /// <param name="recipients">Number of RCPT commands.</param>
    /// <param name="rejected">Number of RCPT commands that were refused or deferred.</param>
    /// <param name="unknown">Number of those whose recipient does not exist. It is left out when it is 0.</param>
    public static ReadOnlySpan<byte> FormatSession(ReadOnlySpan<byte> ip, long mails, long recipients, long rejected, long unknown)
    {
        ByteText line = new ByteText().Add(Prefix).Add(SessionWord);
        Add(line, LogField.Ip, ip);
        line.Add(string.Create(CultureInfo.InvariantCulture, $" mails={mails} rcpts={recipients} rejected={rejected}"));
        if (unknown > 0)
            line.Add(string.Create(CultureInfo.InvariantCulture, $" unknown={unknown}"));
        return line.Add("\n"u8).Bytes;
    }

    /// <summary>The client's address as every line of the log writes it.</summary>
    public static ReadOnlySpan<byte> ClientIp(ReadOnlySpan<byte> ip)
    {
        var text = new ByteText();
        LogFieldRow row = LogFields.Row(LogField.Ip);
        AddValue(text, row, ip, row.Longest);
        return text.Bytes;
    }

    /// <summary>
    /// A rule's text as its field writes it, escaped, and cut where it is long, without the quotes. What cut it stands behind. Readers of the log know a rule
    /// by this text, for a cut can't be read back.
    /// </summary>
    public static ReadOnlySpan<byte> RuleText(ReadOnlySpan<byte> rule)
    {
        LogFieldRow row = LogFields.Row(LogField.Rule);
        return new ByteText().AddEscaped(rule, row.Plain, row.Longest).Bytes;
    }

    /// <param name="word">The word for the decision.</param>
    /// <param name="reason">The reason; null for a plain accept.</param>
    /// <param name="isTold">True when the client was answered with the reason's reply.</param>
    /// <param name="namesEntry">True when the line is about the reason's entry of checkrcpthosts or batvdomains; an accept is not.</param>
    /// <param name="envelope">What was asked about.</param>
    /// <param name="ip">The client's address.</param>
    private static ReadOnlySpan<byte> Format(
        ReadOnlySpan<byte> word, Reason? reason, bool isTold, bool namesEntry, Envelope envelope, ReadOnlySpan<byte> ip)
    {
        CoveringEntry? entry = namesEntry ? reason?.Entry : null;
        BounceEntry? bounce = namesEntry ? reason?.Bounce : null;
        var line = new ByteText();
        line.Add(Prefix).Add(word);
        if (reason?.Hit is { } hit)
            line.Add(" "u8).Add(ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line);
        else if (entry is not null)
            line.Add(" "u8).Add(CoveringEntry.FileName).Add(":"u8).Add(entry.Line);
        else if (bounce is not null)
            line.Add(" "u8).Add(bounce.File).Add(":"u8).Add(bounce.Line);
        Add(line, LogField.Ip, ip);
        if (envelope.IsRelayClient)
            Add(line, LogField.Relay, "1"u8);
        AddIfKnown(line, LogField.Helo, envelope.Helo);
        AddIfKnown(line, LogField.From, envelope.Sender);
        AddIfKnown(line, LogField.To, envelope.Recipient);
        if (envelope.RecipientCount > 0)
            line.Add(LogFields.Row(LogField.Recipients).Lead).Add(envelope.RecipientCount);
        if (reason is not null)
        {
            foreach (LogField field in LogFields.OfReason)
            {
                bool isMeant = field switch
                {
                    LogField.Reply => isTold,
                    LogField.Rule => reason.Hit is not null || entry is not null || bounce is not null,
                    _ => true,
                };
                if (isMeant && reason.TrySay(field, out ReadOnlySpan<byte> value))
                    Add(line, field, value);
            }
        }

        return line.Add("\n"u8).Bytes;
    }

    private static void AddIfKnown(ByteText line, LogField field, byte[]? value)
    {
        if (value is null)
            line.Add(LogFields.Row(field).Lead).Add(Unknown);
        else
            Add(line, field, value);
    }

    private static void Add(ByteText line, LogField field, ReadOnlySpan<byte> value)
    {
        LogFieldRow row = LogFields.Row(field);
        line.Add(row.Lead);
        int kept = field == LogField.Line ? LogFields.BehindQuoted : 0;
        AddValue(line, row, value, Math.Min(row.Longest, Math.Max(0, RoomFor(line) - kept)));
    }

    /// <summary>How long the value of the last field may be: what encloses it, the mark of a cut, and the newline are still to come.</summary>
    private static int RoomFor(ByteText line) => LongestLine - line.Length - 2 - ByteText.CutMark.Length - 1;

    /// <summary>
    /// Adds a value. The mark of a cut stands behind the bytes that enclose the value, where no value can put it. A value that nothing encloses
    /// could look like a mark of ours: a lone <see cref="Unknown"/>, or an end like that of a cut. Its last byte is then escaped.
    /// </summary>
    private static void AddValue(ByteText line, in LogFieldRow row, ReadOnlySpan<byte> value, int longest)
    {
        bool isEnclosed = row.Open != 0;
        if (isEnclosed)
            line.Add(row.Open);
        bool looksLikeMark = !isEnclosed && (value.SequenceEqual(Unknown) || value.EndsWith(ByteText.CutMark));
        bool isWhole = line.TryAddEscaped(value, row.Plain, longest, looksLikeMark);
        if (isEnclosed)
            line.Add(row.Close);
        if (!isWhole)
            line.Add(ByteText.CutMark);
    }
}
