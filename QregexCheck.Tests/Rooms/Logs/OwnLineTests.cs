using System;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Logs;
using QregexCheck.Rules;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>What <see cref="LogLine"/> writes is what <see cref="OwnLine"/> reads.</summary>
public sealed class OwnLineTests
{
    [Theory]
    [InlineData(
        "qregexcheck: reject badmailto:7 ip=192.0.2.1 helo=mx.example from=<a@b.example> to=<c@d.example> rule=\"^c@\" reply=\"553 sorry, (#5.7.1)\"",
        "- Own Refused ip=<192.0.2.1> helo=<mx.example> from=<a@b.example> to=<c@d.example> badmailto:7 rule=<^c@>")]
    [InlineData(
        "qregexcheck: defer badhelo:1 ip=2001:db8::9 relay=1 helo=- from=<> to=- rule=\"x\" reply=\"451 no\"",
        "- Own Deferred ip=<2001:db8::9> relay from=<> badhelo:1 rule=<x>")]
    [InlineData("qregexcheck: accept ip= helo= from=- to=<c@d.example>", "- Own Accepted helo=<> to=<c@d.example>")]
    [InlineData(
        "qregexcheck: log checkrcpthosts:3 ip=::1 helo=h from=<> to=<q@y> rule=\".y\" why=\"no .qmail-q in /alias\"",
        "- Own OnlyLogged ip=<::1> helo=<h> from=<> to=<q@y> checkrcpthosts:3 rule=<.y>")]
    [InlineData(
        "qregexcheck: accept goodmailto:2 ip=::1 helo=a\\x20from=\\x3Croot@x\\x3E from=<\\x22\\x5Cx20\\x0A>... to=<\\xE9\\x09> rule=\"<> to=<x>\"...",
        "- Own Accepted ip=<::1> helo=<a from=<root@x>> from~=<\"\\x20\n> to=<\u00e9\t> goodmailto:2 rule=<<> to=<x>...>")]
    [InlineData("qregexcheck: accept ip=1.2.3.4... helo=\\x2D from=<-> to=<...>", "- Own Accepted ip~=<1.2.3.4> helo=<-> from=<-> to=<...>")]
    [InlineData(
        "qregexcheck: reject badbounce:3 ip=::1 helo=- from=<> to=<b> rcpts=2 line=\"Received: from\\x3D x\" rule=\"x\" reply=\"550 no\"",
        "- Own Refused ip=<::1> from=<> to=<b> badbounce:3 rule=<x>")]
    [InlineData(
        "qregexcheck: log batvdomains:2 ip=::1 helo=h from=<> to=<b> batv=missing rule=\"example.com\"",
        "- Own OnlyLogged ip=<::1> helo=<h> from=<> to=<b> batvdomains:2 rule=<example.com>")]
    [InlineData("qregexcheck: session ip=::1 mails=1 rcpts=9 rejected=8", "Own no mail")]
    [InlineData("qregexcheck: warning: badmailto:3: it never hits from=<a> to=<b>", "Own no mail")]
    [InlineData("qregexcheck: fatal: unable to read /var/qmail/control/badmailto: permission denied", "Own no mail")]
    [InlineData("qregexcheck: shrug ip=::1 helo=h from=<a> to=<b>", "Own strange")]
    [InlineData("qregexcheck: reject badmailto:7 ip=::1 helo=h from=<a> to=<b", "Own strange")]
    [InlineData("qregexcheck: reject badmailto:7 ip=::1 helo=h from=<a> to=<b> more", "Own strange")]
    [InlineData("qregexcheck: reject badmailto:99999999999 ip=::1 helo=h from=<a> to=<b>", "Own strange")]
    [InlineData("qregexcheck: reject badmailto:7 ip=::1 relay=2 helo=h from=<a> to=<b>", "Own strange")]
    [InlineData("qregexcheck:reject badmailto:7 ip=::1 helo=h from=<a> to=<b>", "not ours")]
    [InlineData("qregexcheck: ", "Own strange")]
    public void A_line_says_what_it_says_and_no_more(string line, string told) => Assert.Equal(told, ReadLine.Told(line));

