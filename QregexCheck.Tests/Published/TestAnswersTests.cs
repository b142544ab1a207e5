using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>What <c>qregexcheck test</c> says is so: of each rule what it does, of an accept who was asked, of pasted text what was read.</summary>
public sealed class TestAnswersTests
{
    [Theory]
    [InlineData("badmailto", "^a@", "reject", "decides")]
    [InlineData("badmailto", "#: action=defer\n^a@", "defer", "decides")]
    [InlineData("badmailto", "#: action=log\n^a@", "log", "logs")]
    [InlineData("badmailto", "#: until=2020-01-01\n^a@", "reject", "asleep")]
    [InlineData("badmailto", "#: until=2020-01-01 action=log\n^a@", "log", "asleep")]
    [InlineData("goodmailto", "^a@", "accept", "not reached")]
    [InlineData("goodmailto", "#: until=2020-01-01\n^a@", "accept", "asleep")]
    public void A_rule_that_hits_is_said_to_do_what_it_does(string file, string rule, string effect, string state)
    {
        using ControlFolder control = new ControlFolder().With(file, rule + "\n");
        JsonElement json = Json(control, "a@b.example");
        JsonElement found = json.TryGetProperty("rule", out JsonElement decider) ? decider : json.GetProperty("also")[0];
        Assert.Equal((effect, state), (found.GetProperty("effect").GetString(), found.GetProperty("state").GetString()));
        Assert.Equal(control.Of(file), found.GetProperty("file").GetString());
    }

