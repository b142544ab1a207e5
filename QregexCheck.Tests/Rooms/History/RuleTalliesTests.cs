using System;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Database;
using QregexCheck.History;
using QregexCheck.Logs;
using Xunit;
using LoggedOutcome = QregexCheck.Logs.Outcome;

namespace QregexCheck.Tests.Rooms.History;

public sealed class RuleTalliesTests
{
    private readonly EventBlock _block = new();

    [Fact]
    public void A_rule_is_its_list_and_its_text_wherever_it_stood()
    {
        Add("2026-11-01 10:00", LoggedOutcome.Refused, "badmailto:7 ^x@", "a@x.example", "x@own.example");
        Add("2026-11-03 23:59:59", LoggedOutcome.Refused, "badmailto:9 ^x@", "b@x.example", "X@own.example", "192.0.2.8");
        Add("2026-11-03 10:00", LoggedOutcome.Refused, "badmailtonorelay:9 ^x@", "b@x.example", "x@own.example");
        RuleTallies tallies = Count();
        Assert.Equal(2, tallies.All.Count);
        RuleTally tally = tallies.Of("badmailto"u8, "^x@"u8)!;
        Assert.Equal((2, 2, 1), (tally.Hits, tally.Refused, tally.Addresses));
        Assert.Equal(("2026-11-01", "2026-11-03"), (LogDay.Text(LogDay.Of(tally.First)), LogDay.Text(LogDay.Of(tally.Last))));
        Assert.Equal([("2026-11-01", 1L), ("2026-11-03", 1L)], Days(tally));
        Assert.Equal("x.example", Encoding.ASCII.GetString(Assert.Single(tally.Domains).Name));
        Assert.Equal(2, tally.Hosts.Length);
        Assert.Null(tallies.Of("badmailto"u8, "^y@"u8));
    }

    [Fact]
    public void A_deferred_recipient_that_comes_again_counts_once_for_its_client_and_sender()
    {
        for (int i = 0; i < 5; i++)
            Add($"2026-11-0{i + 1} 10:00", LoggedOutcome.Deferred, "badmailto:7 ^x@", "a@x.example", "x@own.example");
        Add("2026-11-01 10:00", LoggedOutcome.Deferred, "badmailto:7 ^x@", "a@x.example", "x@own.example", "192.0.2.8");
        Add("2026-11-01 10:00", LoggedOutcome.Deferred, "badmailto:7 ^x@", "b@x.example", "x@own.example");
        RuleTally tally = Assert.Single(Count().All);
        Assert.Equal((3, 3), (tally.Hits, tally.Deferred));
        Assert.Equal("2026-11-05", LogDay.Text(LogDay.Of(tally.Last)));
        Assert.Equal([("2026-11-01", 3L)], Days(tally));
    }

    [Fact]
    public void What_is_no_hit_of_a_rule_in_a_line_of_ours_does_not_count()
    {
        Add("2026-11-01 10:00", LoggedOutcome.Accepted, string.Empty, "a@x.example", "x@own.example");
        Add("2026-11-01 10:00", LoggedOutcome.Refused, "badmailto:7 ^x@", "a@x.example", "x@own.example", format: LogFormat.Qregex);
        RuleTallies tallies = Count();
        Assert.Empty(tallies.All);
        Assert.True(tallies.HasAccepts);
    }

    [Fact]
    public void Each_list_counts_its_own_subject()
    {
        Add("2026-11-01", LoggedOutcome.Refused, "badhelo:1 x", "a@x.example", "1@own.example", helo: "h.example");
        Add("2026-11-01", LoggedOutcome.Refused, "badhelo:1 x", "b@x.example", "2@own.example", helo: "H.example");
        Add("2026-11-01", LoggedOutcome.Refused, "badmailfrom:1 x", "a@x.example", "1@own.example");
        Add("2026-11-01", LoggedOutcome.Refused, "badmailfrom:1 x", "b@x.example", "1@own.example");
        Add("2026-11-01", LoggedOutcome.Refused, "checkrcpthosts:1 *", "a@x.example", "1@own.example");
        Add("2026-11-01", LoggedOutcome.OnlyLogged, "checkrcpthosts:1 *", "a@x.example", "2@own.example");
        Assert.Equal([1, 2, 2], Count().All.Select(tally => tally.Addresses));
    }

    [Fact]
    public void A_hit_without_a_stamp_counts_on_no_day()
    {
        Add(string.Empty, LoggedOutcome.Refused, "badmailto:7 ^x@", string.Empty, "x@own.example");
        RuleTally tally = Assert.Single(Count().All);
        Assert.Equal((1, 0, MailEvent.NoTime, MailEvent.NoTime), (tally.Hits, tally.Days.Count, tally.First, tally.Last));
        Assert.Equal("<>", Encoding.ASCII.GetString(tally.Domains[0].Name));
    }

    [Fact]
    public void More_rules_than_there_is_memory_for_are_counted_together()
    {
        for (int i = 0; i < 100; i++)
            Add("2026-11-01", LoggedOutcome.Refused, $"badmailto:7 ^x{i}@", "a@x.example", "x@own.example");
        RuleTallies tallies = Count(new CounterMemory(50_000));
        Assert.InRange(tallies.All.Count, 10, 60);
        Assert.Equal(100 - tallies.All.Count, tallies.Uncounted);
    }

    [Fact]
    public void Many_rules_are_each_found_again()
    {
        for (int i = 0; i < 3_000; i++)
            Add("2026-11-01", LoggedOutcome.Refused, $"badmailto:7 ^x{i % 1_000}@", "a@x.example", "x@own.example");
        RuleTallies tallies = Count();
        Assert.Equal(1_000, tallies.All.Count);
        Assert.All(tallies.All, tally => Assert.Equal(3, tally.Hits));
    }

