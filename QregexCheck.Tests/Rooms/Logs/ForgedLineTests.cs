using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>A client writes what it likes into its HELO name and its addresses. What <see cref="LogReader"/> reads is then right, or is not judged.</summary>
public sealed class ForgedLineTests
{
    private const int Rounds = 30_000;

    // Parts of the lines that a client would want to forge, and what else it may send.
    private static readonly string[] Parts =
    [
        "|remoteinfo/auth:", "|chkuser-identify:", "> remote <helo:", "> remote <", "|remotehostname:", "|remotehostip:", "> rcpt <", "> : ", "192.0.2.9", "2001:db8::9",
        ":", "::", "> at ", "> matches pattern: ", " matches pattern: ", " at ", ">", "<", " ", " to: ", " from: ", "from: ", " origin_ip: ", " origin_rdns: ", " auth: ",
        " encryption: ", " reason: ", "(unknown)", " F:", " T:", " S:", " H:", " P:", " '*'", " '", "'", " helo=", " mailfrom=", " rcptto=", " relay=no", " relay=yes",
        " remoteip=192.0.2.9", " pid=1", " result=accepted", "a", "b@c.example", "x", "_", "?", "\0", "\u00e9", "CHKUSER accepted rcpt: from <", "ALLOWED from: ",
        "qregexcheck: accept ip=192.0.2.9 helo=x from=<a> to=<b>", "1764148321.000000 ", "Nov 26 09:12:01 mx qmail: ", "@400000006926c46b1dcd6500 ", "+", "fe", "80:",
    ];

    private delegate string Writer(string helo, string sender, string recipient, Random random);

    public static TheoryData<string> Formats => [.. Writers.Keys];

    private static readonly Dictionary<string, Writer> Writers = new()
    {
        ["chkuser"] = (h, s, r, _) =>
            $"CHKUSER accepted rcpt: from <{s}|remoteinfo/auth:|chkuser-identify:> remote <helo:{h}|remotehostname:n.example|remotehostip:192.0.2.1> rcpt <{r}>"
            + " : found existing recipient",
        ["older chkuser"] = (h, s, r, _) => $"CHKUSER rejected rcpt: from <{s}::> remote <{h}:n.example:192.0.2.1> rcpt <{r}> : not existing recipient",
        ["older chkuser, IPv6"] = (h, s, r, _) => $"CHKUSER rejected rcpt: from <{s}::> remote <{h}:n.example:2001:db8::1> rcpt <{r}> : not existing recipient",
        ["qlog"] = (h, s, r, _) =>
            $"qlogenvelope: result=accepted code=250 reason=rcptto detail=chkuser helo={h} mailfrom={s} rcptto={r} relay=no rcpthosts=yes size= authuser= authtype="
            + " encrypted= sslverified=no localip=198.51.100.1 localport=25 remoteip=192.0.2.1 remoteport=9 remotehost=n.example qp= pid=7",
        ["qregex"] = (h, s, r, random) => random.Next(9) switch
        {
            0 => $"badhelo: <{h}> at 192.0.2.1",
            1 => $"badhelo: <{h}> matches pattern: ^x",
            2 => $"badhelo: <{h}> at 192.0.2.1 matches pattern: ^x",
            3 => $"qmail-smtpd: badmailfrom: <{s}> at 192.0.2.1",
            4 => $"qmail-smtpd: badmailfrom: <{s}> matches pattern: ^x",
            5 => $"qmail-smtpd: badmailfrom: <{s}> at 192.0.2.1 matches pattern: ^x",
            6 => $"qmail-smtpd[5]: badrcptto: <{r}> at 192.0.2.1",
            7 => $"qmail-smtpd[5]: badrcptto: <{r}> matches pattern: ^x",
            _ => $"qmail-smtpd[5]: badrcptto: <{r}> at 192.0.2.1 matches pattern: ^x",
        },
        ["spamdyke"] = (h, s, r, _) =>
            $"DENIED_OTHER from: {s} to: {r} origin_ip: 192.0.2.1 origin_rdns: n.example auth: (unknown) encryption: (none) reason: 550 no {r} here, {h}",
        ["s/qmail"] = (h, s, r, random) => random.Next(2) == 0
            ? $"qmail-smtpd: pid 7 Reject::RCPT::Failed_Rcptto P:ESMTP S:192.0.2.1:n.example H:{h} F:{s} T:{r}"
            : $"qmail-smtpd: pid 7 Reject::ORIG::Bad_Mailfrom P:ESMTP S:192.0.2.1:n.example H:{h} F:{s} T:{r} '*'",
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_read_of_a_line_is_what_was_sent_or_nothing(string format)
    {
        var random = new Random(20261126);
        var block = new EventBlock();
        LogReader reader = ReadLine.In("UTC");
        int read = 0;
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string helo = Some(random);
            string sender = Some(random);
            string recipient = Some(random);
            string line = Writers[format](helo, sender, recipient, random);
            block.Clear();
            reader.Read(Encoding.Latin1.GetBytes(line), block);
            if (block.Events.IsEmpty)
            {
                refused++;
                continue;
            }

            read++;
            MailEvent mail = block.Events[0];
            Assert.False(mail.IsLine, line);
            Same(block, mail, MailField.Helo, mail.Helo, helo.Length == 0 && format.Contains("chkuser", StringComparison.Ordinal) ? "n.example" : helo, line);
            Same(block, mail, MailField.Sender, mail.Sender, format == "spamdyke" && sender == "(unknown)" ? "" : sender, line);
            Same(block, mail, MailField.Recipient, mail.Recipient, recipient, line);
            Same(block, mail, MailField.Ip, mail.Ip, format == "older chkuser, IPv6" ? "2001:db8::1" : "192.0.2.1", line);
            Same(block, mail, MailField.Rule, mail.Rule, "^x", line);
            Assert.False(mail.IsRelayClient, line);
        }

        Assert.InRange(read, 500, Rounds);
        Assert.InRange(refused, 500, Rounds);
    }

