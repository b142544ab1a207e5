using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>replay</c> as it is installed: from lines of a log to its text, its JSON and its exit code.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly ControlFolder _rules = new();
    private readonly ControlFolder _logs = new();

    public void Dispose()
    {
        _rules.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void What_was_accepted_is_newly_refused_and_what_was_refused_is_no_longer_or_still()
    {
        _rules.With("badmailto", "^b\n");
        Outcome outcome = Replay(
            Own("accept", "a@x", "b@y"),
            Own("accept", "a@x", "c@y"),
            Own("reject badmailto:1", "a@x", "b@z", "rule=\"^b\" reply=\"553 no\""),
            Own("reject badmailfrom:4", "d@x", "c@z", "rule=\"^d\" reply=\"553 no\""));
        Assert.Equal(
            """
            2026-11-24, 4 recipients (4 different), 0 by relay clients
            newly refused 1 (25.0 %)   no longer refused 1   still refused 1
            by rule                                              recipients  senders  known regular
            + badmailto:1  ^b                                             1        1      0       0
            - badmailfrom:4  ^d                                           1        1

            """,
            outcome.Output);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public void Rules_that_are_slow_in_memory_say_the_same_from_a_fresh_compiled_file()
    {
        _rules.With("badmailto", string.Concat(Enumerable.Range(0, 6_000).Select(i => $"^[a-z]{{{10 + (i % 40)}}}[0-9]{{{10 + (i / 40)}}}@\n")));
        string[] lines = [.. Enumerable.Range(0, 200).Select(i => Own("accept", "a@x", new string('b', 9 + (i % 43)) + new string('7', 9 + (i % 103)) + "@y"))];
        Outcome inMemory = Replay(lines);
        Assert.Equal(100, inMemory.ExitCode);
        Assert.Equal(
            $"qregexcheck: warning: {_rules.Path}/badmailto has many rules that are asked one by one of each address, so this may take long; "
            + "run qregexcheck compile first\n",
            inMemory.Error);
        Assert.Equal(0, PublishedBinary.Run(["compile"], [_rules.Variable]).ExitCode);
        Outcome compiled = Replay(lines);
        Assert.Equal((inMemory.ExitCode, inMemory.Output, string.Empty), (compiled.ExitCode, compiled.Output, compiled.Error));
    }

    [Fact]
    public void Nothing_different_and_nothing_but_no_longer_refused_is_0()
    {
        _rules.With("badmailto", "^b\n");
        Assert.Equal(0, Replay(Own("accept", "a@x", "c@y")).ExitCode);
        Assert.Equal(0, Replay(Own("reject badmailto:1", "a@x", "c@z", "rule=\"^c\" reply=\"553 no\"")).ExitCode);
        Assert.Equal(0, Replay(Own("defer badmailto:1", "a@x", "b@z", "rule=\"^b\" reply=\"451 no\"")).ExitCode);
    }

    [Fact]
    public void The_same_directory_on_both_sides_makes_no_difference()
    {
        _rules.With("badmailto", "^b\n@z$\n").With("badmailfromnorelay", "7@\n");
        string[] lines = [.. Enumerable.Range(0, 500).Select(i => Own(i % 3 == 0 ? "accept" : "reject badmailto:9", $"a{i % 11}@x", $"b{i % 5}@z", i % 3 == 0 ? "" : "rule=\"no\" reply=\"553 no\""))];
        Outcome outcome = Replay(lines, "--against", _rules.Path);
        Assert.Equal((0, "newly refused 0   no longer refused 0   still refused 500"), (outcome.ExitCode, outcome.Output.Split('\n')[1]));
    }

    [Fact]
    public void Known_senders_come_first_with_the_command_that_lets_them_through()
    {
        _rules.With("badmailfrom", "@x\\.example$\n");
        _logs.With(
            "send",
            """
            2026-11-20 08:00:00 info msg 77: bytes 1024 from <me@y> qp 99 uid 7791
            2026-11-20 08:00:00 starting delivery 1: msg 77 to remote anna+b@x.example
            2026-11-20 08:00:02 delivery 1: success: 192.0.2.1_accepted_message./

            """);
        Outcome outcome = Replay([Own("accept", "Anna+b@x.example", "c@y"), Own("accept", "ben@x.example", "c@y")], "--sent", _logs.Of("send"));
        Assert.Equal(
            $"""
            2026-11-24, 2 recipients (1 different), 0 by relay clients
            newly refused 2 (100.0 %)   no longer refused 0   still refused 0
            LOOK AT THESE FIRST  1 sender you have written to, 1 recipient
              badmailfrom:1  @x\.example$
                 11-24 09:12  <Anna+b@x.example> -> <c@y>  seen 1x, last reply sent 11-20
            by rule                                              recipients  senders  known regular
            + badmailfrom:1  @x\.example$                                 2        2      1       0
            to keep them:  echo '^Anna\+b@x\.example$' >> {_rules.Path}/goodmailfrom

            """,
            outcome.Output);
    }

    [Fact]
    public void What_was_delivered_is_told_when_deliveries_are_among_the_logs()
    {
        _rules.With("badmailto", "^b\n");
        Outcome outcome = Replay(
            Own("accept", "a@x", "b@y"),
            "2026-11-24 09:12:03 info msg 77: bytes 1024 from <a@x> qp 99 uid 7791",
            "2026-11-24 09:12:03 starting delivery 1: msg 77 to local b@y",
            "2026-11-24 09:12:03 delivery 1: success: did_1+0+0/");
        Assert.Contains("LOOK AT THESE FIRST  1 recipient whose mail was delivered\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("<a@x> -> <b@y>  delivered 1x\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(" regular delivered\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_log_is_escaped()
    {
        _rules.With("badmailto", "b\n");
        for (int day = 1; day <= 3; day++)
            _logs.With("log", string.Concat(Enumerable.Range(1, 3).Select(static d => Own("accept", "\\x1B[31m'\\x0Afrom", "b\\x9B@y", "", $"2026-11-0{d}") + "\n")));
        Outcome outcome = new Child(PublishedBinary.Path, "replay", "--control", _rules.Path, _logs.Of("log")) { Environment = ["TZ=UTC"] }.Run();
        Assert.Contains("<\\x1B[31m'\\x0Afrom> -> <b\\x9B@y>  seen 3x on 3 days and more\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Output, static c => c is < ' ' and not '\n' or > '~');
        Assert.DoesNotContain("to keep them", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\\x5Cnb")]
    [InlineData("a\\xC2\\x9B31m")]
    public void A_command_that_a_shell_or_a_terminal_may_take_for_another_is_not_told(string local)
    {
        _rules.With("badmailfrom", "@x$\n");
        string[] lines = [.. Enumerable.Range(1, 3).Select(day => Own("accept", local + "@x", "b@y", "", $"2026-11-0{day}"))];
        Outcome outcome = Replay(lines, []);
        Assert.Contains($"<{local}@x> -> <b@y>  seen 3x on 3 days and more\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("to keep them", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_an_object_for_each_rule_and_change_and_then_a_summary()
    {
        _rules.With("badmailto", "^b\n").With("badhelo", "no\n");
        string[] lines = Replay(
            [
                Own("accept", "a@x", "b@y"), Own("reject badmailto:1", "a@x", "b@z", "rule=\"^b\" reply=\"553 no\""), Own("accept", "a@x", "c@y").Replace("helo=h", "helo=-", StringComparison.Ordinal),
                Own("reject badmailfrom:4", "-", "-", "rule=\"^d\" reply=\"553 no\"").Replace("<->", "-", StringComparison.Ordinal),
                Own("reject checkrcpthosts:1", "a@x", "b@y", "rule=\"y\" reply=\"550 no\" why=\"no\""),
            ],
            "--json").Output.TrimEnd('\n').Split('\n');
        JsonElement[] objects = [.. lines.Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["newly", "no-longer", "still"], objects[..^1].Select(static row => row.GetProperty("change").GetString()));
        JsonElement example = objects[0].GetProperty("examples")[0];
        Assert.Equal(("a@x", "b@y", "2026-11-24T09:12:01Z", "rest"), (example.GetProperty("sender").GetString(), example.GetProperty("recipient").GetString(),
            example.GetProperty("time").GetString(), example.GetProperty("risk").GetString()));
        JsonElement summary = objects[^1].GetProperty("summary");
        Assert.Equal((1, 1, 1, 0), (Number("newly"), Number("no_longer"), Number("still"), Number("uncertain")));
        Assert.Equal((5, 1, 1), (Number("recipients"), summary.GetProperty("not_judged").GetProperty("helo").GetInt32(), summary.GetProperty("not_judged").GetProperty("checkrcpthosts").GetInt32()));

        int Number(string name) => summary.GetProperty(name).GetInt32();
    }

    [Fact]
    public void A_cut_field_is_uncertain_where_a_rule_hangs_on_it()
    {
        _rules.With("badmailto", "b\n");
        Outcome outcome = Replay(Own("accept", "a@x", "b@y").Replace("to=<b@y>", "to=<b@y>...", StringComparison.Ordinal), Own("accept", "a@x", "c@y"));
        Assert.Equal((0, "not judged: 1 with altered bytes"), (outcome.ExitCode, outcome.Output.Split('\n')[1]));
    }

    [Fact]
    public void One_thread_and_many_say_the_same()
    {
        _rules.With("badmailto", "[0-9]@y\n").With("badmailfrom", "[3-5]@x\n");
        string[] lines = [.. Enumerable.Range(0, 30_000).Select(static i => Own("accept", $"a{i % 977}@x", $"b{i % 1009}@y", "", $"2026-11-{(i / 1200) + 1:d2}"))];
        string one = Replay(lines, "--jobs", "1").Output;
        Assert.Equal(one, Replay(lines, "--jobs", "4").Output);
        Assert.Equal(Replay(lines, "--jobs", "1", "--json").Output, Replay(lines, "--jobs", "3", "--json").Output);
    }

    [Theory]
    [InlineData(100, "replay wants a LOG", "--examples=2")]
    [InlineData(100, "Option '--relay' takes an IP address", "--relay=example.com", "log")]
    [InlineData(100, "Option '--relay' takes an IP address", "--relay=192.0.2.0/24", "log")]
    [InlineData(100, "Option '--examples' takes a number from 0 to 100", "--examples=-1", "log")]
    [InlineData(100, "Option '--sent' takes a file or a directory", "--sent=-", "log")]
    [InlineData(100, "Option '--since' takes a day", "--since=yesterday", "log")]
    [InlineData(111, "unable to read nowhere", "--sent=nowhere", "log")]
    [InlineData(111, "unable to read nowhere", "nowhere")]
    [InlineData(111, "unable to read the control directory nowhere: no such file or directory; set --against to where it is", "--against=nowhere", "log")]
    [InlineData(111, "unable to read the control directory nowhere: no such file or directory; set QREGEXCHECK_CONTROL or --control to", "--control=nowhere", "log")]
    [InlineData(111, "the log is empty; ", "/dev/null")]
    [InlineData(111, "--sent: the log is empty; ", "--sent=/dev/null", "log")]
    [InlineData(111, "none of 1 lines is one of a mail server's that is known", "log")]
    public void A_wrong_command_line_and_a_log_that_tells_nothing_are_answered(int code, string complaint, params string[] arguments)
    {
        _logs.With("log", "nothing of a mail server\n");
        Outcome outcome = new Child(PublishedBinary.Path, ["replay", .. arguments]) { Directory = _logs.Path, Environment = [_rules.With("badmailto", "b\n").Variable] }.Run();
        Assert.Equal((code, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: " + complaint, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_file_that_can_not_be_read_is_111()
    {
        System.IO.Directory.CreateDirectory(_rules.Of("badmailto"));
        Outcome outcome = Replay(Own("accept", "a@x", "b@y"));
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Contains("badmailto: is a directory", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>The hook writes its log, and the replay of that log by the same rules finds each refusal where the hook found it.</summary>
    [Fact]
    public void A_replay_of_the_hooks_own_log_says_what_the_hook_said()
    {
        const int Envelopes = 150;
        var random = new Random(14);
        _rules.With("badhelo", "^localhost$\n").With("badmailfrom", "^abc[0-9]@x\n#: action=defer\n^info@z$\n").With("badmailfromnorelay", "^b@y\n")
            .With("badmailto", "^abc[0-9]+@x$\n^$\n#: action=log\n.\n^room[0-9]+@y\n").With("badmailtonorelay", "^room101@\n").With("goodmailto", "^room101@y$\n");
        var log = new StringBuilder();
        var wanted = new Dictionary<string, int>();
        for (int i = 0; i < Envelopes; i++)
        {
            var variables = new List<string> { _rules.Variable, "QREGEXCHECK_LOG=all", "TCPREMOTEIP=192.0.2." + i % 250, "SENDER=" + Address(), "RECIPIENT=" + Address() };
            if (random.Next(3) > 0)
                variables.Add("HELO=" + (random.Next(4) == 0 ? "localhost" : "mx.example"));
            if (random.Next(3) == 0)
                variables.Add("RELAYCLIENT=");
            string[] lines = PublishedBinary.Run([], variables).ErrorLines;
            foreach (string line in lines)
                log.Append(CultureInfo.InvariantCulture, $"2026-11-24 09:{i / 60:d2}:{i % 60:d2} {line}\n");
            string[] words = lines[^1].Split(' ');
            if (words[1] is "reject" or "defer")
                wanted[words[2]] = wanted.GetValueOrDefault(words[2]) + 1;
        }

        Assert.True(wanted.Count > 5, string.Join(' ', wanted));
        _logs.With("log", log.ToString());
        Outcome outcome = PublishedBinary.Run(["replay", "--json", "--control", _rules.Path, _logs.Of("log")], ["TZ=UTC"]);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        JsonElement[] objects = [.. outcome.Output.TrimEnd('\n').Split('\n').Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(Envelopes, objects[^1].GetProperty("summary").GetProperty("recipients").GetInt32());
        Assert.All(objects[..^1], static row => Assert.Equal("still", row.GetProperty("change").GetString()));
        Assert.Equal(
            wanted.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            objects[..^1].Select(static row => KeyValuePair.Create($"{row.GetProperty("file").GetString()}:{row.GetProperty("line").GetInt32()}", row.GetProperty("recipients").GetInt32()))
                .OrderBy(static pair => pair.Key, StringComparer.Ordinal));

        string Address() => new[] { "a", "b", "abc1", "info", "room101", "room7" }[random.Next(6)] + new[] { "@x", "@y", "@z" }[random.Next(3)];
    }

    private static string Own(string decision, string sender, string recipient, string more = "", string day = "2026-11-24") =>
        $"{day} 09:12:01 qregexcheck: {decision} ip=192.0.2.7 helo=h from=<{sender}> to=<{recipient}>{(more.Length > 0 ? " " + more : "")}";

    private Outcome Replay(params string[] lines) => Replay(lines, []);

    private Outcome Replay(string[] lines, params string[] options)
    {
        _logs.With("log", string.Join('\n', lines) + "\n");
        return PublishedBinary.Run(["replay", "--control", _rules.Path, .. options, _logs.Of("log")], ["TZ=UTC"]);
    }
}
