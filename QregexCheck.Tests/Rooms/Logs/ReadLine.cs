using System;
using System.Globalization;
using System.Text;
using QregexCheck.Logs;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>Reads lines and tells what was read, as text that a test can compare.</summary>
internal static class ReadLine
{
    /// <summary>2026-11-26 12:00:00 UTC: stamps without a year lie before it.</summary>
    public static readonly long Now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() * 1_000_000_000;

    /// <summary>A reader for a host in a zone.</summary>
    public static LogReader In(string zone, LogFormat? only = null) => new(new LineFronts(Now, TimeZoneInfo.FindSystemTimeZoneById(zone)), only);

    /// <summary>What a line tells, its stamp in UTC in front: a line for an event, <c>strange</c>, <c>no mail</c>, or <c>not ours</c>.</summary>
    public static string Told(string line, LogReader? reader = null) => Told(Encoding.Latin1.GetBytes(line), reader ?? In("UTC"));

    public static string Told(ReadOnlySpan<byte> line, LogReader reader)
    {
        var block = new EventBlock();
        reader.Read(line, block);
        foreach (LogFormat format in Enum.GetValues<LogFormat>())
        {
            if (block.Lines.Recognized(format) > block.Lines.Understood(format))
                return $"{format} strange";
            if (block.Lines.Understood(format) > 0 && block.Events.IsEmpty)
                return $"{format} no mail";
        }

        return block.Events.IsEmpty ? "not ours" : Told(block, block.Events[0]);
    }

    public static string Told(EventBlock block, in MailEvent mail)
    {
        if (mail.IsLine)
            return "waits: " + Encoding.Latin1.GetString(block.Line(mail));
        var text = new StringBuilder(Time(mail.Time)).Append(CultureInfo.InvariantCulture, $" {mail.Format} {mail.Outcome}");
        if (mail.Process != 0)
            text.Append(CultureInfo.InvariantCulture, $" pid={mail.Process}");
        Field(text, block, mail, "ip", MailField.Ip, mail.Ip);
        text.Append(!mail.Knows(MailField.Relay) ? " relay=?" : mail.IsRelayClient ? " relay" : "");
        Field(text, block, mail, "helo", MailField.Helo, mail.Helo);
        Field(text, block, mail, "from", MailField.Sender, mail.Sender);
        Field(text, block, mail, "to", MailField.Recipient, mail.Recipient);
        if (mail.List.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" {Encoding.Latin1.GetString(block.Bytes(mail.List))}:{mail.RuleLine}");
        Field(text, block, mail, "rule", MailField.Rule, mail.Rule);
        return text.ToString();
    }

    public static string Time(long time) => time == MailEvent.NoTime ? "-" :
        DateTimeOffset.FromUnixTimeSeconds(time / 1_000_000_000).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
        + (time % 1_000_000_000 is > 0 and var part ? "." + part.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0') : "");

    private static void Field(StringBuilder text, EventBlock block, in MailEvent mail, string name, MailField field, ByteRange bytes)
    {
        if (mail.Knows(field))
            text.Append(CultureInfo.InvariantCulture, $" {name}{((mail.Altered & field) != 0 ? "~" : "")}=<{Encoding.Latin1.GetString(block.Bytes(bytes))}>");
    }
}
