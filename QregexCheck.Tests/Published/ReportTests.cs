using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>report</c> as it is installed: the table, JSON, the page, its exit codes, and what is wrong with its input.</summary>
public sealed class ReportTests
{
    private const string Rules =
        "# seven lines\n\n@junk\\.example$\n\n\n\n^[a-z]+[0-9]+@example\\.com$\n\n^abc1@example\\.com$\n\n#: until=2020-01-01\n@old\\.example$\n\n\n^x@\n(\n"
        + "#: action=log\n^logged@\n";

    private static readonly string[] Environment = ["TZ=UTC", "LC_ALL=C.UTF-8"];

    [Fact]
    public void The_table_tells_of_each_rule_with_hits_and_why_others_have_none()
    {
        using ControlFolder control = Control();
        string[] lines = Report(control, Environment).Output.Split('\n');
        Assert.Equal(
            [
                "badmailto: 171 refused, 2026-10-27 .. 11-25  hits addr  last   30 days     top source",
                "  :7  ^[a-z]+[0-9]+@example\\.com$             120   30  11-25  ▂▂▂▂▂▂▂▂▂█  d7.example 50 %",
                "  :12 @old\\.example$  until 2020-01-01, asleep DAYS  11    2  11-06  ███▆        192.0.2.4 100 %  *",
                "  :15 ^x@                                      40    1  11-25           █  192.0.2.9 98 %  *",
                "no hits since 2026-10-27: 4",
                "  :3  @junk\\.example$       not hit (30 days of log, asked for 90: too soon to say)",
                "  :9  ^abc1@example\\.com$   can't be: :7 comes first and hits all of it",
                "  :16 (                     can't be used: unclosed parenthesis",
                "  :18 ^logged@              only logs, and was not hit (30 days of log)",
                "no longer in the files: 1 rule, 1 hit        hits addr  last   30 days     top source",
                "  badmailto <b>\\x22gone\\x22                           1    1  11-25           █  192.0.2.1 100 %",
                "* nearly one host: a deny line in tcp.smtp is cheaper",
                string.Empty,
            ],
            lines.Select(Plain), new SameWords());
    }

    /// <summary>What decides about bounces is no rule of a list, and no rule that was removed.</summary>
    [Fact]
    public void What_refused_a_bounce_stands_where_it_stands_and_is_not_called_removed()
    {
        using ControlFolder control = new ControlFolder().With("batvdomains", "example.com\n").With("badbounceto", "^jobs@\n").With("log", string.Join('\n',
            "2026-11-25 09:12:01 qregexcheck: reject batvdomains:1 ip=192.0.2.4 helo=- from=<> to=<a@example.com> batv=missing rule=\"example.com\" reply=\"550 x\"",
            "2026-11-25 09:12:02 qregexcheck: reject badbounceto:1 ip=192.0.2.4 helo=- from=<> to=<jobs@example.com> rule=\"^jobs@\" reply=\"550 x\"",
            "2026-11-25 09:12:03 qregexcheck: reject onebounce:0 ip=192.0.2.4 helo=- from=<> to=<b@example.com> rule=\"(more than one recipient)\" reply=\"550 x\"",
            "2026-11-25 09:12:04 qregexcheck: reject goodbounce:0 ip=192.0.2.4 helo=- from=<> to=<b@example.com> line=\"Received: x\" rule=\"(none of ours quoted)\" reply=\"550 x\"",
            string.Empty));
        string output = Report(control, ["TZ=UTC"]).Output;
        JsonElement[] json = Json(control);
        Assert.Equal(0, Report(control, ["TZ=UTC"], "--html", control.Of("page.html")).ExitCode);
        string page = control.Read("page.html");
        foreach (string list in new[] { "batvdomains", "badbounceto", "onebounce", "goodbounce" })
        {
            Assert.Contains($"{list}: 1 refused", output, StringComparison.Ordinal);
            JsonElement rule = Assert.Single(json[..^1], rule => Text(rule, "file") == list);
            Assert.Equal(("hit", 1), (Text(rule, "state"), Int(rule, "hits")));
            Assert.Contains(list, page, StringComparison.Ordinal);
        }

        Assert.Equal(4, json[^1].GetProperty("summary").GetProperty("hits").GetInt32());
        Assert.DoesNotContain("no longer in the files", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_stand_below_each_other()
    {
        using ControlFolder control = Control();
        string[] lines = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Report(control, Environment).Output)).Split('\n')[..4];
        int hits = lines[0].IndexOf("hits", StringComparison.Ordinal) + 4;
        int addresses = lines[0].IndexOf("addr", StringComparison.Ordinal) + 4;
        int source = lines[0].IndexOf("top source", StringComparison.Ordinal);
        foreach (string line in lines[1..])
        {
            Assert.True(char.IsAsciiDigit(line[hits - 1]) && line[hits] == ' ', line);
            Assert.True(char.IsAsciiDigit(line[addresses - 1]) && line[addresses] == ' ', line);
            Assert.True(line[source - 1] == ' ' && line[source] != ' ', line);
        }
    }