    [Theory]
    [InlineData("qregexcheck: reject badmailto:7 ip=::1 helo=h from=<a> to=<b> rule=\"^abc", "- Own Refused ip=<::1> helo=<h> from=<a> to=<b> badmailto:7")]
    [InlineData(
        "qregexcheck: reject badmailto:7 ip=::1 helo=h from=<a> to=<b> rule=\"^b\" reply=\"553 so",
        "- Own Refused ip=<::1> helo=<h> from=<a> to=<b> badmailto:7 rule=<^b>")]
    public void A_line_that_another_program_cut_behind_the_recipient_still_counts(string line, string told) => Assert.Equal(told, ReadLine.Told(line));

    [Fact]
    public void A_line_as_the_first_version_cut_it_has_an_address_that_may_not_be_whole()
    {
        string cut = new string('x', 381) + "...";
        Assert.Equal($"- Own Refused ip=<::1> helo=<h> from~=<{cut[..^0]}> to=<b...>",
            ReadLine.Told($"qregexcheck: reject ip=::1 helo=h from=<{cut}> to=<b...>"));
    }

    [Fact]
    public void Every_byte_in_every_field_is_read_back_and_a_cut_field_says_so()
    {
        byte[] telling = Encoding.Latin1.GetBytes(" \n\r\t\"\\<>=x0- from=<to=<rule=ip relay=1\0\u007f\u00e9\u00ff'.@....");
        var random = new Random(20261126);
        LogReader reader = ReadLine.In("UTC");
        var block = new EventBlock();
        var cut = new int[4];
        for (int round = 0; round < 20_000; round++)
        {
            byte[]?[] sent = [Some(random, telling) ?? [], Some(random, telling), Some(random, telling), Some(random, telling)];
            byte[] rule = Some(random, telling) ?? [];
            var envelope = new Envelope { Helo = sent[1], Sender = sent[2], Recipient = sent[3], IsRelayClient = random.Next(2) == 0 };
            byte[] line = LogLine.Format(Verdict.Of(new Hit(ControlList.BadMailTo, round + 1, rule, Annotation.None)), envelope, sent[0]!).ToArray();
            block.Clear();
            reader.Read(line.AsSpan(0, line.Length - 1), block);
            string shown = Encoding.Latin1.GetString(line);
            Assert.True(block.Events.Length == 1, shown);
            MailEvent mail = block.Events[0];
            Assert.Equal((Outcome.Refused, round + 1, envelope.IsRelayClient), (mail.Outcome, mail.RuleLine, mail.IsRelayClient));
            Assert.Equal("badmailto", Encoding.Latin1.GetString(block.Bytes(mail.List)));
            Assert.Equal(LogLine.RuleText(rule).ToArray(), block.Bytes(mail.Rule).ToArray());
            (MailField Field, ByteRange Range)[] fields =
                [(MailField.Ip, mail.Ip), (MailField.Helo, mail.Helo), (MailField.Sender, mail.Sender), (MailField.Recipient, mail.Recipient)];
            for (int i = 0; i < fields.Length; i++)
            {
                byte[]? wanted = i == 0 && sent[0]!.Length == 0 ? null : sent[i];
                Assert.True(wanted is not null == mail.Knows(fields[i].Field), shown);
                if (wanted is null)
                    continue;
                byte[] read = block.Bytes(fields[i].Range).ToArray();
                if ((mail.Altered & fields[i].Field) != 0)
                {
                    cut[i]++;
                    Assert.True(wanted.AsSpan().StartsWith(read), shown);
                }
                else
                {
                    Assert.Equal(wanted, read);
                }
            }
        }

        Assert.All(cut, count => Assert.InRange(count, 20, 10_000));
    }

    [Fact]
    public void Only_one_format_counts_when_it_is_asked_for()
    {
        string line = "qregexcheck: accept ip=::1 helo=h from=<a> to=<b>";
        Assert.Equal("not ours", ReadLine.Told(line, ReadLine.In("UTC", LogFormat.Chkuser)));
        Assert.StartsWith("- Own", ReadLine.Told(line, ReadLine.In("UTC", LogFormat.Own)), StringComparison.Ordinal);
    }

    private static byte[]? Some(Random random, byte[] from) => random.Next(6) == 0 ? null :
        [.. Enumerable.Range(0, random.Next(20) == 0 ? random.Next(500) : random.Next(15))
            .Select(_ => random.Next(4) == 0 ? (byte)random.Next(256) : from[random.Next(from.Length)])];
}
