using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class LogSequenceTests
{
    private const string Stamp = "@4000000069272bd500000000 ";

    private const string Splogger = "Nov 26 16:33:00 mx qmail: 1795710780.";

    [Fact]
    public void A_line_that_splogger_folded_is_read_whole()
    {
        string recipient = new string('r', 700) + "@example.com";
        string[] lines = [.. Folded("000002", "starting delivery 1: msg 9 to local " + recipient + "." + new string('s', 900))];
        Assert.Equal(3, lines.Length);
        string[] events = SequenceRun.Events(
            [Splogger + "000001 info msg 9: bytes 1 from <a@example.net> qp 1 uid 1", .. lines, Splogger + "000003 delivery 1: success: ok/"]);
        Assert.Empty(events);
        events = SequenceRun.Events([.. Folded("000001", "info msg 9: bytes 1 from <" + new string('a', 790) + "@example.net> qp 1 uid 1"),
            Splogger + "000002 starting delivery 1: msg 9 to local b@example.com", Splogger + "000003 delivery 1: success: ok/"]);
        Assert.Equal([$"QmailSend Delivered 16:33:00 from={new string('a', 790)}@example.net to=b@example.com"], events);
    }

    [Fact]
    public void Folds_of_several_lines_may_stand_among_each_other()
    {
        string[] one = [.. Folded("000001", "CHKUSER " + new string('x', 1000))];
        string[] other = [.. Folded("000002", "info msg 9: bytes 1 from <" + new string('a', 800) + "@example.net> qp 1 uid 1")];
        string[] events = SequenceRun.Events([one[0], other[0], one[1], other[1],
            Splogger + "000003 starting delivery 1: msg 9 to local b@example.com", Splogger + "000004 delivery 1: success: ok/"]);
        Assert.Equal([$"QmailSend Delivered 16:33:00 from={new string('a', 800)}@example.net to=b@example.com"], events);
    }

    [Fact]
    public void A_line_that_fills_its_part_to_the_last_byte_is_whole_when_the_clock_has_gone_on_or_the_log_ends()
    {
        string info = "info msg 9: bytes 1 from <" + new string('a', 799 - 26 - 13 - 13) + "@example.net> qp 1 uid 123";
        Assert.Equal(799, info.Length);
        string start = "Nov 26 16:33:05 mx qmail: 1795710785.000000 starting delivery 1: msg 9 to local b@example.com";
        string[] events = SequenceRun.Events([Splogger + "000001 " + info, start, start.Replace("starting delivery 1: msg 9 to local b@example.com", "delivery 1: success: ok/")]);
        Assert.Single(events);
        Assert.Contains("from=aaa", events[0]);
        var run = new SequenceRun();
        Assert.Empty(run.Run([Splogger + "000001 " + info]));
        Assert.Equal(1, run.Sequence.Lines.Understood(LogFormat.QmailSend));
    }

    [Fact]
    public void A_part_whose_beginning_is_not_in_the_log_is_nothing()
    {
        var run = new SequenceRun();
        Assert.Empty(run.Run([Splogger + "000001+CHKUSER accepted rcpt: from <a@example.net::> remote <h:n:192.0.2.1> rcpt <b@example.com> : found"]));
        Assert.Equal(0, run.Sequence.Lines.Recognized(LogFormat.Chkuser));
        Assert.Equal(1, run.Sequence.Lines.All);
    }

    [Fact]
    public void A_folded_line_without_end_takes_bounded_memory_and_is_left_out()
    {
        var lines = new List<string>();
        for (int i = 0; i < 40; i++)
            lines.AddRange(Enumerable.Repeat(Splogger + $"{i:000000}+" + new string('x', 799), 100).Prepend(Splogger + $"{i:000000} " + new string('x', 799)));
        Assert.Empty(SequenceRun.Events([.. lines]));
    }

    [Fact]
    public void A_client_is_told_by_tcpserver_where_a_line_names_only_its_process()
    {
        string[] events = SequenceRun.Events(
            Stamp + "tcpserver: pid 7 from 192.0.2.1",
            Stamp + "mailfront[7]: MAIL FROM:<a@example.net>",
            Stamp + "mailfront[7]: RCPT TO:<b@example.com>");
        Assert.EndsWith("ip=192.0.2.1 from=a@example.net to=b@example.com", Assert.Single(events));
    }

    [Fact]
    public void Ten_thousand_sessions_at_once_are_bounded_and_the_oldest_ends()
    {
        string[] mails = [.. Enumerable.Range(1, 10_000).Select(pid => Stamp + $"mailfront[{pid}]: MAIL FROM:<a{pid}@example.net>")];
        string[] recipients = [.. Enumerable.Range(1, 10_000).Select(pid => Stamp + $"mailfront[{pid}]: RCPT TO:<b{pid}@example.com>")];
        string[] events = new SequenceRun().Run([.. mails, .. recipients], 500);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(pid => $"to=b{pid}@example.com"), events.Select(mail => mail[mail.IndexOf("to=", StringComparison.Ordinal)..]));
        Assert.All(events, mail => Assert.DoesNotContain("from=", mail));
    }

    [Fact]
    public void Messages_deliveries_and_queue_ids_without_end_are_bounded()
    {
        var lines = new List<string>();
        for (int i = 0; i < 40_000; i++)
        {
            lines.Add(Stamp + $"info msg {i}: bytes 1 from <a@example.net> qp 1 uid 1");
            lines.Add(Stamp + $"starting delivery {i}: msg {i} to local b@example.com");
            lines.Add($"Nov 26 09:12:02 mx postfix/smtpd[310]: A{i}: client=mail.example.net[192.0.2.1]");
            lines.Add(Stamp + $"{i + 1} > 220 mx ");
        }

        lines.Add(Stamp + "delivery 0: success: x");
        lines.Add(Stamp + "delivery 39999: success: x");
        Assert.Single(new SequenceRun().Run([.. lines], 1000));
    }

    [Fact]
    public void Lines_of_a_megabyte_and_of_nul_bytes_are_taken_in_every_format()
    {
        string[] beginnings = ["mailfront[7]: RCPT TO:<", "mailfront[", "7 < RCPT TO:<", "7 > 250 ", "info msg 7: bytes 1 from <", "starting delivery 1: msg 7 to local ",
            "delivery 1: success: ", "new msg ", "tcpserver: pid 7 from ", "tcpserver: ok 7 "];
        string[] fills = [new string('x', 1_000_000), new string('\0', 1000), new string('9', 1_000_000), new string('<', 1_000_000), "", "\0", " "];
        string[] postfix = ["NOQUEUE: reject: RCPT from ", "NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 ", "A1: client=", "A1: to=<", "A1: from=<"];
        var lines = new List<string> { Stamp + "7 > 220 mx ", Stamp + "mailfront[7]: MAIL FROM:<a@example.net>" };
        foreach (string fill in fills)
        {
            lines.AddRange(beginnings.Select(beginning => Stamp + beginning + fill));
            lines.AddRange(beginnings.Select(beginning => Stamp + beginning + fill + " "));
            lines.AddRange(postfix.Select(beginning => "Nov 26 09:12:02 mx postfix/smtpd[310]: " + beginning + fill));
        }

        Assert.All(new SequenceRun().Run([.. lines]), mail => Assert.True(mail.Length < 5000));
    }

    [Fact]
    public void Every_cut_of_every_line_is_taken_without_harm()
    {
        foreach (string name in (string[])["qmail-send", "tcpserver", "postfix", "mailfront", "recordio"])
        {
            foreach (string line in System.IO.File.ReadAllLines(Papers.Repository.PathOf($"QregexCheck.Tests/Rooms/Logs/{name}.log")))
                new SequenceRun().Run([.. Enumerable.Range(0, line.Length).Select(length => line[..length])], 100);
        }
    }

    private static IEnumerable<string> Folded(string microseconds, string text)
    {
        for (int at = 0; at < text.Length; at += 799)
            yield return Splogger + microseconds + (at == 0 ? ' ' : '+') + text[at..Math.Min(text.Length, at + 799)];
    }
}
