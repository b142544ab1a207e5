using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.History;
using QregexCheck.Logs;
using QregexCheck.Tests.Support;
using Xunit;
using Outcome = QregexCheck.Logs.Outcome;

namespace QregexCheck.Tests.Rooms.History;

/// <summary>What rules would have done to past mail. A row is written <c>+badmailto:1 recipients/senders known regular delivered rest</c>.</summary>
public sealed class ReplayTests
{
    private const string Day1 = "2026-11-01T09:12:00";

    private readonly PastEvents _events = new();
    private readonly PastEvents _sent = new();

    [Fact]
    public void What_was_accepted_and_hits_a_rule_is_newly_refused()
    {
        _events.Add(Day1, Outcome.Accepted, "a@x", "b1@y").Add(Day1, Outcome.Accepted, "c@x", "b1@y").Add(Day1, Outcome.Accepted, "a@x", "b@y");
        Assert.Equal(["+badmailto:2 2/2 0 0 0 2"], Rows(Rules(badmailto: "no\n[0-9]@y$")));
    }

    [Fact]
    public void What_the_log_says_was_refused_is_no_longer_or_still()
    {
        _events.Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailfrom:3 @x$").Add(Day1, Outcome.Deferred, "a@x", "b@z", rule: "badmailto:1 @z$");
        Assert.Equal(["-badmailfrom:3 1/1 @x$", "=badmailto:1 1/1"], Rows(Rules(badmailto: "@z")));
    }

