using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Logs;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>Runs lines of a log through <see cref="LogReader"/> and <see cref="LogSequence"/>, and writes its events as text.</summary>
internal sealed class SequenceRun
{
    private static readonly DateTime End = new(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    private readonly LogReader _reader;
    private readonly List<string> _events = [];

    public SequenceRun(LogFormat? only = null, params string[] virtualdomains)
    {
        var prefixes = new VirtualPrefixes();
        foreach (string line in virtualdomains)
            prefixes.Add(Bytes(line));
        long notAfter = (End - DateTime.UnixEpoch).Ticks * 100;
        _reader = new LogReader(new LineFronts(notAfter, TimeZoneInfo.Utc), only);
        Sequence = new LogSequence(new LogReader(new LineFronts(notAfter, TimeZoneInfo.Utc), only), prefixes, Take);
    }

    public LogSequence Sequence { get; }

    /// <summary>The events of lines, one a string.</summary>
    public static string[] Events(params string[] lines) => new SequenceRun().Run(lines);

    /// <summary>The events of lines, one a string. The lines come in blocks of a few, as they would from threads.</summary>
    public string[] Run(string[] lines, int linesInBlock = 3)
    {
        var block = new EventBlock();
        foreach (string[] some in lines.Chunk(linesInBlock))
        {
            block.Clear();
            foreach (string line in some)
                _reader.Read(Bytes(line), block);
            Sequence.Take(block);
        }

        Sequence.End();
        return [.. _events];
    }

    /// <summary>An event as text: format, outcome, seconds of the day, and what it knows. <c>~</c> stands behind what may be altered.</summary>
    public static string Describe(EventBlock block, in MailEvent mail)
    {
        var text = new StringBuilder();
        text.Append(mail.Format).Append(' ').Append(mail.Outcome);
        text.Append(mail.Time == MailEvent.NoTime ? " -" : " " + DateTime.UnixEpoch.AddTicks(mail.Time / 100).ToString("HH:mm:ss", null));
        Add(text, " ip=", block, in mail, MailField.Ip, mail.Ip);
        Add(text, " helo=", block, in mail, MailField.Helo, mail.Helo);
        Add(text, " from=", block, in mail, MailField.Sender, mail.Sender);
        Add(text, " to=", block, in mail, MailField.Recipient, mail.Recipient);
        if (mail.List.Length > 0)
            text.Append(' ').Append(Text(block.Bytes(mail.List))).Append(':').Append(Text(block.Bytes(mail.Rule)));
        if (mail.Knows(MailField.Relay))
            text.Append(mail.IsRelayClient ? " relay" : " stranger");
        if (mail.IsCounted)
            text.Append(" counted");
        return text.ToString();
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static void Add(StringBuilder text, string name, EventBlock block, in MailEvent mail, MailField field, ByteRange bytes)
    {
        if (mail.Knows(field))
            text.Append(name).Append(Text(block.Bytes(bytes))).Append((mail.Altered & field) != 0 ? "~" : "");
    }

    private void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        foreach (ref readonly MailEvent mail in mails)
            _events.Add(Describe(block, in mail));
    }
}
