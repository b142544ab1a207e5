using System;
using System.Globalization;
using QregexCheck.Control;
using QregexCheck.Text;

namespace QregexCheck.Decision;

/// <summary>
/// The line that a decision writes to standard error: one write, at most 2 KiB, for multilog, grep and fail2ban.
/// </summary>
/// <remarks>
/// What a client chose is escaped so that it can forge neither a line nor a field; what the administrator wrote is escaped as
/// little as possible, so that a rule reads as in its file. Two marks are ours, and no field can hold them: a bare <c>-</c> for what is not known, and
/// <c>...</c> behind a field that was cut.
/// </remarks>
internal static class LogLine
{
    /// <summary>What each of our lines begins with.</summary>
    public static ReadOnlySpan<byte> Prefix => "qregexcheck: "u8;

    /// <summary>
    /// Stands for what the hook was not told, or is not this stage's business: an empty field is one that was given, and empty.
    /// </summary>
    public static ReadOnlySpan<byte> Unknown => "-"u8;

    /// <summary>Formats a decision.</summary>
    /// <param name="verdict">What was decided.</param>
    /// <param name="envelope">What was decided about.</param>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    public static ReadOnlySpan<byte> Format(Verdict verdict, Envelope envelope, ReadOnlySpan<byte> ip) =>
        Format(verdict.Kind.Word(), verdict.Reason, verdict.Kind != VerdictKind.Accept, envelope, ip);

    /// <summary>Formats what is there for the log alone, and decides nothing.</summary>
    /// <param name="reason">What would decide if it did not only log.</param>
    /// <param name="envelope">What was asked about.</param>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    public static ReadOnlySpan<byte> FormatLogOnly(Reason reason, Envelope envelope, ReadOnlySpan<byte> ip) =>
        Format("log"u8, reason, false, envelope, ip);

    /// <summary>Formats the end of a session in which something was refused.</summary>
    /// <param name="ip">The client's address as tcpserver gives it; empty when unknown.</param>
    /// <param name="mails">MAIL commands that the server agreed to.</param>
    /// <param name="recipients">RCPT commands.</param>
    /// <param name="rejected">RCPT commands that a rule refused, or deferred.</param>
    public static ReadOnlySpan<byte> FormatSession(ReadOnlySpan<byte> ip, long mails, long recipients, long rejected)
    {
        ByteText line = new ByteText().Add(Prefix).Add("session"u8);
        Add(line, LogField.Ip, ip);
        return line.Add(string.Create(CultureInfo.InvariantCulture, $" mails={mails} rcpts={recipients} rejected={rejected}\n")).Bytes;
    }

    /// <summary>The client's address as every line of the log writes it.</summary>
    public static ReadOnlySpan<byte> ClientIp(ReadOnlySpan<byte> ip)
    {
        var text = new ByteText();
        AddValue(text, LogFields.Row(LogField.Ip), ip);
        return text.Bytes;
    }

    /// <param name="word">What came of it.</param>
    /// <param name="reason">Why; null for a plain accept.</param>
    /// <param name="isTold">True when the client was answered with the reason's reply.</param>
    /// <param name="envelope">What was asked about.</param>
    /// <param name="ip">The client's address.</param>
    private static ReadOnlySpan<byte> Format(ReadOnlySpan<byte> word, Reason? reason, bool isTold, Envelope envelope, ReadOnlySpan<byte> ip)
    {
        var line = new ByteText();
        line.Add(Prefix).Add(word);
        if (reason?.Hit is { } hit)
            line.Add(" "u8).Add(ControlLists.FileName(hit.List)).Add(":"u8).Add(hit.Line);
        Add(line, LogField.Ip, ip);
        if (envelope.IsRelayClient)
            Add(line, LogField.Relay, "1"u8);
        AddIfKnown(line, LogField.Helo, envelope.Helo);
        AddIfKnown(line, LogField.From, envelope.Sender);
        AddIfKnown(line, LogField.To, envelope.Recipient);
        if (reason is not null)
        {
            foreach (LogField field in LogFields.OfReason)
            {
                if ((isTold || field != LogField.Reply) && reason.TrySay(field, out ReadOnlySpan<byte> value))
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
        AddValue(line.Add(row.Lead), row, value);
    }

    /// <summary>
    /// Adds a value. The mark of a cut stands where no value can put one: behind the bytes that enclose it. Where nothing does, what would read as a
    /// mark of ours has its last byte escaped: a lone <see cref="Unknown"/>, and an end like that of a cut.
    /// </summary>
    private static void AddValue(ByteText line, in LogFieldRow row, ReadOnlySpan<byte> value)
    {
        bool isEnclosed = row.Open != 0;
        if (isEnclosed)
            line.Add(row.Open);
        bool looksLikeMark = !isEnclosed && (value.SequenceEqual(Unknown) || value.EndsWith(ByteText.CutMark));
        bool isWhole = line.TryAddEscaped(value, row.Plain, row.Longest, looksLikeMark);
        if (isEnclosed)
            line.Add(row.Close);
        if (!isWhole)
            line.Add(ByteText.CutMark);
    }
}
