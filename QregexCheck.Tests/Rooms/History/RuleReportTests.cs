using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.History;
using QregexCheck.Lint;
using QregexCheck.Logs;
using QregexCheck.Proof;
using Xunit;
using LoggedOutcome = QregexCheck.Logs.Outcome;

namespace QregexCheck.Tests.Rooms.History;

public sealed class RuleReportTests
{
    private static readonly int Today = new DateOnly(2026, 11, 25).DayNumber;

    private readonly RuleTallies _tallies = new(new AddressHash(1, 2), new CounterMemory(CounterMemory.OfReport), 5);

    [Fact]
    public void Of_several_reasons_for_a_rule_without_hits_the_first_holds()
    {
        ReportedRule[] rules = Report(
            "^[a-z]+[0-9]+@example\\.com$\nabc1@example\\.com$\n^[a-z]+[0-9]@example\\.com$\n(\n"
            + "#: until=2020-01-01\n^old@\n#: until=2020-01-01 action=log\n(\n#: action=log\n^log@\n^not@\n", 30, 90);
        Assert.Equal(
            [
                RuleStanding.TooSoon, RuleStanding.TooSoon, RuleStanding.Unreachable, RuleStanding.Unusable, RuleStanding.Asleep, RuleStanding.OnlyLogs,
                RuleStanding.TooSoon,
            ],
            rules.Select(rule => rule.Standing));
        Assert.Equal(":1 comes first and hits all of it", rules[2].Why);
        Assert.Equal([4, 8], rules[3].Lines);
    }

    [Theory]
    [InlineData(90, 90, RuleStanding.NotHit)]
    [InlineData(89, 90, RuleStanding.TooSoon)]
    [InlineData(0, 0, RuleStanding.NotHit)]
    public void Whether_a_rule_without_hits_is_one_to_look_at_depends_on_the_days_of_log(int days, int unused, object standing) =>
        Assert.Equal(standing, Assert.Single(Report("^x@\n", days, unused)).Standing);

    [Fact]
    public void A_rule_is_found_by_what_the_log_writes_for_it_though_it_was_moved()
    {
        byte[] @long = Encoding.ASCII.GetBytes(new string('x', 400) + "@");
        Hit("badmailto", "a\\xFFb@");
        Hit("badmailto", Encoding.ASCII.GetString(LogLine.RuleText(@long)));
        Hit("badmailto", "^gone@");
        ReportedRule[] rules = Report("# moved\n\na\u00FFb@\n" + Encoding.ASCII.GetString(@long) + "\n", 30, 90);
        Assert.All(rules, rule => Assert.Equal((RuleStanding.Hit, 1), (rule.Standing, rule.Hits)));
        Assert.Equal("^gone@", Encoding.ASCII.GetString(Assert.Single(_report!.Removed).Text));
    }

    [Fact]
    public void Rules_of_one_text_in_the_log_are_one_and_count_once()
    {
        Hit("badmailto", "^x@");
        ReportedRule rule = Assert.Single(Report("^x@\n#: until=2020-01-01\n^x@\n", 30, 90));
        Assert.Equal((RuleStanding.Hit, 1), (rule.Standing, rule.Hits));
        Assert.Equal([1, 3], rule.Lines);
    }

    [Fact]
    public void Of_a_list_of_exceptions_a_log_without_accepts_tells_nothing()
    {
        Assert.Equal(RuleStanding.NotLogged, Assert.Single(Report("^x@\n", 100, 90, "goodmailto")).Standing);
        Hit("goodmailto", "^y@", LoggedOutcome.Accepted);
        Assert.Equal(RuleStanding.NotHit, Assert.Single(Report("^x@\n", 100, 90, "goodmailto")).Standing);
    }

    [Fact]
    public void Only_rules_that_cannot_be_used_or_reached_or_sleep_are_idle()
    {
        Report("^x@\n#: action=log\n^y@\n", 30, 90);
        Assert.False(_report!.HasIdleRules);
        foreach (string idle in (string[])["(\n", "^x@\n^xx*@\n^x@$\n", "#: until=2020-01-01\n^x@\n"])
        {
            Report(idle, 30, 90);
            Assert.True(_report!.HasIdleRules);
        }
    }

    [Fact]
    public void An_exception_that_lets_all_through_is_named()
    {
        LintedFile[] files = [File("badmailto", "^xy@\n"), File("goodmailto", "^x\n")];
        RuleReport report = RuleReport.Of(CurrentRule.Of(files, Findings(files)), _tallies, default, Today, 90);
        Assert.Equal("goodmailto:1 lets through all that it hits", report.Lists[0].Rules[0].Why);
    }

    [Fact]
    public void Entries_of_checkrcpthosts_are_rules_but_for_those_that_take_out()
    {
        Hit("checkrcpthosts", "own.example");
        var covered = new LintedFile("checkrcpthosts", "own.example\n!not.example\n#: action=log\nlog.example\n"u8.ToArray());
        RuleReport report = RuleReport.Of(CurrentRule.OfEntries(covered, []), _tallies, default, Today, 90);
        Assert.Equal([RuleStanding.Hit, RuleStanding.OnlyLogs], report.Lists[0].Rules.Select(rule => rule.Standing));
    }

    private RuleReport? _report;

    private static LintedFile File(string name, string text) => new(name, LintedFile.ListOf(name), Encoding.Latin1.GetBytes(text));

    private static IReadOnlyList<Finding> Findings(LintedFile[] files) =>
        Linter.Run(files, [], Today, static (_, _) => { }, Workers.Alone);

    private ReportedRule[] Report(string text, int days, int unused, string list = "badmailto")
    {
        LintedFile[] files = [File(list, text)];
        ReportedDays range = days == 0 ? default : new ReportedDays(Today - days + 1, Today);
        _report = RuleReport.Of(CurrentRule.Of(files, Findings(files)), _tallies, range, Today, unused);
        return [.. _report.Lists[0].Rules];
    }

    private void Hit(string list, string rule, LoggedOutcome outcome = LoggedOutcome.Refused)
    {
        var block = new EventBlock();
        var mail = new LoggedMail { Outcome = outcome, Known = MailField.Rule, List = Encoding.ASCII.GetBytes(list), Rule = Encoding.ASCII.GetBytes(rule) };
        block.Add(mail, 0);
        _tallies.Take(block, block.Events);
    }
}
