using System.IO;
using System.Linq;
using System.Text.Json;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>qregexcheck test</c>; the look of its text is kept in the transcripts.</summary>
public sealed class TestCommandTests
{
    [Fact]
    public void A_rejected_address_shows_the_rule_the_reply_and_each_hooks_answer()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: note=\"ticket 4711\"\n^[a-z]+[0-9]+@\n");
        Outcome outcome = PublishedBinary.Run(["test", "abc123@d.example"], [control.Variable]);
        const string Reply = "553 sorry, your envelope recipient is in my badmailto list (#5.7.1)";
        Assert.Equal(
            "<abc123@d.example>: reject\n"
            + $"  by    {control.Path}/badmailto:2  ^[a-z]+[0-9]+@  # ticket 4711\n"
            + $"  asked {control.Path}/badmailto (1 rule)\n"
            + $"  reply {Reply}\n"
            + $"  RCPTCHECK      exit 100, fd 4: {Reply}\n"
            + $"  qmail-spp      exit 100, prints: E{Reply}\n"
            + "  checkpassword  exit 1\n",
            outcome.Output);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public void Rules_that_match_and_do_not_decide_are_shown_too_asleep_or_not()
    {
        using ControlFolder control = new ControlFolder()
            .With("badmailto", "#: until=2020-02-29\n^abc\n#: action=log\n^ab\n^a\n^x\n")
            .With("badmailtonorelay", "^abc123\n")
            .With("goodmailto", "^abc1\n");
        Outcome outcome = PublishedBinary.Run(["test", "abc123@d.example"], [control.Variable]);
        Assert.StartsWith(
            "<abc123@d.example>: accept\n"
            + $"  by    {control.Path}/goodmailto:1  ^abc1  (exception)\n"
            + $"  also  {control.Path}/badmailto:2  ^abc  (asleep: its until day is over)\n"
            + $"  also  {control.Path}/badmailto:4  ^ab  (log)\n"
            + $"  also  {control.Path}/badmailto:5  ^a  (an exception lets the address through)\n"
            + $"  also  {control.Path}/badmailtonorelay:1  ^abc123\n"
            + $"  asked {control.Path}/badmailto (4 rules), {control.Path}/badmailtonorelay (1 rule), {control.Path}/goodmailto (1 rule)\n"
            + "  RCPTCHECK      exit 0\n",
            outcome.Output,
            System.StringComparison.Ordinal);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public void What_test_says_of_a_hook_is_what_the_hook_does()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n").With("badmailfrom", "^bad@\n");
        foreach (string sender in new[] { "a@b.example", "bad@b.example", string.Empty })
        {
            foreach (string recipient in new[] { "c@d.example", "no@d.example", "late@d.example" })
            {
                Outcome test = PublishedBinary.Run(["test", "--json", "--from", sender, recipient], [control.Variable]);
                JsonElement hooks = JsonDocument.Parse(test.Output).RootElement.GetProperty("hooks");
                JsonElement rcptCheck = hooks.GetProperty("rcptcheck");
                string[] environment = HookVariables.RcptCheck(control, sender, recipient);
                Outcome with = QmailSmtpdStandIn.RcptCheck([.. environment, "USE_FD4=1"]).Outcome;
                Assert.Equal(rcptCheck.GetProperty("exit").GetInt32(), with.ExitCode);
                Assert.Equal(rcptCheck.GetProperty("fd4").GetString(), with.Reply.TrimEnd('\n'));
                Assert.Equal(rcptCheck.GetProperty("exit_without_fd4").GetInt32(), QmailSmtpdStandIn.RcptCheck(environment).Outcome.ExitCode);
                Outcome spp = PublishedBinary.Run(["spp", "rcpt"], HookVariables.Spp(control, null, sender, recipient));
                Assert.Equal(hooks.GetProperty("spp").GetProperty("exit").GetInt32(), spp.ExitCode);
                Assert.Equal(hooks.GetProperty("spp").GetProperty("output").GetString(), spp.Output.TrimEnd('\n'));
            }
        }
    }

    [Fact]
    public void Json_is_one_object_a_line_with_bytes_as_ASCII()
    {
        using ControlFolder control = new ControlFolder()
            .With("badmailto", "#: until=2999-12-31 note=\"a \\\"b\\\"\"\n^\xe9\n#: until=2020-01-01\n\\.\n").With("badhelo", "^h$\n");
        Outcome outcome = PublishedBinary.Run(["test", "--json", "--helo", "x\x1b", "--from", "s\xff@\"\\", "\xe9\t@d.example", "c@d"], [control.Variable]);
        Assert.Equal(100, outcome.ExitCode);
        Assert.DoesNotContain(outcome.Output, character => character is > '~' or < ' ' and not '\n');
        string[] lines = outcome.Output.Split('\n');
        Assert.Equal((3, string.Empty), (lines.Length, lines[2]));
        JsonElement first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("\xe9\t@d.example", first.GetProperty("recipient").GetString());
        Assert.Equal("s\xff@\"\\", first.GetProperty("sender").GetString());
        Assert.Equal("x\x1b", first.GetProperty("helo").GetString());
        Assert.Equal("latin1", first.GetProperty("encoding").GetString());
        Assert.Equal("reject", first.GetProperty("verdict").GetString());
        Assert.Equal("553 sorry, your envelope recipient is in my badmailto list (#5.7.1)", first.GetProperty("reply").GetString());
        JsonElement rule = first.GetProperty("rule");
        Assert.Equal((control.Of("badmailto"), 2, "^\xe9"),
            (rule.GetProperty("file").GetString(), rule.GetProperty("line").GetInt32(), rule.GetProperty("text").GetString()));
        Assert.Equal(("a \"b\"", "2999-12-31", false),
            (rule.GetProperty("note").GetString(), rule.GetProperty("until").GetString(), rule.GetProperty("asleep").GetBoolean()));
        JsonElement other = first.GetProperty("also").EnumerateArray().Single();
        Assert.Equal((4, true), (other.GetProperty("line").GetInt32(), other.GetProperty("asleep").GetBoolean()));
        JsonElement second = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal("accept", second.GetProperty("verdict").GetString());
        Assert.False(second.TryGetProperty("rule", out _) || second.TryGetProperty("reply", out _));
        Assert.Empty(second.GetProperty("also").EnumerateArray());
    }

    [Fact]
    public void A_list_on_standard_input_holds_a_recipient_a_line_or_sender_TAB_recipient()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailfrom", "^bad@\n^def@\n");
        const string List = "no@d.example\n\nbad@b.example\tc@d.example\nc@d.example\r\n\tc@d.example\n\xe9@d.example";
        Outcome outcome = PublishedBinary.Run(["test", "--json", "--from", "def@b.example", "-"], [control.Variable], new() { [0] = Wire.Holding(List) });
        var found = outcome.Output.Split('\n', System.StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(json => json.GetProperty("sender").GetString() + " " + json.GetProperty("recipient").GetString() + " "
            + json.GetProperty("verdict").GetString());
        Assert.Equal(
            [
                "def@b.example no@d.example reject",
                "bad@b.example c@d.example reject",
                "def@b.example c@d.example reject",
                " c@d.example accept",
                "def@b.example \xe9@d.example reject",
            ],
            found);
        Assert.Equal(100, outcome.ExitCode);
    }

    [Fact]
    public void The_exit_code_is_that_of_the_worst_envelope()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n#: action=defer\n^late@\n");
        Assert.Equal(0, PublishedBinary.Run(["test", "c@d.example", "e@f.example"], [control.Variable]).ExitCode);
        Assert.Equal(100, PublishedBinary.Run(["test", "no@d.example", "e@f.example"], [control.Variable]).ExitCode);
        Assert.Equal(100, PublishedBinary.Run(["test", "late@d.example", "e@f.example"], [control.Variable]).ExitCode);
        Directory.CreateDirectory(control.Of("badmailfrom"));
        Outcome trouble = PublishedBinary.Run(["test", "--from", "a@b.example", "no@d.example"], [control.Variable]);
        Assert.Equal(111, trouble.ExitCode);
        Assert.Contains(
            $"  why   unable to read {control.Path}/badmailfrom: is a directory; make it a file that qmail-smtpd's user can read, or remove it\n",
            trouble.Output,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void Relay_from_helo_and_control_are_what_a_hook_would_be_told()
    {
        using ControlFolder control = new ControlFolder().With("badmailtonorelay", "^n@\n").With("badmailfromnorelay", "^f@\n").With("badhelo", "^h$\n");
        int Test(params string[] arguments) => PublishedBinary.Run(["test", "--control", control.Path, .. arguments], []).ExitCode;
        Assert.Equal(100, Test("n@d.example"));
        Assert.Equal(0, Test("--relay", "n@d.example"));
        Assert.Equal(0, Test("c@d.example"));
        Assert.Equal(100, Test("--from", "f@b.example", "c@d.example"));
        Assert.Equal(0, Test("--from", "f@b.example", "--relay", "c@d.example"));
        Assert.Equal(100, Test("--helo", "H", "--relay", "c@d.example"));
    }

    [Fact]
    public void A_broken_rule_is_warned_of_once_however_many_addresses_are_tested()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "ok\n\na(b\n");
        Outcome outcome = PublishedBinary.Run(["test", "a@b.example", "c@d.example", "e@f.example"], [control.Variable]);
        Assert.Equal([$"qregexcheck: warning: {control.Path}/badmailto:3:2: unclosed parenthesis; the rule is skipped until it is mended"], outcome.ErrorLines);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public void Colour_is_for_terminals_that_have_it_and_people_who_want_it()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string[] command = ["test", "no@d.example"];
        (int code, string shown) = Terminal.Run(command, [control.Variable, "TERM=xterm"]);
        Assert.Equal(100, code);
        Assert.StartsWith("<no@d.example>: \x1b[31mreject\x1b[0m\r\n", shown, System.StringComparison.Ordinal);
        foreach (string[] more in new string[][] { ["TERM=xterm", "NO_COLOR=1"], ["TERM=dumb"], [] })
            Assert.DoesNotContain('\x1b', Terminal.Run(command, [control.Variable, .. more]).Shown);
        Assert.DoesNotContain('\x1b', Terminal.Run(["test", "--json", "no@d.example"], [control.Variable, "TERM=xterm"]).Shown);
        Assert.DoesNotContain('\x1b', PublishedBinary.Run(command, [control.Variable, "TERM=xterm"]).Output);
    }
}