    [Fact]
    public void With_an_exception_the_exception_decides_and_the_rules_it_overrules_are_said_to_be_excepted()
    {
        using ControlFolder control = new ControlFolder()
            .With("badmailto", "#: action=log\n^a\n^a@\n^a@b\n").With("goodmailto", "^a@\n@b\n").With("badmailfrom", "^s@\n").With("goodmailfrom", "@t\n");
        JsonElement json = Json(control, "--from", "s@t.example", "a@b.example");
        Assert.Equal("accept", json.GetProperty("verdict").GetString());
        Assert.Equal("accept decides", Described(json.GetProperty("rule")));
        Assert.Equal(
            ["badmailfrom:1 reject excepted", "badmailto:2 log logs", "badmailto:3 reject excepted", "badmailto:4 reject not reached",
            "goodmailfrom:1 accept decides", "goodmailto:2 accept not reached"],
            json.GetProperty("also").EnumerateArray().Select(rule =>
                $"{rule.GetProperty("file").GetString()![(control.Path.Length + 1)..]}:{rule.GetProperty("line").GetInt32()} {Described(rule)}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compiled_or_not_the_same_is_said(bool isCompiled)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=log\n^a\n#: until=2020-01-01\n^a@\n#: note=\"n\"\n^a@b\n@b\na(\n");
        if (isCompiled)
            PublishedBinary.Run(["compile"], [control.Variable]);
        Outcome outcome = PublishedBinary.Run(["test", "a@b.example"], [control.Variable]);
        Assert.StartsWith(
            "<a@b.example>: reject\n"
            + $"  by    {control.Path}/badmailto:6  ^a@b  # n\n"
            + $"  also  {control.Path}/badmailto:2  ^a  (log)\n"
            + $"  also  {control.Path}/badmailto:4  ^a@  (asleep: its until day is over)\n"
            + $"  also  {control.Path}/badmailto:7  @b\n"
            + $"  asked {control.Path}/badmailto (4 rules, 1 skipped)\n",
            outcome.Output,
            System.StringComparison.Ordinal);
        Assert.Equal($"qregexcheck: warning: {control.Path}/badmailto:8:2: unclosed parenthesis; the rule is skipped until it is mended",
            Assert.Single(outcome.ErrorLines));
    }

    [Theory]
    [InlineData("goodmailto", "", "lets through what has: ", "exception: ")]
    [InlineData("badmailto", "#: action=log\n", "logs what has: ", "log only: ")]
    [InlineData("badmailto", "#: action=defer\n", "defers what has: ", null)]
    [InlineData("badmailto", "#: until=2020-01-01\n", "refuses what has: ", "asleep: ")]
    [InlineData("badmailto", "", "refuses what has: ", null)]
    public void Explain_says_what_a_rule_does(string file, string annotation, string verb, string? state)
    {
        using ControlFolder control = new ControlFolder().With(file, annotation + "^a@b\n");
        string shown = PublishedBinary.Run(["test", "--explain", "a@b.example"], [control.Variable]).Output;
        Assert.Contains("  words     " + verb, shown, System.StringComparison.Ordinal);
        Assert.Equal(state is not null, shown.Contains("  state     ", System.StringComparison.Ordinal));
        Assert.Contains("  state     " + state, state is null ? "  state     " : shown, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a{200}b){200}c){200}")]
    public void Explain_says_of_a_rule_above_a_limit_that_it_is_skipped(string rule)
    {
        Outcome outcome = PublishedBinary.Run(["test", "--explain", rule, "a@b"], []);
        Assert.Equal(100, outcome.ExitCode);
        Assert.EndsWith("; the rule is skipped\n", outcome.Output, System.StringComparison.Ordinal);
        Assert.DoesNotContain("words", outcome.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_sender_and_a_HELO_name_can_be_tested_alone()
    {
        using ControlFolder control = new ControlFolder().With("badmailfrom", "^s@\n").With("badhelo", "^h$\n").With("badmailto", "\n");
        (int, string) First(params string[] arguments)
        {
            Outcome outcome = PublishedBinary.Run(["test", .. arguments], [control.Variable]);
            Assert.DoesNotContain("checkpassword", outcome.Output, System.StringComparison.Ordinal);
            return (outcome.ExitCode, outcome.Output.Split('\n')[0]);
        }

        Assert.Equal((100, "from <s@t>: reject"), First("--from", "s@t"));
        Assert.Equal((0, "from <x@t>: accept"), First("--from", "x@t"));
        Assert.Equal((100, "helo h: reject"), First("--helo", "h"));
        Assert.Equal((100, "helo x, from <s@t>: reject"), First("--from", "s@t", "--helo", "x"));
        JsonElement json = Json(control, "--from", "s@t");
        Assert.False(json.TryGetProperty("recipient", out _));
        Assert.Equal("s@t", json.GetProperty("sender").GetString());
    }

    [Fact]
    public void Checkpassword_is_said_to_end_as_it_does_by_the_recipient_alone()
    {
        using ControlFolder control = new ControlFolder().With("badmailfrom", "^s@\n").With("badhelo", "^h$\n").With("badmailto", "^no@\n");
        int Exit(params string[] arguments) => Json(control, arguments).GetProperty("hooks").GetProperty("checkpassword").GetProperty("exit").GetInt32();
        Assert.Equal(0, Exit("--from", "s@t", "a@b"));
        Assert.Equal(1, Exit("--from", "s@t", "no@b"));
        Assert.Equal(1, Exit("--from", "x@t", "no@b"));
        Assert.Equal(0, Exit("--helo", "h", "a@b"));
        Assert.Equal(0, Exit("--helo", "x", "a@b"));
        Outcome hook = PublishedBinary.Run(["checkpassword"], [control.Variable], new() { [3] = Wire.Holding("no@b\0\0\0") });
        Assert.Equal(1, hook.ExitCode);
    }

    [Fact]
    public void An_accept_for_want_of_rules_says_so()
    {
        using var control = new ControlFolder();
        Outcome outcome = PublishedBinary.Run(["test", "a@b"], [control.Variable]);
        Assert.StartsWith($"<a@b>: accept, and no rule was asked\n  asked nothing: {control.Path} has no file of rules for this\n", outcome.Output,
            System.StringComparison.Ordinal);
        Assert.StartsWith($"qregexcheck: warning: {control.Path} holds no control file", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
        Assert.Empty(Json(control, "a@b").GetProperty("asked").EnumerateArray());
        control.With("badmailto", "# nothing yet\n");
        outcome = PublishedBinary.Run(["test", "a@b"], [control.Variable]);
        Assert.StartsWith($"<a@b>: accept, and no rule was asked\n  asked {control.Path}/badmailto (0 rules)\n", outcome.Output,
            System.StringComparison.Ordinal);
        Assert.Empty(outcome.ErrorLines);
    }

    [Theory]
    [InlineData("test", "a@b")]
    [InlineData("test", "--json", "a@b")]
    [InlineData("test", "--quiet", "a@b")]
    [InlineData("test", "--explain", "a@b")]
    [InlineData("lint")]
    [InlineData("compile")]
    public void Files_that_nobody_asks_are_named(params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^z@\n").With("badrcptto", "^a@\n").With("badmailot", "^a@\n")
            .With("badhelonorelay", "x\n");
        Outcome outcome = PublishedBinary.Run(arguments, [control.Variable]);
        Assert.Equal(
            ["badhelonorelay", "badmailot", "badrcptto"],
            outcome.ErrorLines.Select(line => line.Replace($"qregexcheck: warning: {control.Path}/", string.Empty, System.StringComparison.Ordinal)
            .Split(' ')[0]));
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public void Files_that_nobody_asks_are_named_on_both_sides_of_compare_and_in_json()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^z@\n").With("badrcptto", "^a@\n");
        Assert.Equal(2, PublishedBinary.Run(["compare", control.Path, control.Path], []).ErrorLines.Length);
        JsonElement unread = Assert.Single(Json(control, "a@b").GetProperty("unread").EnumerateArray());
        Assert.Equal((control.Of("badrcptto"), control.Of("badmailto")), (unread.GetProperty("file").GetString(), unread.GetProperty("meant").GetString()));
    }

    [Fact]
    public void Pasted_addresses_get_the_verdict_that_the_log_tells_of()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^\"?no@d\\.example$\n").With("badmailfrom", ".\n");
        foreach (string pasted in new[] { "<no@d.example>", "no@d.example ", " <no@d.example>", "\\x22no@d.example", "<\\x22no@d.example>" })
        {
            Outcome outcome = PublishedBinary.Run(["test", "--from", "<>", pasted], [control.Variable]);
            Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
            Assert.Contains("badmailto:1", outcome.Output, System.StringComparison.Ordinal);
        }

        Outcome doubtful = PublishedBinary.Run(["test", "no@d.example, x", "y z@d"], [control.Variable]);
        Assert.Equal(
            "qregexcheck: warning: the recipient: it holds a blank; look whether this is what was meant",
            Assert.Single(doubtful.ErrorLines));
    }

    [Fact]
    public void A_list_takes_pasted_lines_and_tells_where_it_doubts()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailfrom", "^bad@\n");
        const string List = "\xef\xbb\xbf<ok@d>\n# a comment\nbad@b ok@d\nqregexcheck: reject badmailto:1 ip= helo= from=<> to=<no@d> rule=\"x\" reply=\"y\"\nbad@b ok@d\n#ok@d\n";
        Outcome outcome = PublishedBinary.Run(["test", "--json", "-"], [control.Variable], new() { [0] = Wire.Holding(List) });
        Assert.Equal(
            [" ok@d accept", "bad@b ok@d reject", " no@d reject", "bad@b ok@d reject", " #ok@d accept"],
            outcome.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).Select(json =>
                (json.TryGetProperty("sender", out JsonElement sender) ? sender.GetString() : string.Empty)
                + $" {json.GetProperty("recipient").GetString()} {json.GetProperty("verdict").GetString()}"));
        Assert.Equal(
            [
                "qregexcheck: warning: line 3: a blank stands where a TAB belongs; taken for a sender and a recipient; look whether this is what was meant",
                "qregexcheck: warning: line 6: a line that begins with # and holds an @ is taken for an address; look whether this is what was meant",
            ],
            outcome.ErrorLines);
    }

