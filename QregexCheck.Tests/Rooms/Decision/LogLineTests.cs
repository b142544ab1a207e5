using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Decision;

public sealed partial class LogLineTests
{
    private static readonly LogField[] ClientFields = [LogField.Ip, LogField.Helo, LogField.From, LogField.To];

    /// <summary>A line with all fields, as the rows say that they are to be read.</summary>
    private static readonly Regex Line = new($"^qregexcheck: reject [a-z]+:[0-9]+{string.Concat(Enum.GetValues<LogField>().Select(PatternOf))}\n$");

    [Fact]
    public void A_rejection_reads_as_documented() => Assert.Equal(
        "qregexcheck: reject badmailto:12 ip=192.0.2.7 helo=mx.example.net from=<a@b.example> to=<abc123@example.com>"
        + " rule=\"^[a-z]+[0-9]+@example\\.com$\" reply=\"553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\"\n",
        Text(LogLine.Format(Verdict.Of(Hit("^[a-z]+[0-9]+@example\\.com$")), Envelope("mx.example.net", "a@b.example", "abc123@example.com"), "192.0.2.7"u8)));

    [Fact]
    public void A_plain_accept_has_no_rule_and_a_log_only_hit_no_reply()
    {
        Envelope envelope = Envelope("h", "", "r@y");
        Assert.Equal("qregexcheck: accept ip= helo=h from=<> to=<r@y>\n", Text(LogLine.Format(Verdict.Accept, envelope, default)));
        Assert.Equal("qregexcheck: log badmailto:12 ip=::1 helo=h from=<> to=<r@y> rule=\"y\"\n",
            Text(LogLine.FormatLogOnly(Reason.Of(Hit("y")), envelope, "::1"u8)));
        Assert.Equal("qregexcheck: accept badmailto:12 ip= helo=h from=<> to=<r@y> rule=\"y\"\n",
            Text(LogLine.Format(Verdict.AcceptBy(Hit("y")), envelope, default)));
        Assert.Equal("qregexcheck: accept ip= helo=- from=- to=-\n", Text(LogLine.Format(Verdict.Accept, new Envelope(), default)));
    }

    [Theory]
    [InlineData(null, null, null, "helo=- from=- to=-")]
    [InlineData("", "", "", "helo= from=<> to=<>")]
    [InlineData("-", "-", "-", "helo=\\x2D from=<-> to=<->")]
    [InlineData("--", "a-", "<>", "helo=-- from=<a-> to=<\\x3C\\x3E>")]
    [InlineData("...", "...", "...", "helo=..\\x2E from=<...> to=<...>")]
    [InlineData("mx....", "", "x", "helo=mx...\\x2E from=<> to=<x>")]
    [InlineData("mx..", "", "x", "helo=mx.. from=<> to=<x>")]
    public void What_is_unknown_what_is_empty_and_what_only_looks_like_it_are_three_things(string? helo, string? sender, string? recipient, string fields) =>
        Assert.Equal(
        $"qregexcheck: accept ip= {fields}\n", Text(LogLine.Format(Verdict.Accept, Envelope(helo, sender, recipient), default)));