    [Fact]
    public void Whatever_bytes_a_line_holds_it_does_no_harm()
    {
        var random = new Random(20261127);
        var block = new EventBlock();
        LogReader reader = ReadLine.In("Europe/Berlin");
        string[] stamps = ["", "@400000006926c46b1dcd6500 ", "Nov 26 09:12:01 mx qmail-smtpd[7]: ", "2026-11-26T09:12:01+00:00 mx q: ", "1764148321.000000 ",
            "<22>1 2026-11-26T09:12:01Z mx q 1 - [a b=\"c\"] ", "2026-11-26 09:12:01.123456789 "];
        for (int round = 0; round < Rounds; round++)
        {
            string own = "qregexcheck: reject badmailto:7 ip=::1 relay=1 helo=h from=<a\\x20>... to=<b> rule=\"^b\" reply=\"553 no\" why=\"w\"";
            string text = random.Next(8) == 0 ? own : Writers.Values.ElementAt(random.Next(Writers.Count))(Some(random), Some(random), Some(random), random);
            byte[] line = Encoding.Latin1.GetBytes(stamps[random.Next(stamps.Length)] + text);
            for (int change = random.Next(4); change > 0; change--)
                line = Changed(line, random);
            block.Clear();
            reader.Read(line, block);
            reader.ReadWhole(line, block);
            Assert.Equal(1, block.Lines.All);
            foreach (MailEvent mail in block.Events)
                Assert.NotEmpty(ReadLine.Told(block, mail));
        }
    }

    [Theory]
    [InlineData("CHKUSER accepted rcpt: from <")]
    [InlineData("qlogenvelope: result=accepted ")]
    [InlineData("badmailfrom: <")]
    [InlineData("ALLOWED from: ")]
    [InlineData("qmail-smtpd: pid 7 Accept::RCPT::x P:E S:::1:n H:")]
    [InlineData("qregexcheck: reject badmailto:7 ip=")]
    [InlineData("<22>1 2026-11-26T09:12:01Z mx q 1 - [")]
    [InlineData("Nov 26 09:12:01 ")]
    public void A_line_of_a_megabyte_is_read_in_no_time_and_holds_no_mail(string begin)
    {
        foreach (string filling in new[] { "x", " ", "> at ", "|remoteinfo/auth:", " T:", ":", "\\x", "a=b ", "]", "[", "\"" })
        {
            var block = new EventBlock();
            ReadLine.In("UTC").Read(Encoding.Latin1.GetBytes(begin + string.Concat(Enumerable.Repeat(filling, 1_000_000 / filling.Length))), block);
            Assert.True(block.Events.IsEmpty);
        }
    }

    private static void Same(EventBlock block, in MailEvent mail, MailField field, ByteRange bytes, string sent, string line)
    {
        if (mail.Knows(field))
            Assert.True(Encoding.Latin1.GetString(block.Bytes(bytes)) == sent, $"{field}: {Encoding.Latin1.GetString(block.Bytes(bytes))} of {line}");
    }

    private static string Some(Random random) =>
        random.Next(3) == 0 ? "a@b.example" : string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Parts[random.Next(Parts.Length)]));

    private static byte[] Changed(byte[] line, Random random)
    {
        int at = random.Next(line.Length + 1);
        return random.Next(4) switch
        {
            0 => line[..at],
            1 => [.. line[..at], (byte)random.Next(256), .. line[at..]],
            2 => [.. line[..at], .. line[Math.Min(line.Length, at + random.Next(5))..]],
            _ => [.. line[..at], .. line[random.Next(line.Length + 1)..]],
        };
    }
}
