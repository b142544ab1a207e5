using System;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>why</c> as it is installed.</summary>
public sealed class WhyTests
{
    private const string Line =
        "@400000006a1b2c3d00000000 qregexcheck: reject badmailto:7 ip=192.0.2.7 helo=h.example from=<a@d7.example> to=<room101@example.com> "
        + "rule=\"^[a-z]+[0-9]+@example\\.com$\" reply=\"553 no\"";

    [Fact]
    public void The_answer_tells_what_decided_then_and_now_and_what_lets_the_mail_through()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "\n^[a-z]+[0-9]+@example\\.com$\n");
        Outcome outcome = Why(control, Line);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
        string[] lines = outcome.Output.Split('\n');
        Assert.EndsWith(", reject by badmailto:7  ^[a-z]+[0-9]+@example\\.com$", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "mail     <a@d7.example> -> <room101@example.com>, helo h.example, ip 192.0.2.7",
                "rule     stands now in badmailto:2",
                "now      reject by badmailto:2  ^[a-z]+[0-9]+@example\\.com$",
                "without  accept",
                $"let through:  echo '^room101@example\\.com$' >> {control.Path}/goodmailto",
                string.Empty,
            ],
            lines[1..]);
    }

    [Fact]
    public void The_command_lets_the_mail_through_and_a_neighbour_not()
    {
        using var control = new ControlFolder();
        control.With("badmailto", ".\n");
        string command = Why(control, Line.Replace("room101@", "o'a+b.c*|@", StringComparison.Ordinal)).Output.Split('\n')
            .Single(line => line.StartsWith("let through:  ", StringComparison.Ordinal))["let through:  ".Length..];
        Assert.Equal((0, 0), (new Child("/bin/sh", "-c", command).Run().ExitCode, Test(control, "O'A+b.c*|@example.com")));
        Assert.Equal((100, 100), (Test(control, "o'a+bxc*|@example.com"), Test(control, "xo'a+b.c*|@example.com")));
    }

    [Theory]
    [InlineData("^abc@example\\.com$", "{ echo; echo '^room101@example\\.com$'; }")]
    [InlineData("^abc@example\\.com$\n", "echo '^room101@example\\.com$'")]
    [InlineData("", "echo '^room101@example\\.com$'")]
    public void The_command_leaves_the_last_exception_alone_where_it_has_no_newline(string exceptions, string words)
    {
        using var control = new ControlFolder();
        control.With("badmailto", ".\n").With("goodmailto", exceptions);
        string command = Why(control, Line).Output.Split('\n')[^2]["let through:  ".Length..];
        Assert.Equal($"{words} >> {control.Path}/goodmailto", command);
        Assert.Equal((0, 0), (new Child("/bin/sh", "-c", command).Run().ExitCode, Test(control, "room101@example.com")));
        Assert.Equal(exceptions.Length == 0 ? 100 : 0, Test(control, "abc@example.com"));
    }

    [Theory]
    [InlineData("^[a-z]+[0-9]+@example\\.com$", "stands where it stood, badmailto:7", 7)]
    [InlineData("#: until=2020-01-01\n^[a-z]+[0-9]+@example\\.com$", "stands now in badmailto:2 (asleep: its until day is over)", 1)]
    [InlineData("^other@", "stands in no list any more: it was removed or edited", 1)]
    public void A_rule_is_found_by_its_text(string rule, string where, int line)
    {
        using var control = new ControlFolder();
        control.With("badmailto", new string('\n', line - 1) + rule + "\n");
        Assert.Contains($"\nrule     {where}\n", Why(control, Line).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_decide_without_the_rule_is_the_next_one()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^room\n#: action=defer\n@example\\.com$\n");
        Assert.Contains(
            "\nnow      reject by badmailto:1  ^room\nwithout  defer by badmailto:3  @example\\.com$\n", Why(control, Line).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_annotations_of_the_rule_that_is_thought_away_do_not_become_the_next_ones()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "#: action=defer\n^room\n@example\\.com$\n");
        Assert.Contains("\nwithout  reject by badmailto:3  @example\\.com$\n", Why(control, Line).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_sender_and_recipient_are_refused_there_are_two_commands_and_for_a_name_none()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^room\n").With("badmailfrom", "@d7\\.example$\n").With("badhelo", "^h\\.\n");
        string output = Why(control, Line).Output;
        Assert.Contains("echo '^a@d7\\.example$' >> ", output, StringComparison.Ordinal);
        Assert.Contains("echo '^room101@example\\.com$' >> ", output, StringComparison.Ordinal);
        Assert.Contains("let through:  no good list for names: change the rule\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" relay=1", 0)]
    [InlineData("", 100)]
    public void A_relay_client_is_judged_as_one(string relay, int code)
    {
        using var control = new ControlFolder();
        control.With("badmailtonorelay", "^room\n");
        Assert.Equal(code, Why(control, Line.Replace(" helo=", relay + " helo=", StringComparison.Ordinal)).ExitCode);
    }

    [Theory]
    [InlineData("hello", "this is no line of qregexcheck's log")]
    [InlineData("qregexcheck: session ip=192.0.2.7 mails=1 rcpts=2 rejected=1", "this line of qregexcheck's log is about no mail")]
    [InlineData("qregexcheck: fatal: out of memory", "this line of qregexcheck's log is about no mail")]
    [InlineData("qregexcheck: reject badmailto:7 ip=192.0.2.7 helo=h from=<a@d7.ex", "this line of qregexcheck's log can't be read")]
    [InlineData("CHKUSER accepted rcpt: from <a@d7.example::> remote <h:h:192.0.2.7> rcpt <r@example.com> : found", "this is no line of qregexcheck's log")]
    public void A_line_that_is_not_one_about_mail_of_ours_is_100_with_a_word(string line, string complaint)
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^x@\n");
        Outcome outcome = Why(control, line);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: " + complaint, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_on_standard_input_are_each_answered()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^x@\n");
        Outcome outcome = PublishedBinary.Run(
            ["why", "--control", control.Path, "-"], [], new() { [0] = Wire.Holding(Line + "\nhello\n\nmaillog:" + Line[26..] + "\n") });
        Assert.Equal((100, 2), (outcome.ExitCode, outcome.Output.Split("now      accept\n").Length - 1));
        Assert.Single(outcome.ErrorLines);
        Assert.Equal(100, PublishedBinary.Run(["why", "--control", control.Path, "-"], []).ExitCode);
    }

    [Fact]
    public void Where_the_log_has_cut_an_address_nothing_is_claimed()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^room\n");
        Outcome outcome = Why(control, Line.Replace("room101@example.com>", "room101@exam>...", StringComparison.Ordinal));
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("\nnow      can't tell: the log has cut an address or a name\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=<a@d7.example>", "from=<a@d7>...", "mail     <a@d7>... -> <room101@example.com>, helo h.example, ip 192.0.2.7", "sender")]
    [InlineData("to=<room101@example.com>", "to=<room1>...", "mail     <a@d7.example> -> <room1>..., helo h.example, ip 192.0.2.7", "recipient")]
    [InlineData("helo=h.example", "helo=h.exa...", "mail     <a@d7.example> -> <room101@example.com>, helo h.exa..., ip 192.0.2.7", "helo")]
    public void What_the_log_has_cut_has_its_mark(string whole, string cut, string expected, string name)
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^room\n");
        string line = Line.Replace(whole, cut, StringComparison.Ordinal);
        Assert.Equal(expected, Why(control, line).Output.Split('\n')[1]);
        JsonElement json = JsonDocument.Parse(Why(control, line, "--json").Output).RootElement;
        Assert.Equal([name], json.GetProperty("cut").EnumerateArray().Select(static field => field.GetString()));
        Assert.False(JsonDocument.Parse(Why(control, Line, "--json").Output).RootElement.TryGetProperty("cut", out _));
    }

    [Theory]
    [InlineData("ip=192.0.2.7 helo=h from=- to=-", "client   helo h, ip 192.0.2.7")]
    [InlineData("ip=192.0.2.7 relay=1 helo=- from=- to=-", "client   ip 192.0.2.7, may relay")]
    [InlineData("ip= helo=h from=- to=-", "client   helo h")]
    [InlineData("ip= helo=- from=- to=-", "client   not known")]
    [InlineData("ip=192.0.2.7 helo=h from=<a@x> to=-", "mail     <a@x> -> -, helo h, ip 192.0.2.7")]
    [InlineData("ip=192.0.2.7 helo=h from=<> to=-", "mail     <> -> -, helo h, ip 192.0.2.7")]
    [InlineData("ip= helo=- from=- to=<b@y>", "mail     - -> <b@y>")]
    public void Of_a_line_from_before_there_was_mail_what_is_known_is_told(string fields, string expected)
    {
        using var control = new ControlFolder();
        control.With("badhelo", "^h$\n");
        Assert.Equal(expected, Why(control, $"qregexcheck: reject badhelo:1 {fields} rule=\"^h$\" reply=\"553 no\"").Output.Split('\n')[1]);
    }

    [Fact]
    public void The_line_that_spp_writes_at_helo_is_answered()
    {
        using var control = new ControlFolder();
        control.With("badhelo", "^h$\n");
        string logged = PublishedBinary.Run(["spp", "helo"], [control.Variable, "SMTPHELOHOST=h", "TCPREMOTEIP=192.0.2.7"]).ErrorLines[^1];
        string[] lines = Why(control, logged).Output.Split('\n');
        Assert.Equal(("client   helo h, ip 192.0.2.7", "now      reject by badhelo:1  ^h$"), (lines[1], lines[3]));
    }

    [Fact]
    public void Json_has_the_same()
    {
        using var control = new ControlFolder();
        control.With("badmailto", "^room\n");
        JsonElement json = JsonDocument.Parse(Why(control, Line, "--json").Output).RootElement;
        Assert.Equal("reject", json.GetProperty("then").GetProperty("verdict").GetString());
        Assert.Equal("^room", json.GetProperty("now").GetProperty("rule").GetString());
        Assert.Equal("accept", json.GetProperty("without").GetProperty("verdict").GetString());
        Assert.Equal("^room101@example\\.com$", json.GetProperty("exceptions")[0].GetProperty("rule").GetString());
        Assert.Equal(0, json.GetProperty("stands").GetArrayLength());
    }

    private static Outcome Why(ControlFolder control, string line, params string[] options) =>
        PublishedBinary.Run(["why", "--control", control.Path, .. options, line], ["TZ=UTC"]);

    private static int Test(ControlFolder control, string recipient) => PublishedBinary.Run(["test", "--control", control.Path, recipient], []).ExitCode;
}
