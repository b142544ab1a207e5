using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Logs;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

public sealed class TwinWindowTests
{
    private const MailField Envelope = TwinEvents.Envelope;

    private readonly List<string> _events = [];
    private readonly TwinWindow _window;

    public TwinWindowTests() => _window = new TwinWindow(Take);

    [Fact]
    public void Lines_of_two_programs_about_one_recipient_are_one_event_and_ours_wins()
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 1);
        Add(LogFormat.Own, Outcome.Refused, 2, list: "badmailto", rule: "^b@");
        Expect("Own Refused 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com badmailto:^b@");
    }

    [Fact]
    public void What_the_winner_does_not_know_is_taken_from_its_twin()
    {
        Add(LogFormat.Own, Outcome.Refused, 1, list: "badmailto", rule: "^b@");
        Add(LogFormat.Qlog, Outcome.RefusedOtherwise, 1, known: Envelope | MailField.Helo | MailField.Relay, helo: "mx.example.net");
        Expect("Own Refused 00:00:01 ip=192.0.2.1 helo=mx.example.net from=a@example.net to=b@example.com badmailto:^b@ stranger");
    }

    [Fact]
    public void Of_two_others_the_one_that_knows_more_wins()
    {
        Add(LogFormat.Qregex, Outcome.Refused, 1, list: "badmailfrom", rule: "@example\\.net$");
        Add(LogFormat.Qlog, Outcome.RefusedOtherwise, 1, known: Envelope | MailField.Helo, helo: "mx.example.net");
        Expect("Qlog Refused 00:00:01 ip=192.0.2.1 helo=mx.example.net from=a@example.net to=b@example.com badmailfrom:@example\\.net$");
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Twins_are_at_most_two_seconds_apart(int second, int events)
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 0);
        Add(LogFormat.Own, Outcome.Accepted, second);
        Assert.Equal(events, Events().Length);
    }

    [Fact]
    public void Two_lines_of_one_program_are_two_recipients_each_with_its_twin()
    {
        for (int i = 0; i < 2; i++)
        {
            Add(LogFormat.Chkuser, Outcome.Accepted, 1);
            Add(LogFormat.Own, Outcome.Accepted, 1);
        }

        Assert.All(Events(), mail => Assert.StartsWith("Own Accepted", mail));
        Assert.Equal(2, _events.Count);
    }

    [Theory]
    [InlineData("192.0.2.2", "a@example.net", "b@example.com")]
    [InlineData("192.0.2.1", "c@example.net", "b@example.com")]
    [InlineData("192.0.2.1", "a@example.net", "c@example.com")]
    [InlineData("192.0.2.1", "a@example.net", "a@example.net")]
    public void Another_client_sender_or_recipient_is_no_twin(string ip, string sender, string recipient)
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 1);
        Add(LogFormat.Own, Outcome.Accepted, 1, ip: ip, sender: sender, recipient: recipient);
        Assert.Equal(2, Events().Length);
    }

    [Fact]
    public void A_process_stands_for_its_client()
    {
        Add(LogFormat.Mailfront, Outcome.Accepted, 1, known: MailField.Sender | MailField.Recipient, process: 7);
        Add(LogFormat.Own, Outcome.Accepted, 1, process: 7);
        Expect("Own Accepted 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com");
    }

    [Fact]
    public void An_unknown_sender_is_not_the_null_sender()
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 1, sender: "");
        Add(LogFormat.Own, Outcome.Accepted, 1, known: MailField.Ip | MailField.Recipient, sender: "");
        Assert.Equal(2, Events().Length);
    }

    [Fact]
    public void A_mapped_address_is_the_same_client()
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 1, ip: "::ffff:192.0.2.1");
        Add(LogFormat.Own, Outcome.Accepted, 1);
        Assert.Single(Events());
    }

    [Fact]
    public void Altered_bytes_are_taken_from_the_twin_that_has_them()
    {
        Add(LogFormat.Qlog, Outcome.Accepted, 1, sender: "j_rg@example.net", known: Envelope | MailField.Helo, altered: MailField.Sender, helo: "mx");
        Add(LogFormat.Chkuser, Outcome.Accepted, 1, sender: "j\xF6rg@example.net");
        Expect("Qlog Accepted 00:00:01 ip=192.0.2.1 helo=mx from=j\xF6rg@example.net to=b@example.com");
    }

    [Fact]
    public void A_line_that_only_logs_and_an_accept_of_one_check_count_once_and_keep_the_rule()
    {
        Add(LogFormat.Own, Outcome.OnlyLogged, 1, list: "badmailto", rule: "^b@");
        Add(LogFormat.Own, Outcome.Accepted, 1);
        Add(LogFormat.Chkuser, Outcome.Accepted, 1);
        Expect("Own Accepted 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com badmailto:^b@");
    }

    [Fact]
    public void A_rule_that_only_logged_beside_one_that_refused_is_told_without_its_recipient()
    {
        Add(LogFormat.Own, Outcome.OnlyLogged, 1, list: "badmailto", rule: "^b@");
        Add(LogFormat.Own, Outcome.Refused, 1, list: "badmailto", rule: "@example");
        Expect(
            "Own Refused 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com badmailto:@example",
            "Own OnlyLogged 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com badmailto:^b@ counted");
    }

    [Fact]
    public void Our_accept_does_not_hide_that_another_program_refused()
    {
        Add(LogFormat.Own, Outcome.Accepted, 1);
        Add(LogFormat.Chkuser, Outcome.RefusedOtherwise, 1);
        Expect("Own RefusedOtherwise 00:00:01 ip=192.0.2.1 from=a@example.net to=b@example.com");
    }

    [Fact]
    public void Events_without_a_stamp_have_twins_among_their_neighbours_only()
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, null);
        Add(LogFormat.Own, Outcome.Accepted, null);
        for (int i = 0; i < TwinWindow.Neighbours; i++)
            Add(LogFormat.Chkuser, Outcome.Accepted, null, recipient: $"r{i}@example.com");
        Add(LogFormat.Qlog, Outcome.Accepted, null);
        Assert.Equal(2, Events().Count(mail => mail.EndsWith("to=b@example.com", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_line_of_the_qregex_patch_that_names_only_the_sender_is_a_twin_of_the_line_beside_it()
    {
        for (int i = 0; i < 3; i++)
        {
            Add(LogFormat.Qregex, Outcome.Refused, 1, known: MailField.Ip | MailField.Sender, recipient: "", list: "badmailfrom", rule: "net$");
            Add(LogFormat.Qlog, Outcome.RefusedOtherwise, 1, recipient: $"r{i}@example.com");
        }

        Expect([.. Enumerable.Range(0, 3).Select(i => $"Qlog Refused 00:00:01 ip=192.0.2.1 from=a@example.net to=r{i}@example.com badmailfrom:net$")]);
    }

    [Fact]
    public void A_delivery_is_no_twin_of_what_was_accepted()
    {
        Add(LogFormat.Chkuser, Outcome.Accepted, 1, process: 3);
        Add(LogFormat.QmailSend, Outcome.Delivered, 1, process: 3);
        Assert.Equal(2, Events().Length);
    }

    [Fact]
    public void A_clock_that_goes_back_loses_no_event_and_keeps_their_order()
    {
        int[] seconds = [100, 99, 5, 80_000, 4, 4, 79_999, 0];
        for (int i = 0; i < seconds.Length; i++)
            Add(i % 2 == 0 ? LogFormat.Chkuser : LogFormat.Own, Outcome.Accepted, seconds[i], recipient: $"r{i}@example.com");
        Assert.Equal(seconds.Select((_, i) => $"r{i}@example.com"), Events().Select(mail => mail[(mail.IndexOf("to=", StringComparison.Ordinal) + 3)..]));
    }

    [Fact]
    public void A_flood_within_one_second_is_bounded_and_loses_nothing()
    {
        const int Flood = 3 * TwinWindow.MostWaiting;
        int taken = 0;
        int waiting = 0;
        var window = new TwinWindow((_, mails) => taken += mails.Length);
        var block = new EventBlock();
        for (int i = 0; i < Flood; i++)
        {
            block.Clear();
            TwinEvents.Write(block, i % 2 == 0 ? LogFormat.Chkuser : LogFormat.Qlog, Outcome.Accepted, 1, recipient: $"r{i}@example.com");
            window.Take(block, block.Events[..1]);
            waiting = Math.Max(waiting, i + 1 - taken);
        }

        Assert.Equal(TwinWindow.MostWaiting, waiting);
        window.End();
        Assert.Equal(Flood, taken);
    }

    [Fact]
    public void One_recipient_sent_again_and_again_takes_linear_time_and_each_line_finds_its_twin()
    {
        const int Pairs = 100_000;
        int taken = 0;
        var window = new TwinWindow((_, mails) => taken += mails.Length);
        var block = new EventBlock();
        TwinEvents.Write(block, LogFormat.Chkuser, Outcome.Accepted, 1);
        TwinEvents.Write(block, LogFormat.Qlog, Outcome.Accepted, 1);
        for (int i = 0; i < Pairs; i++)
        {
            window.Take(block, block.Events[..1]);
            window.Take(block, block.Events[1..]);
        }

        window.End();
        Assert.Equal(Pairs, taken);
    }

    [Fact]
    public void Events_that_come_in_blocks_go_on_as_if_each_had_come_alone()
    {
        var random = new Random(14);
        for (int round = 0; round < 2_000; round++)
        {
            var alone = new List<string>();
            var together = new List<string>();
            var one = new TwinWindow((block, mails) => Describe(block, mails, alone));
            var other = new TwinWindow((block, mails) => Describe(block, mails, together));
            int second = 100;
            for (int part = random.Next(1, 6); part > 0; part--)
            {
                // Mostly blocks of one format in order, as logs are; but some of many formats, without stamps, or with steps back.
                bool isPlain = random.Next(4) > 0;
                LogFormat format = random.Next(5) == 0 ? LogFormat.Chkuser : LogFormat.Own;
                var events = new EventBlock();
                for (int i = random.Next(1, 40); i > 0; i--)
                {
                    if (!isPlain && random.Next(3) == 0)
                        format = (LogFormat)random.Next(4);
                    second = Math.Max(0, second + random.Next(isPlain ? 0 : random.Next(30) == 0 ? -2_000 : -5, 4));
                    TwinEvents.Write(
                        events, format, format == LogFormat.Own && random.Next(40) == 0 ? Outcome.OnlyLogged : Outcome.Refused,
                        !isPlain && random.Next(9) == 0 ? null : second, random.Next(40) == 0 ? MailField.Sender | MailField.Ip : Envelope,
                        recipient: $"r{random.Next(3)}@example.com");
                }

                other.Take(events, events.Events);
                foreach (MailEvent mail in events.Events)
                    one.Take(events, [mail]);
            }

            one.End();
            other.End();
            Assert.Equal(alone, together);
        }

        static void Describe(EventBlock block, ReadOnlySpan<MailEvent> mails, List<string> texts)
        {
            foreach (ref readonly MailEvent mail in mails)
                texts.Add(SequenceRun.Describe(block, in mail));
        }
    }

    [Fact]
    public void Events_of_one_program_whose_wait_is_over_go_on_together_as_they_are()
    {
        var block = new EventBlock();
        for (int second = 0; second < 50; second++)
            TwinEvents.Write(block, LogFormat.Own, Outcome.Refused, second, recipient: $"r{second}@example.com");
        var runs = new List<int>();
        var window = new TwinWindow((from, mails) => runs.Add(from == block ? mails.Length : -mails.Length));
        window.Take(block, block.Events);
        Assert.Equal([47], runs);
        window.End();
        Assert.Equal([47, -1, -1, -1], runs);
    }

    private void Add(LogFormat format, Outcome outcome, int? second, MailField known = Envelope, string ip = "192.0.2.1", string helo = "",
        string sender = "a@example.net", string recipient = "b@example.com", string list = "", string rule = "", int process = 0,
        MailField altered = MailField.None)
    {
        var block = new EventBlock();
        TwinEvents.Write(block, format, outcome, second, known, ip, helo, sender, recipient, list, rule, process, altered);
        _window.Take(block, block.Events[..1]);
    }

    private string[] Events()
    {
        _window.End();
        return [.. _events];
    }

    private void Expect(params string[] events) => Assert.Equal(events, Events());

    private void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        foreach (ref readonly MailEvent mail in mails)
            _events.Add(SequenceRun.Describe(block, in mail));
    }
}