    [Fact]
    public void Hits_that_were_read_beside_their_events_count_as_those_that_are_read_here()
    {
        string[] lists = ["badmailto", "badmailfrom", "badhelo", "checkrcpthosts"];
        string[] senders = ["", "a@x.example", "b@Y.example", "no-at"];
        var random = new Random(5);
        var names = new RuleTallies(new AddressHash(1, 2), new CounterMemory(0), 5).Names;
        var reader = new HitReader(names);
        for (int i = 0; i < 5_000; i++)
        {
            string when = random.Next(9) == 0 ? string.Empty : $"2026-11-{1 + (i / 250):D2} 10:00";
            string list = lists[random.Next(4)];
            Add(
                when, (LoggedOutcome)random.Next(5), random.Next(9) == 0 ? string.Empty : $"{list}:{random.Next(5)} ^{"xX"[random.Next(2)]}{random.Next(20)}@",
                senders[random.Next(4)], $"r{random.Next(300)}@own.example", $"192.0.2.{random.Next(30)}", $"h{random.Next(9)}.example");
            MailEvent mail = _block.Events[^1];
            reader.Read(_block.Mail(in mail), mail.Time, ref _block.AddHit());
        }

        Assert.Equal(_block.Events.Length, _block.HitsOf(_block.Events).Length);
        RuleTallies beside = Count(topOfAll: 7);
        var copy = new EventBlock();
        copy.Add(_block, _block.Events);
        Assert.True(copy.HitsOf(copy.Events).IsEmpty);
        var here = new RuleTallies(new AddressHash(1, 2), new CounterMemory(CounterMemory.OfReport), 5, 7);
        for (int i = 0; i < copy.Events.Length; i++)
            here.Take(copy, copy.Events.Slice(i, 1));
        Assert.InRange(here.All.Count, 100, 200);
        Assert.Equal(here.All.Select(Described), beside.All.Select(Described));
        Assert.Equal(Sources(here.Hosts.Top()), Sources(beside.Hosts.Top()));
        Assert.Equal(Sources(here.Domains.Top()), Sources(beside.Domains.Top()));
        Assert.True(here.HasAccepts && beside.HasAccepts);

        static string Described(RuleTally tally) => string.Join(
            ' ', Encoding.ASCII.GetString(tally.List), Encoding.ASCII.GetString(tally.Rule), tally.Refused, tally.Deferred, tally.Logged, tally.Accepted,
            tally.Addresses, tally.First, tally.Last, string.Join(',', Days(tally)), Sources(tally.Hosts), Sources(tally.Domains));
        static string Sources(TopSource[] sources) => string.Join(',', sources.Select(source => $"{Encoding.ASCII.GetString(source.Name)}={source.Hits}"));
    }

    [Theory]
    [InlineData("1969-12-31 23:59:59", "1969-12-31")]
    [InlineData("1970-01-01 00:00:00", "1970-01-01")]
    [InlineData("2024-02-29 23:59:59.999", "2024-02-29")]
    public void A_day_is_a_day_in_utc(string time, string day) => Assert.Equal(day, LogDay.Text(LogDay.Of(Time(time))));

    [Theory]
    [InlineData("2026-10-27", "2026-11-25", "2026-10-27 .. 11-25")]
    [InlineData("2025-10-27", "2026-11-25", "2025-10-27 .. 2026-11-25")]
    [InlineData("2026-11-25", "2026-11-25", "2026-11-25")]
    public void A_range_of_days_says_the_year_once(string first, string last, string text) =>
        Assert.Equal(text, LogDay.Range(LogDay.Of(Time(first)), LogDay.Of(Time(last))));

    private static (string Day, long Hits)[] Days(RuleTally tally) =>
        [.. Enumerable.Range(0, tally.Days.Count).Select(i => (LogDay.Text(tally.Days[i].Day), tally.Days[i].Hits))];

    private static long Time(string when) => when.Length == 0 ? MailEvent.NoTime
        : (DateTime.Parse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks * 100;

    private void Add(
        string when, LoggedOutcome outcome, string rule, string sender, string recipient, string ip = "192.0.2.7", string helo = "h.example",
        LogFormat format = LogFormat.Own)
    {
        var mail = new LoggedMail { Format = format, Outcome = outcome, Known = MailField.Ip | MailField.Helo | MailField.Sender | MailField.Recipient };
        mail.Ip = Encoding.ASCII.GetBytes(ip);
        mail.Helo = Encoding.ASCII.GetBytes(helo);
        mail.Sender = Encoding.ASCII.GetBytes(sender);
        mail.Recipient = Encoding.ASCII.GetBytes(recipient);
        if (rule.Split([':', ' '], 3) is [var list, var line, var text])
        {
            mail.List = Encoding.ASCII.GetBytes(list);
            mail.RuleLine = int.Parse(line, CultureInfo.InvariantCulture);
            mail.Rule = Encoding.ASCII.GetBytes(text);
            mail.Known |= MailField.Rule;
        }

        _block.Add(mail, Time(when));
    }

    private RuleTallies Count(CounterMemory? memory = null, int topOfAll = 0)
    {
        var tallies = new RuleTallies(new AddressHash(1, 2), memory ?? new CounterMemory(CounterMemory.OfReport), 5, topOfAll);
        tallies.Take(_block, _block.Events);
        return tallies;
    }
}