    [Fact]
    public void A_list_ends_in_a_line_that_counts_and_quiet_leaves_only_that()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n");
        const string List = "no@d\na@d\nlate@d\nb@d\n";
        Outcome Run(params string[] options) => PublishedBinary.Run(["test", .. options, "-"], [control.Variable], new() { [0] = Wire.Holding(List) });
        Assert.EndsWith("\n4 envelopes: 2 accept, 1 reject, 1 defer, 0 trouble\n", Run().Output, System.StringComparison.Ordinal);
        Assert.Equal((100, "4 envelopes: 2 accept, 1 reject, 1 defer, 0 trouble\n"), (Run("--quiet").ExitCode, Run("--quiet").Output));
        Assert.Equal(4, Run("--json").Output.TrimEnd('\n').Split('\n').Length);
        JsonElement summary = JsonDocument.Parse(Run("--json", "--quiet").Output).RootElement.GetProperty("summary");
        Assert.Equal((4, 2), (summary.GetProperty("envelopes").GetInt32(), summary.GetProperty("accept").GetInt32()));
    }

    /// <summary>
    /// The list of rules changes while the recipients are read. Each change waits for the first results, so that the first line was judged before.
    /// </summary>
    [Fact]
    public void The_rules_are_read_once_for_a_whole_list()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        const string Commands =
            "cd \"$1\"; { echo no@d; until [ -s shown ]; do sleep 0.01; done; echo ^other@ >badmailto; echo no@d; rm badmailto; echo no@d; } | \"$0\" test --control . - >shown; tail -1 shown";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path, control.Path) { Environment = ["PATH=/usr/bin:/bin"] }.Run();
        Assert.Equal(("3 envelopes: 0 accept, 3 reject, 0 defer, 0 trouble\n", string.Empty), (outcome.Output, outcome.Error));
    }

    [Fact]
    public void More_rules_than_fit_under_softlimit_get_the_same_answers()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", string.Concat(Enumerable.Range(0, 40_000).Select(n => $"^u{n}@\n")));
        string[] command = ["test", "u39999@d", "u40000@d"];
        Outcome plain = PublishedBinary.Run(command, [control.Variable]);
        Outcome limited = new Child("/usr/bin/softlimit", ["-m", "40000000", PublishedBinary.Path, .. command]) { Environment = [control.Variable] }.Run();
        Assert.Equal(100, plain.ExitCode);
        Assert.Equal((100, plain.Output.Replace(" (40000 rules)", string.Empty, System.StringComparison.Ordinal)), (limited.ExitCode, limited.Output));
    }

    [Fact]
    public void An_unknown_level_of_logging_is_told()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string Error(string level) => PublishedBinary.Run(["test", "a@b"], [control.Variable, "QREGEXCHECK_LOG=" + level]).Error;
        Assert.Equal(string.Empty, Error("all") + Error("none") + Error("ALL") + Error(string.Empty));
        foreach (string level in new[] { "everything", "al", "1" })
            Assert.StartsWith("qregexcheck: warning: QREGEXCHECK_LOG has a value that means nothing", Error(level), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Another_user_can_be_tried_by_root_and_by_nobody_else()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        new Child("/bin/chmod", "755", control.Path).Run();
        new Child("/bin/chmod", "600", control.Of("badmailto")).Run();
        Outcome outcome = PublishedBinary.Run(["test", "--as", "nobody", "no@b"], [control.Variable]);
        if (System.Environment.IsPrivilegedProcess)
        {
            Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Error));
            Assert.Contains($"  why   unable to read {control.Path}/badmailto: permission denied;", outcome.Output, System.StringComparison.Ordinal);
            Assert.EndsWith("read as user nobody\n", outcome.Output, System.StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(100, outcome.ExitCode);
            Assert.EndsWith("only root can use --as", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
        }

        Outcome unknown = PublishedBinary.Run(["test", "--as", "no-such-user", "no@b"], [control.Variable]);
        Assert.Equal(100, unknown.ExitCode);
        Assert.Equal("qregexcheck: fatal: there is no user no-such-user in /etc/passwd; name another with --as", Assert.Single(unknown.ErrorLines));
    }

    private static string Described(JsonElement rule) => $"{rule.GetProperty("effect").GetString()} {rule.GetProperty("state").GetString()}";

    private static JsonElement Json(ControlFolder control, params string[] arguments) =>
        JsonDocument.Parse(PublishedBinary.Run(["test", "--json", .. arguments], [control.Variable]).Output).RootElement;
}