    [Fact]
    public void A_relay_client_s_line_says_so_behind_its_address()
    {
        var envelope = new Envelope { Sender = "s@x"u8.ToArray(), Recipient = "r@y"u8.ToArray(), IsRelayClient = true };
        Assert.Equal("qregexcheck: accept ip=192.0.2.7 relay=1 helo=- from=<s@x> to=<r@y>\n", Text(LogLine.Format(Verdict.Accept, envelope, "192.0.2.7"u8)));
        Assert.StartsWith("qregexcheck: accept ip=x\\x20relay=1 helo=", Text(LogLine.Format(Verdict.Accept, new Envelope(), "x relay=1"u8)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_was_cut_ends_in_three_dots_outside_of_what_encloses_it()
    {
        string longText = new('a', 2000);
        Hit hit = new(ControlList.BadMailTo, 12, Encoding.Latin1.GetBytes(longText), new Annotation { Reply = Encoding.Latin1.GetBytes("550 " + longText) });
        string line = Text(LogLine.Format(Verdict.Of(hit), Envelope(longText, longText, longText), Encoding.Latin1.GetBytes(longText)));
        Assert.Equal(
            $"qregexcheck: reject badmailto:12 ip={longText[..61]}... helo={longText[..253]}... from=<{longText[..381]}>... to=<{longText[..381]}>..."
            + $" rule=\"{longText[..381]}\"... reply=\"550 {longText[..409]}\"...\n",
            line);
    }

    /// <summary>256 bytes of output at most: the escape of the last byte takes three more than the byte.</summary>
    [Theory]
    [InlineData(250, "...", "..\\x2E")]
    [InlineData(251, "...", "....."), InlineData(252, "...", "...."), InlineData(253, "...", "...")]
    [InlineData(253, "xyz", "xyz"), InlineData(254, "xyz", null)]
    public void A_HELO_that_ends_like_a_cut_one_is_escaped_at_its_end_or_cut(int length, string end, string? written)
    {
        string start = new('h', length);
        string line = Text(LogLine.Format(Verdict.Accept, Envelope(start + end, null, null), default));
        Assert.Equal($"qregexcheck: accept ip= helo={(written is null ? start[..253] + "..." : start + written)} from=- to=-\n", line);
    }

    [Fact]
    public void A_client_cannot_forge_a_field_or_a_line() => Assert.Equal(
        "qregexcheck: accept ip= helo=a\\x20from=\\x3Croot@x\\x3E from=<\\x22\\x5Cx20\\x0Aqregexcheck:\\x20accept> to=<\\xE9\\x09\\x7F\\x00>\n",
        Text(LogLine.Format(Verdict.Accept, Envelope("a from=<root@x>", "\"\\x20\nqregexcheck: accept", "\u00e9\t\u007f\0"), default)));

    [Fact]
    public void A_rule_reads_as_in_its_file_but_for_quotes_and_bytes_that_do_not_print() => Assert.Contains(
        " rule=\"!^<a b>\\.\\x22\\x0D\\xE9$\" reply=",
        Text(LogLine.Format(Verdict.Of(Hit("!^<a b>\\.\"\r\u00e9$")), Envelope("h", "s", "r"), default)),
        StringComparison.Ordinal);

    /// <summary>What is read back is what was sent: known or not, whole or cut, and then at least its beginning.</summary>
    [Fact]
    public void Whatever_bytes_a_client_sends_are_read_back_from_the_line()
    {
        byte[] telling = Encoding.Latin1.GetBytes(" \n\r\t\"\\<>=x0- from=<to=<rule=ip relay=1\0\u007f\u00e9\u00ff'.@....");
        var random = new Random(20261124);
        int cut = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string?[] sent = [Some(random, telling) ?? string.Empty, .. Enumerable.Range(0, 3).Select(_ => Some(random, telling))];
            bool isRelayClient = random.Next(2) == 0;
            var envelope = new Envelope { Helo = Bytes(sent[1]), Sender = Bytes(sent[2]), Recipient = Bytes(sent[3]), IsRelayClient = isRelayClient };
            byte[] line = LogLine.Format(Verdict.Of(Hit(Some(random, telling) ?? string.Empty)), envelope, Bytes(sent[0])!).ToArray();
            Assert.All(line[..^1], b => Assert.InRange(b, (byte)0x20, (byte)0x7E));
            Assert.InRange(line.Length, 0, 2048);
            Match fields = Line.Match(Text(line));
            Assert.True(fields.Success, Text(line));
            Assert.Equal(isRelayClient, fields.Groups[nameof(LogField.Relay)].Success);
            for (int i = 0; i < sent.Length; i++)
            {
                (string? value, bool isCut) = ReadBack(ClientFields[i], fields.Groups[ClientFields[i].ToString()].Value);
                cut += isCut ? 1 : 0;
                if (isCut)
                    Assert.StartsWith(value!, sent[i]!, StringComparison.Ordinal);
                else
                    Assert.Equal(sent[i], value);
            }
        }

        Assert.InRange(cut, 100, 40_000);
    }

    /// <summary>Reads a field as its documentation says.</summary>
    private static (string? Value, bool IsCut) ReadBack(LogField field, string text)
    {
        if (text == "-" && field != LogField.Ip)
            return (null, false);
        bool isCut = text.EndsWith("...", StringComparison.Ordinal);
        string whole = isCut ? text[..^3] : text;
        return (Unescape(whole.StartsWith('<') ? whole[1..^1] : whole), isCut);
    }

    [Fact]
    public void The_longest_line_holds_2048_bytes_and_its_end()
    {
        foreach (char c in "x\n\"\u00ff")
        {
            string text = new(c, 100_000);
            Hit hit =
                new(ControlList.BadMailFromNoRelay, int.MaxValue, Encoding.Latin1.GetBytes(text), new Annotation { Reply = Encoding.Latin1.GetBytes(text) });
            byte[] line = LogLine.Format(Verdict.Of(hit), Envelope(text, text, text), Encoding.Latin1.GetBytes(text)).ToArray();
            Assert.InRange(line.Length, 1500, 2048);
            Assert.Equal((byte)'\n', line[^1]);
            Assert.True(Line.IsMatch(Text(line)), Text(line));
        }
    }

    [Fact]
    public void The_longest_line_of_a_recipient_that_is_missing_fits_too()
    {
        foreach (char c in "x\n\"=\u00ff")
        {
            string text = new(c, 100_000);
            byte[] line = LogLine.Format(
                Verdict.Of(Reason.Of(Missing(text, text, RuleAction.Reject, int.MaxValue, "550 " + text))), Envelope(text, text, text), Bytes(text)!).ToArray();
            Assert.InRange(line.Length, 1500, 2048);
            Assert.True(Line.IsMatch(Text(line)), Text(line));
        }
    }

    [Fact]
    public void A_missing_recipient_reads_as_documented_and_what_only_logs_or_accepts_names_no_reply()
    {
        Envelope envelope = Envelope("h", "", "qxv@y");
        Assert.Equal(
            "qregexcheck: reject checkrcpthosts:3 ip=::1 helo=h from=<> to=<qxv@y> rule=\".y\""
            + " reply=\"550 sorry, no mailbox here by that name (#5.1.1)\" why=\"no .qmail-qxv in /alias\"\n",
            Text(LogLine.Format(Verdict.Of(Reason.Of(Missing(".y", "no .qmail-qxv in /alias"))), envelope, "::1"u8)));
        var logged = Verdict.Of(Reason.Of(Missing(".y", "no .qmail-qxv in /alias", RuleAction.Log)));
        Assert.Equal(
            "qregexcheck: log checkrcpthosts:3 ip=::1 helo=h from=<> to=<qxv@y> rule=\".y\" why=\"no .qmail-qxv in /alias\"\n",
            Text(LogLine.FormatLogOnly(logged.Reason!, envelope, "::1"u8)));
        Assert.Equal(
            "qregexcheck: accept ip=::1 helo=h from=<> to=<qxv@y> why=\"no .qmail-qxv in /alias\"\n", Text(LogLine.Format(logged, envelope, "::1"u8)));
        Assert.Equal(
            "qregexcheck: accept badmailto:12 ip=::1 helo=h from=<> to=<qxv@y> rule=\"y\" why=\"no .qmail-qxv in /alias\"\n",
            Text(LogLine.Format(Verdict.AcceptBy(Hit("y")).With(logged.Reason!.Answer!), envelope, "::1"u8)));
    }

    /// <summary>A local part stands in the reason. It can hold any byte.</summary>
    [Fact]
    public void Why_is_read_back_whatever_a_client_puts_into_it_and_forges_no_field()
    {
        byte[] telling = Encoding.Latin1.GetBytes(" \n\"\\<>=x0- relay=1 to=<ip=.@....\u00e9");
        var random = new Random(20261126);
        for (int round = 0; round < 3000; round++)
        {
            string why = Some(random, telling) ?? string.Empty;
            string line = Text(LogLine.Format(Verdict.Of(Reason.Of(Missing("*", why))), Envelope("h", "s", "r"), "ip"u8));
            Match fields = Line.Match(line);
            Assert.True(fields.Success, line);
            string written = fields.Groups[nameof(LogField.Why)].Value;
            string value = Unescape(written[1..written.LastIndexOf('"')]);
            Assert.StartsWith(value, why, StringComparison.Ordinal);
            Assert.Equal(value != why, written.EndsWith("\"...", StringComparison.Ordinal));
            Assert.DoesNotContain(" relay=", line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, "qregexcheck: session ip=::1 mails=1 rcpts=9 rejected=8\n")]
    [InlineData(7, "qregexcheck: session ip=::1 mails=1 rcpts=9 rejected=8 unknown=7\n")]
    public void A_session_counts_recipients_that_do_not_exist_where_there_are_any(long unknown, string line) =>
        Assert.Equal(line, Text(LogLine.FormatSession("::1"u8, 1, 9, 8, unknown)));

    [Fact]
    public void An_address_of_the_length_that_SMTP_allows_is_not_cut()
    {
        string address = new string('a', 64) + "@" + new string('b', 255);
        string line = Text(LogLine.Format(Verdict.Of(Hit("y")), Envelope(new string('h', 255), address, address), default));
        Assert.Contains($" from=<{address}> to=<{address}> ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("...", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_of_400_bytes_is_not_cut()
    {
        string reply = "550 " + new string('x', 396);
        Hit hit = new(ControlList.BadMailTo, 1, "y"u8.ToArray(), new Annotation { Reply = Encoding.Latin1.GetBytes(reply) });
        Assert.EndsWith($" reply=\"{reply}\"\n", Text(LogLine.Format(Verdict.Of(hit), Envelope("h", "s", "r"), default)), StringComparison.Ordinal);
    }

    /// <summary>Whatever fields there are and however long each is, they fit: a new row has to find its room here. The last one takes what is left.</summary>
    [Fact]
    public void All_fields_at_their_longest_fit_a_line_of_2048_bytes()
    {
        int length = "qregexcheck: reject badmailfromnorelay:2147483647\n".Length;
        LogField[] ofBounces = [LogField.Recipients, LogField.Batv, LogField.Line];
        foreach (LogField field in Enum.GetValues<LogField>())
        {
            LogFieldRow row = LogFields.Row(field);
            if (!ofBounces.Contains(field))
                length += row.Lead.Length + (field == LogField.Why ? 0 : row.Longest) + (row.Open == 0 ? 0 : 2);
        }

        Assert.InRange(length, 1, 2048 - 20);
    }

    [Theory]
    [InlineData(".y", 64, 256)]
    [InlineData(".y", 2000, 256)]
    [InlineData("\u00e9", 2000, 256)]
    public void Why_has_its_room_in_a_line_about_a_domain(string entry, int length, int room)
    {
        var envelope = Envelope(new string('h', length), new string('s', length), new string('r', length));
        Verdict verdict = Verdict.Of(Reason.Of(Missing(entry, new string('w', 300))));
        string line = Text(LogLine.Format(verdict, envelope, Encoding.Latin1.GetBytes(new string('1', length))));
        Assert.EndsWith($" why=\"{new string('w', room - 3)}\"...\n", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 2048);
    }

    [Fact]
    public void Why_is_cut_where_all_the_others_are_at_their_longest()
    {
        string longest = new('\u00e9', 2000);
        Verdict verdict = Verdict.AcceptBy(Hit(longest)).With(Missing("*", longest));
        string line = Text(LogLine.Format(verdict, Envelope(longest, longest, longest), Encoding.Latin1.GetBytes(longest)));
        Assert.InRange(line.Length, 1, 2048);
        Assert.EndsWith("\"...\n", line, StringComparison.Ordinal);
        Assert.Contains(" why=\"\\xE9", line, StringComparison.Ordinal);
    }

    /// <summary>A stranger has chosen the line that a bounce quotes. What stands behind it in the log has its room.</summary>
    [Fact]
    public void A_quoted_line_is_read_back_whatever_bytes_it_has_and_forges_no_field()
    {
        byte[] telling = Encoding.Latin1.GetBytes(" \n\"\\<>=x0- relay=1 to=<ip=.@....\u00e9 rule=\"");
        var random = new Random(20261127);
        for (int round = 0; round < 3000; round++)
        {
            string quoted = round == 0 ? new string('\u00e9', 2000) : Some(random, telling) ?? string.Empty;
            string? address = round == 0 ? new string('\u00e9', 2000) : Some(random, telling);
            string rule = round == 0 ? new string('r', 2000) : "^received: x";
            var envelope = new Envelope { Helo = Bytes(address), Sender = [], Recipient = Bytes(address), RecipientCount = int.MaxValue };
            var hit = new Hit(ControlList.BadBounce, int.MaxValue, Bytes(rule)!, new Annotation { Reply = Bytes("550 " + new string('r', 396)) });
            string line = Text(LogLine.Format(Verdict.Of(Reason.Of(hit, Bytes(quoted)!)), envelope, new byte[900]));
            Assert.InRange(line.Length, 1, 2048);
            Match fields = Line.Match(line);
            Assert.True(fields.Success, line);
            Assert.Equal("2147483647", fields.Groups[nameof(LogField.Recipients)].Value);
            Assert.Equal($"\"550 {new string('r', 396)}\"", fields.Groups[nameof(LogField.Reply)].Value);
            Assert.Equal(
                Text(LogLine.RuleText(Bytes(rule)!)), fields.Groups[nameof(LogField.Rule)].Value.Replace("\"", string.Empty, StringComparison.Ordinal));
            string written = fields.Groups[nameof(LogField.Line)].Value;
            string value = Unescape(written[1..written.LastIndexOf('"')]);
            Assert.StartsWith(value, quoted, StringComparison.Ordinal);
            Assert.Equal(value != quoted, written.EndsWith("\"...", StringComparison.Ordinal));
            Assert.True(value.Length >= Math.Min(quoted.Length, 95), line);
            Assert.DoesNotContain(" relay=", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bounce_of_mail_that_is_not_ours_reads_as_documented()
    {
        var envelope = new Envelope { Helo = "h"u8.ToArray(), Sender = [], Recipient = "joe@example.com"u8.ToArray(), RecipientCount = 2 };
        var entry = new BounceEntry(
            "batvdomains"u8.ToArray(), 2, "example.com"u8.ToArray(), RuleAction.Reject, "550 not ours"u8.ToArray(), "missing"u8.ToArray());
        const string Rest = "batvdomains:2 ip=::1 helo=h from=<> to=<joe@example.com> rcpts=2 batv=missing rule=\"example.com\"";
        Assert.Equal($"qregexcheck: reject {Rest} reply=\"550 not ours\"\n", Text(LogLine.Format(Verdict.Of(Reason.Of(entry)), envelope, "::1"u8)));
        Assert.Equal($"qregexcheck: log {Rest}\n", Text(LogLine.FormatLogOnly(Reason.Of(entry with { Action = RuleAction.Log }), envelope, "::1"u8)));
        Assert.Equal(
            "qregexcheck: log badbounce:3 ip=::1 helo=h from=<> to=<joe@example.com> rcpts=2 line=\"Received: from a \\x3Cb\\x3E\" rule=\"from a\"\n",
            Text(LogLine.FormatLogOnly(
                Reason.Of(new Hit(ControlList.BadBounce, 3, "from a"u8.ToArray(), Annotation.LogOnly), "Received: from a <b>"u8.ToArray()), envelope, "::1"u8)));
    }

    private static string PatternOf(LogField field)
    {
        LogFieldRow row = LogFields.Row(field);
        string unknown = LogFields.OfReason.Contains(field) ? "" : "-|";
        string value = row.Open == 0 ? "[^ ]*" : $"{unknown}{(char)row.Open}[^{(char)row.Open}{(char)row.Close}]*{(char)row.Close}(\\.\\.\\.)?";
        return $"({Text(row.Lead)}(?<{field}>{value})){(field is LogField.Relay or LogField.Recipients or LogField.Batv or LogField.Line or LogField.Why ? "?" : "")}";
    }

    private static string? Some(Random random, byte[] from) => random.Next(6) == 0 ? null :
        string.Concat(Enumerable.Range(0, random.Next(20) == 0 ? random.Next(500) : random.Next(15))
            .Select(_ => random.Next(4) == 0 ? (char)random.Next(256) : (char)from[random.Next(from.Length)]));

    private static string Unescape(string text) =>
        Escape().Replace(text, match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static RecipientAnswer Missing(string entry, string why, RuleAction action = RuleAction.Reject, int line = 3, string? reply = null) => new()
    {
        State = RecipientState.Missing,
        Why = Bytes(why)!,
        Entry = new CoveringEntry(line, Bytes(entry)!, new Annotation { Action = action, Reply = Bytes(reply) }),
    };

    private static Hit Hit(string rule) => new(ControlList.BadMailTo, 12, Encoding.Latin1.GetBytes(rule), Annotation.None);

    private static Envelope Envelope(string? helo, string? sender, string? recipient) => new()
    {
        Helo = Bytes(helo),
        Sender = Bytes(sender),
        Recipient = Bytes(recipient),
    };

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    [GeneratedRegex("\\\\x([0-9A-F]{2})")]
    private static partial Regex Escape();
}