    [Theory]
    [InlineData("LC_ALL=C", false)]
    [InlineData("LANG=en_US.utf8", true)]
    [InlineData("LC_CTYPE=C.UTF-8", true)]
    [InlineData("LC_ALL=", false)]
    public void Blocks_are_drawn_only_where_the_locale_has_them(string locale, bool hasBlocks)
    {
        using ControlFolder control = Control();
        string output = Report(control, ["TZ=UTC", locale]).Output;
        Assert.Equal(hasBlocks, output.Contains("\u00E2\u0096\u0088", StringComparison.Ordinal));
        Assert.Equal(!hasBlocks, output.All(static c => c < 128) && output.Contains('#', StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_moved_keeps_its_hits_and_one_that_was_edited_is_told_apart()
    {
        using ControlFolder control = Control().With("badmailto", "\n\n\n^x@\n^y@\n");
        JsonElement[] rules = Json(control);
        Assert.Equal(("^x@", 4, 40L), (Text(rules[0], "rule"), rules[0].GetProperty("line").GetInt32(), rules[0].GetProperty("hits").GetInt64()));
        Assert.Equal(JsonValueKind.Null, rules[2].GetProperty("line").ValueKind);
        Assert.All(rules[2..^1], rule => Assert.Equal("removed", Text(rule, "state")));
    }

    [Fact]
    public void Json_has_a_rule_a_line_and_then_the_sum()
    {
        using ControlFolder control = Control();
        JsonElement[] rules = Json(control);
        Assert.Equal(
            ["too-soon", "hit", "unreachable", "asleep", "hit", "unusable", "only-logs", "removed"], rules[..^1].Select(rule => Text(rule, "state")));
        JsonElement x = rules[4];
        Assert.Equal(("badmailto", 15, "^x@", 40, 1), (Text(x, "file"), Int(x, "line"), Text(x, "rule"), Int(x, "hits"), Int(x, "addresses")));
        Assert.Equal(("2026-11-25", "2026-11-25", 40), (Text(x, "first"), Text(x, "last"), Int(x.GetProperty("days"), "2026-11-25")));
        JsonElement top = x.GetProperty("top")[0];
        Assert.Equal(("192.0.2.9", "ip", 39), (Text(top, "source"), Text(top, "kind"), Int(top, "hits")));
        Assert.Equal("2020-01-01", Text(rules[3], "until"));
        JsonElement sum = rules[^1].GetProperty("summary");
        Assert.Equal((172, 7, 4, 1, 30), (Int(sum, "hits"), Int(sum, "rules"), Int(sum, "without_hits"), Int(sum, "removed"), Int(sum, "days")));
    }

    [Fact]
    public void Strict_is_100_for_a_rule_that_cannot_be_used_or_reached_or_sleeps_and_only_then()
    {
        using ControlFolder control = Control();
        Assert.Equal((0, 100), (Report(control, []).ExitCode, Report(control, [], "--strict").ExitCode));
        foreach ((string rules, int code) in (ReadOnlySpan<(string Rules, int Code)>)[("^x@\n^y@\n", 0), ("^x@\n^xy@\n^xx*@\n", 0), ("^x\n^xy@\n", 100),
            ("(\n", 100), ("#: until=2020-01-01\n^x@\n", 100)])
        {
            control.With("badmailto", rules);
            Assert.Equal(code, Report(control, [], "--strict").ExitCode);
        }
    }

    [Fact]
    public void Days_are_asked_for_in_utc_the_first_and_the_last_included()
    {
        using ControlFolder control = Control();
        Assert.Equal(33 + 40 + 1, Sum(control, "--since", "2026-11-25"));
        Assert.Equal(3 + 1, Sum(control, "--until", "2026-10-27"));
        Assert.Equal(3, Sum(control, "--since", "2026-11-24", "--until", "2026-11-24"));
        Assert.Equal(0, Sum(control, "--since", "2025-01-01", "--until", "2025-02-01"));
    }

    [Fact]
    public void A_log_without_stamps_counts_on_no_day_and_is_left_out_where_days_are_asked_for()
    {
        using ControlFolder control = Control().With("log", Line(string.Empty, "^x@", "192.0.2.1", "a@b.example", "x@example.com"));
        Outcome outcome = Report(control, Environment);
        Assert.StartsWith("badmailto: 1 refused  hits addr  top source\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("without a stamp, so of no day: 1 line\n", outcome.Output, StringComparison.Ordinal);
        Outcome days = Report(control, Environment, "--since", "2026-01-01");
        Assert.StartsWith("badmailto: 0 refused", days.Output, StringComparison.Ordinal);
        Assert.Contains("without a stamp", days.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void How_many_threads_read_changes_no_byte()
    {
        using ControlFolder control = Control();
        var log = new StringBuilder();
        for (int i = 0; i < 150_000; i++)
            log.Append(Line("2026-11-25 10:00:00", i % 3 == 0 ? "^x@" : "^y@", $"192.0.2.{i % 250}", $"u{i}@d{i % 70_000}.example", $"x{i}@example.com"));
        control.With("log", log.ToString());
        string one = Report(control, Environment, "--json", "--jobs", "1").Output;
        Assert.Equal(one, Report(control, Environment, "--json", "--jobs", "4").Output);
        Assert.Contains("\"approximate\":[\"addresses\"", one, StringComparison.Ordinal);
        Assert.Matches(" ~(99|100|101),[0-9]{3} ", Report(control, Environment, "--jobs", "1").Output);
    }

    [Fact]
    public void A_page_is_written_whole_with_one_line_about_it()
    {
        using ControlFolder control = Control();
        Outcome outcome = Report(control, Environment, "--html", control.Of("page.html"));
        Assert.Equal((0, $"{control.Of("page.html")}: 172 hits, 7 rules, 2026-10-27 .. 11-25\n"), (outcome.ExitCode, outcome.Output));
        string page = File.ReadAllText(control.Of("page.html"));
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>\"gone\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;\\x22gone\\x22", page, StringComparison.Ordinal);
        Assert.False(File.Exists(control.Of("page.html.tmp")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(control.Of("page.html")));
    }

    [Fact]
    public void A_page_takes_the_place_of_nothing_but_a_file()
    {
        using ControlFolder control = Control();
        File.CreateSymbolicLink(control.Of("link"), control.Of("log"));
        foreach (string place in (string[])[control.Path, control.Of("link"), "/dev/null", control.Of("none/page.html")])
        {
            Outcome outcome = Report(control, [], "--html", place);
            Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
            Assert.StartsWith($"qregexcheck: fatal: unable to write {place}: ", outcome.ErrorLines[^1], StringComparison.Ordinal);
        }

        Assert.True(File.ReadAllText(control.Of("log")).Length > 1_000);
    }

    [Fact]
    public void A_page_takes_the_place_of_a_page_alone_and_of_no_log_where_its_name_was_forgotten()
    {
        using ControlFolder control = Control();
        string page = control.Of("page.html");
        Assert.Equal(0, Report(control, [], "--html", page).ExitCode);
        foreach (string beginning in (string[])["<!DOCTYPE html>\nan old one", "<!DOC", string.Empty])
        {
            control.With("page.html", beginning).With("page.html.tmp", beginning);
            Assert.Equal(0, Report(control, [], "--html", page).ExitCode);
            Assert.EndsWith("</html>\n", File.ReadAllText(page), StringComparison.Ordinal);
        }

        control.With("page.html.tmp", "notes");
        string log = File.ReadAllText(control.Of("log"));
        foreach (string place in (string[])[control.Of("log"), control.Of("badmailto"), page])
        {
            string before = File.ReadAllText(place);
            Outcome outcome = Report(control, [], "--html", place);
            string what = place == page ? page + ".tmp" : "it";
            Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
            Assert.Equal(
                [
                    $"qregexcheck: fatal: unable to write {place}: {what} is there and is no page; name another file, and the logs behind it; "
                    + "nothing was changed",
                ],
                outcome.ErrorLines);
            Assert.Equal(before, File.ReadAllText(place));
        }

        Assert.Equal(log, File.ReadAllText(control.Of("log")));
        Assert.Equal("notes", File.ReadAllText(page + ".tmp"));
    }

    [Theory]
    [InlineData(100, "report wants a LOG")]
    [InlineData(100, "Option '--since' takes a day", "--since", "yesterday", "log")]
    [InlineData(100, "No day lies between", "--since", "2026-11-02", "--until", "2026-11-01", "log")]
    [InlineData(100, "Option '--unused' takes a number from 0 to 36500.", "--unused", "-1", "log")]
    [InlineData(100, "Option '--top' takes a number from 0 to 100.", "--top", "many", "log")]
    [InlineData(100, "Option '--html' takes the name of a file.", "--html=", "log")]
    [InlineData(100, "Option '--html' writes a page: it can't go with '--json'.", "--html", "x", "--json", "log")]
    [InlineData(111, "unable to read none", "none")]
    [InlineData(111, "the log is empty; name one that has been written to", "/dev/null")]
    [InlineData(111, "none of 18 lines is one of qregexcheck's; name the log of qmail-smtpd", "badmailto")]
    public void Bad_input_is_one_line_that_says_what_to_do(int code, string complaint, params string[] arguments)
    {
        using ControlFolder control = Control();
        Outcome outcome = new Child(PublishedBinary.Path, ["report", "--control", control.Path, .. arguments]) { Directory = control.Path }.Run();
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: " + complaint, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deferred_recipient_that_comes_again_counts_once()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^x@\n");
        string line = Line("2026-11-25 10:00:00", "^x@", "192.0.2.1", "a@b.example", "x@example.com").Replace("reject", "defer", StringComparison.Ordinal);
        control.With("log", string.Concat(Enumerable.Repeat(line, 9)) + line.Replace("192.0.2.1", "192.0.2.2", StringComparison.Ordinal));
        Assert.Equal(2, Sum(control));
    }

    [Fact]
    public void A_rule_that_stands_twice_is_one_with_both_lines()
    {
        using ControlFolder control = Control().With("badmailto", "^x@\n\n^x@\n");
        Assert.Contains("\n  :1,:3 ^x@ ", Report(control, Environment).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_entries_of_a_plain_list_without_a_hit_are_a_number_and_those_that_can_not_hit_a_line_each()
    {
        using ControlFolder control = Control();
        control.With("badmailfromhosts", "bad name\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"d{i}.example\n")));
        control.With("badmailtohosts", string.Concat(Enumerable.Range(0, 3).Select(i => $"d{i}.example\n")));
        string[] lines = Report(control, Environment).Output.Split('\n');
        int many = Array.IndexOf(lines, "badmailfromhosts: 0 refused, 2026-10-27 .. 11-25");
        Assert.Equal(
            ["no hits since 2026-10-27: 100,001", "  :1 bad name  can't be used: ...", "  100,000 entries of which no more is to be said; --json shows each"],
            lines[(many + 1)..(many + 4)].Select(line => line.IndexOf("used: ", StringComparison.Ordinal) is > 0 and var at ? line[..at] + "used: ..." : line));
        int few = Array.IndexOf(lines, "badmailtohosts: 0 refused, 2026-10-27 .. 11-25");
        Assert.StartsWith("  :3 d2.example  not hit", lines[few + 4], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 15, 40);
        Report(control, Environment, "--html", control.Of("page.html"));
        Assert.Contains("and 100,000 more", control.Read("page.html"), StringComparison.Ordinal);
        Assert.InRange(control.Read("page.html").Length, 1_000, 50_000);
    }

    [Fact]
    public void A_file_and_what_gzip_made_of_it_count_once_and_a_warning_says_so()
    {
        using ControlFolder control = Control();
        long once = Sum(control);
        new Child("/bin/gzip", "-k", control.Of("log")).Run();
        Outcome outcome = PublishedBinary.Run(["report", "--json", "--control", control.Path, control.Of("log.gz"), control.Of("log")], Environment);
        Assert.Equal(
            $"qregexcheck: warning: {control.Of("log.gz")} is a packed copy of {control.Of("log")}, and is left out", Assert.Single(outcome.ErrorLines));
        Assert.Contains($"\"hits\":{once}", outcome.Output.Split('\n')[^2], StringComparison.Ordinal);
    }

    private static ControlFolder Control()
    {
        var log = new StringBuilder();
        var first = new DateOnly(2026, 10, 27);
        for (int day = 0; day < 30; day++)
        {
            string date = first.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            for (int i = 0; i < (day == 29 ? 33 : 3); i++)
            {
                string domain = i % 2 == day % 2 ? "d7.example" : $"e{day}.example";
                log.Append(Line($"{date} 00:00:0{i % 10}", "^[a-z]+[0-9]+@example\\.com$", $"198.51.100.{day + i}", $"a@{domain}", $"r{day}@example.com"));
            }
        }

        for (int day = 0; day < 11; day++)
        {
            string date = first.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            log.Append(Line($"{date} 23:59:59", "@old\\.example$", "192.0.2.4", $"a{day}@s{day}.example", $"r{day % 2}@old.example"));
        }

        for (int i = 0; i < 40; i++)
            log.Append(Line("2026-11-25 12:00:00", "^x@", i == 0 ? "192.0.2.8" : "192.0.2.9", $"a@f{i}.example", "x@example.com"));
        log.Append(Line("2026-11-25 12:00:00", "<b>\\x22gone\\x22", "192.0.2.1", "a@b.example", "y@example.com"));
        return new ControlFolder().With("badmailto", Rules).With("log", log.ToString());
    }

    private static string Line(string stamp, string rule, string ip, string sender, string recipient) =>
        $"{stamp}{(stamp.Length > 0 ? " " : string.Empty)}qregexcheck: reject badmailto:9 ip={ip} helo=h.example from=<{sender}> to=<{recipient}> rule=\"{rule}\" reply=\"553 no\"\n";

    private static Outcome Report(ControlFolder control, string[] environment, params string[] options) =>
        PublishedBinary.Run(["report", "--control", control.Path, .. options, control.Of("log")], environment);

    private static JsonElement[] Json(ControlFolder control, params string[] options)
    {
        Outcome outcome = Report(control, Environment, ["--json", .. options]);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static long Sum(ControlFolder control, params string[] options) => Json(control, options)[^1].GetProperty("summary").GetProperty("hits").GetInt64();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string Plain(string line) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line));
}