    [Fact]
    public void A_rule_of_the_log_is_its_text_and_its_line_is_the_last_one_seen()
    {
        _events.Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:3 @y").Add(Day1, Outcome.Refused, "c@x", "b@y", rule: "badmailto:7 @y")
            .Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:3 @Y").Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:0")
            .Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailfrom:3 @y");
        Assert.Equal(
            ["-badmailto:7 2/2 @y", "-badmailfrom:3 1/1 @y", "-badmailto:0 1/1 ", "-badmailto:3 1/1 @Y"], Rows(Rules()));
    }

    [Fact]
    public void Other_rules_are_the_other_side_and_the_log_then_counts_only_for_what_no_rule_decided()
    {
        _events.Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:1 no").Add(Day1, Outcome.Accepted, "a@x", "c@y")
            .Add(Day1, Outcome.Accepted, "a@x", "d@y").Add(Day1, Outcome.RefusedOtherwise, "a@x", "c@y");
        Assert.Equal(["+badmailto:1 1/1 0 0 0 1", "-badmailto:1 1/1 ^c", "=badmailto:2 1/1"], Rows(Rules(badmailto: "^d\n^b"), Rules(badmailto: "^c\n^b")));
    }

    [Fact]
    public void Refused_for_another_reason_is_neither_newly_nor_no_longer_refused()
    {
        _events.Add(Day1, Outcome.RefusedOtherwise, "a@x", "b@y").Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "checkrcpthosts:1 y");
        Assert.Empty(Rows(Rules(badmailto: "."), out Replay replay));
        Assert.Equal((2, 1, 1), (replay.Counts.Recipients, replay.Counts.RefusedOtherwise, replay.Counts.OfRecipientCheck));
    }

    [Fact]
    public void Defer_to_reject_is_told_apart_and_is_still_refused()
    {
        _events.Add(Day1, Outcome.Deferred, "a@x", "b@y", rule: "badmailto:1 b").Add(Day1, Outcome.Refused, "a@x", "c@y", rule: "badmailto:2 c")
            .Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:1 b");
        Rows(Rules(badmailto: "^b\n#: action=defer\n^c"), out Replay replay);
        Assert.Equal((1, 1, 3), (replay.Counts.NowRejected, replay.Counts.NowDeferred, replay.Counts.Of(ReplayChange.Still)));
    }

    [Fact]
    public void A_field_that_the_log_lacks_is_not_judged_and_a_null_sender_is_known()
    {
        _events.Add(Day1, Outcome.Accepted, "", "b@y").Add(Day1, Outcome.Accepted, "-", "b@y", helo: "h").Add(Day1, Outcome.Accepted, "", "b@y", helo: "good");
        Assert.Equal(["+badhelo:1 1/0 0 0 0 1"], Rows(Rules(badhelo: "^h$", badmailfrom: ".\n!x"), out Replay replay));
        Assert.Equal((1, 0), (replay.Counts.Without(Subject.HeloName), replay.Counts.Without(Subject.Sender)));
        _events.Add(Day1, Outcome.Accepted, "-", "b@y", helo: "good");
        Rows(Rules(badhelo: "^h$", badmailfrom: "."), out replay);
        Assert.Equal(1, replay.Counts.Without(Subject.Sender));
    }

    [Fact]
    public void Altered_bytes_are_uncertain_only_where_a_rule_could_hang_on_them()
    {
        Add(MailField.Recipient);
        Assert.Empty(Rows(Rules(badmailto: "."), out Replay replay));
        Assert.Equal(1, replay.Counts.Uncertain);
        Add(MailField.Recipient);
        Assert.Equal(["+badmailfrom:1 1/1 0 0 0 1"], Rows(Rules(badmailto: ".", badmailfrom: "."), out replay));
        Add(MailField.Helo | MailField.Sender);
        Assert.Equal(["+badmailto:1 1/1 0 0 0 1"], Rows(Rules(badmailto: "."), out replay));
        Add(MailField.Sender);
        Assert.Empty(Rows(Rules(badmailto: ".", badmailfrom: "no"), out replay));
        Assert.Equal(1, replay.Counts.Uncertain);
        Add(MailField.Recipient);
        Assert.Empty(Rows(Rules(badmailfrom: "."), Rules(badmailto: "no"), out replay));
        Assert.Equal(1, replay.Counts.Uncertain);

        void Add(MailField altered) => _events.Add(Day1, Outcome.Accepted, "a@x", "b@y", altered: altered, helo: "h");
    }

    [Fact]
    public void The_norelay_rules_spare_relay_clients_and_those_of_named_networks_where_the_log_does_not_tell()
    {
        _events.Add(Day1, Outcome.Accepted, "a@x", "b@y", isRelayClient: true).Add(Day1, Outcome.Accepted, "a@x", "b@y", isRelayClient: null)
            .Add(Day1, Outcome.Accepted, "a@x", "b@y", isRelayClient: null, ip: "10.0.2.7")
            .Add(Day1, Outcome.Accepted, "a@x", "b@y", isRelayClient: false, ip: "10.0.2.7").Add(Day1, Outcome.Accepted, "a@x", "b@y", isRelayClient: false);
        Assert.Equal(["+badmailtonorelay:1 3/1 0 0 0 3"], Rows(Rules(norelay: "."), out Replay replay));
        Assert.Equal((2, 1), (replay.Counts.ByRelayClients, replay.Counts.WithoutRelay));
    }

    [Fact]
    public void A_sender_that_somebody_here_has_written_to_is_known()
    {
        _sent.Add("2026-10-01T00:00:00", Outcome.Sent, "me@y", "Anna@Partner.example").Add("2026-10-20T08:00:00", Outcome.Sent, "me@y", "anna@partner.example")
            .Add("2026-10-05T00:00:00", Outcome.Delivered, "me@y", "a@x").Add("2026-10-21T00:00:00", Outcome.Sent, "me@y", "-");
        _events.Add(Day1, Outcome.Accepted, "anna@partner.EXAMPLE", "b@y").Add(Day1, Outcome.Accepted, "a@x", "b@y").Add(Day1, Outcome.Accepted, "", "b@y")
            .Add(Day1, Outcome.Accepted, "-", "b@y");
        Assert.Equal(["+badmailto:1 4/3 1 0 0 3"], Rows(Rules(badmailto: "."), out Replay replay, out IReadOnlyList<ReplayRow> rows));
        Assert.Equal(1, replay.KnownSenders);
        ReplayExample example = rows[0].Examples[0];
        Assert.Equal((Risk.Known, "anna@partner.EXAMPLE", PastEvents.Time("2026-10-20T08:00:00")),
            (example.Risk, Encoding.Latin1.GetString(example.Sender!), example.LastReply!.Value));
    }

    [Theory]
    [InlineData("prvs=1791a1b2c3=anna@partner.example", 1)]
    [InlineData("PRVS=10-791a1b2c3=Anna@Partner.example", 1)]
    [InlineData("prvs=anna@partner.example", 0)]
    [InlineData("prvs=1791a1b2c3=", 0)]
    [InlineData("prvs=", 0)]
    [InlineData("x=anna@partner.example", 0)]
    public void A_sender_is_known_by_the_address_behind_the_tag_of_his_server(string sender, int known)
    {
        _sent.Add("2026-10-01T00:00:00", Outcome.Sent, "me@y", "anna@partner.example");
        _events.Add(Day1, Outcome.Accepted, sender, "b@y");
        Assert.Equal([$"+badmailto:1 1/1 {known} 0 0 {1 - known}"], Rows(Rules(badmailto: "."), out _, out _));
    }

    [Theory]
    [InlineData("01 01 02 02", 0)]
    [InlineData("01 02 03", 3)]
    [InlineData("01 02 01 02 01", 0)]
    [InlineData("01 02 01 09 09", 5)]
    public void A_pair_that_was_seen_on_three_days_is_regular(string days, int regular)
    {
        foreach (string day in days.Split(' '))
            _events.Add($"2026-11-{day}T12:00:00", Outcome.Accepted, "a@x", "b@y");
        _events.Add("2026-11-03T12:00:00", Outcome.Accepted, "a@x", "c@y").Add("", Outcome.Accepted, "a@x", "b@y");
        int pair = days.Split(' ').Length + 1;
        regular = regular == 0 ? 0 : pair;
        Assert.Equal([$"+badmailto:1 {pair + 1}/1 0 {regular} 0 {pair + 1 - regular}"], Rows(Rules(badmailto: ".")));
    }

    [Theory]
    [InlineData("09:12:30", "a@x", "b@y", 1)]
    [InlineData("09:11:00", "a@x", "b@y", 1)]
    [InlineData("09:13:00", "a@x", "b@y", 1)]
    [InlineData("09:13:01", "a@x", "b@y", 0)]
    [InlineData("09:10:59", "a@x", "b@y", 0)]
    [InlineData("09:12:30", "a@x", "c@y", 0)]
    [InlineData("09:12:30", "b@y", "a@x", 0)]
    public void What_was_delivered_within_a_minute_counts_as_delivered(string when, string sender, string recipient, int delivered)
    {
        bool isBefore = string.CompareOrdinal(when, "09:12:00") < 0;
        if (isBefore)
            _events.Add("2026-11-01T" + when, Outcome.Delivered, sender, recipient);
        _events.Add(Day1, Outcome.Accepted, "a@x", "b@y");
        if (!isBefore)
            _events.Add("2026-11-01T" + when, Outcome.Delivered, sender, recipient);
        _events.Add("2026-11-01T10:00:00", Outcome.Delivered, "a@x", "b@y");
        Assert.Equal([$"+badmailto:1 1/1 0 0 {delivered} {1 - delivered}"], Rows(Rules(badmailto: ".")));
    }

    [Fact]
    public void Examples_are_the_riskiest_and_the_most_frequent_first()
    {
        _sent.Add(Day1, Outcome.Sent, "me@y", "known@x");
        for (int day = 1; day <= 3; day++)
            _events.Add($"2026-11-0{day}T12:00:00", Outcome.Accepted, "regular@x", "b@y");
        for (int i = 0; i < 9; i++)
            _events.Add("2026-11-04T12:00:00", Outcome.Accepted, "often@x", "b@y");
        _events.Add("2026-11-04T12:00:00", Outcome.Accepted, "delivered@x", "b@y").Add("2026-11-04T12:00:09", Outcome.Delivered, "delivered@x", "b@y")
            .Add("2026-11-05T12:00:00", Outcome.Accepted, "known@x", "b@y").Add("2026-11-05T12:00:00", Outcome.Accepted, "once@x", "b@y");
        Rows(Rules(badmailto: "."), out _, out IReadOnlyList<ReplayRow> rows, examples: 4);
        Assert.Equal(["known@x", "regular@x", "delivered@x", "often@x"], rows[0].Examples.Select(example => Encoding.Latin1.GetString(example.Sender!)));
        Assert.Equal([1, 3, 1, 9], rows[0].Examples.Select(example => example.Count));
    }

    [Fact]
    public void The_same_rules_make_no_difference()
    {
        for (int i = 0; i < 1000; i++)
            _events.Add(Day1, Outcome.Accepted, $"a{i % 7}@x", $"b{i}@y");
        Assert.All(Rows(Rules(badmailto: "[0-4]@", badmailfrom: "3"), Rules(badmailto: "[0-4]@", badmailfrom: "3"), out _), row => Assert.StartsWith("=", row, StringComparison.Ordinal));
    }

    [Fact]
    public void Deliveries_alone_stand_for_recipients_that_were_accepted()
    {
        _events.Add(Day1, Outcome.Delivered, "a@x", "b1@y", isRelayClient: null).Add(Day1, Outcome.Delivered, "", "b2@y", isRelayClient: null)
            .Add(Day1, Outcome.Delivered, "a@x", "b@y", isRelayClient: null).Add(Day1, Outcome.Sent, "me@y", "b3@y", isRelayClient: null)
            .Add(Day1, Outcome.Delivered, "a@x", "b_4@y", isRelayClient: null, altered: MailField.Recipient);
        Assert.Equal(["+badmailtonorelay:1 2/2 0 0 2 0"], Rows(Rules(badhelo: "h", norelay: "[0-9]@y$"), out Replay replay));
        ReplayCounts counts = replay.Counts;
        Assert.Equal((4, 4, 1, 4, 4), (counts.Recipients, counts.Deliveries, counts.Uncertain, counts.WithoutRelay, counts.Without(Subject.HeloName)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    public void Beside_a_recipient_that_a_client_has_named_no_delivery_is_judged_wherever_it_stands(int before)
    {
        _sent.Add(Day1, Outcome.Sent, "me@y", "known@x");
        for (int i = 0; i <= 100; i++)
        {
            if (i == before)
                _events.Add(Day1, Outcome.Accepted, "a7@x", "b7@y").Add(Day1, Outcome.Refused, "a@x", "b@y", rule: "badmailto:3 b").Add(Day1, Outcome.Accepted, "known@x", "b@y");
            _events.Add(Day1, Outcome.Delivered, $"a{i}@x", $"b{i}@y", isRelayClient: null);
        }

        Assert.Equal(["+badmailto:1 2/2 1 0 1 0", "=badmailto:1 1/1"], Rows(Rules(badmailto: "."), out Replay replay));
        Assert.Equal((3, 0, 0, 2L), (replay.Counts.Recipients, replay.Counts.Deliveries, replay.Counts.WithoutRelay, replay.DifferentRecipients.Count));
        Assert.Equal((1, true), (replay.KnownSenders, replay.KnowsDeliveries));
    }

    [Fact]
    public void The_period_is_that_of_all_recipients_with_a_stamp()
    {
        _events.Add("", Outcome.Accepted, "a@x", "b@y").Add("2026-11-03T00:00:00", Outcome.Accepted, "a@x", "b@y")
            .Add("2026-11-01T00:00:00", Outcome.RefusedOtherwise, "a@x", "b@y").Add("2026-11-02T00:00:00", Outcome.Accepted, "a@x", "b@y");
        Rows(Rules(), out Replay replay);
        Assert.Equal((PastEvents.Time("2026-11-01T00:00:00"), PastEvents.Time("2026-11-03T00:00:00")), replay.Period);
    }

    private static RulesInMemory Rules(string badhelo = "", string badmailfrom = "", string badmailto = "", string norelay = "") => new()
    {
        [ControlList.BadHelo] = badhelo,
        [ControlList.BadMailFrom] = badmailfrom,
        [ControlList.BadMailTo] = badmailto,
        [ControlList.BadMailToNoRelay] = norelay,
    };

    private string[] Rows(RulesInMemory now) => Rows(now, null, out _, out _, 3);

    private string[] Rows(RulesInMemory now, out Replay replay) => Rows(now, null, out replay, out _, 3);

    private string[] Rows(RulesInMemory now, RulesInMemory? before) => Rows(now, before, out _, out _, 3);

    private string[] Rows(RulesInMemory now, RulesInMemory? before, out Replay replay) => Rows(now, before, out replay, out _, 3);

    private string[] Rows(RulesInMemory now, out Replay replay, out IReadOnlyList<ReplayRow> rows, int examples = 3) =>
        Rows(now, null, out replay, out rows, examples);

    private string[] Rows(RulesInMemory now, RulesInMemory? before, out Replay replay, out IReadOnlyList<ReplayRow> rows, int examples)
    {
        var relays = new RelayNetworks();
        Assert.True(relays.TryAdd("10.0."u8));
        var made = new Replay(
            new RememberedRules(now.ToJudge()), before is null ? null : new RememberedRules(before.ToJudge()), new AddressHash(1, 2),
            new ReplayOptions(relays, AsksRecipients: false, examples));
        _sent.Into(made.TakeSent);
        _events.Into(made.Take);
        replay = made;
        rows = made.End();
        return [.. rows.Select(row => Shown(made, row))];
    }

    private static string Shown(Replay replay, ReplayRow row)
    {
        string shown = string.Create(
            CultureInfo.InvariantCulture,
            $"{"+-="[(int)row.Change]}{Encoding.Latin1.GetString(row.Rule.File)}:{row.Rule.Line} {row.Recipients}/{replay.Senders(row).Count}");
        return row.Change switch
        {
            ReplayChange.Newly => $"{shown} {row.Of(Risk.Known)} {row.Of(Risk.Regular)} {row.Of(Risk.Delivered)} {row.Of(Risk.Rest)}",
            ReplayChange.NoLonger => $"{shown} {Encoding.Latin1.GetString(row.Rule.Text)}",
            _ => shown,
        };
    }
}
