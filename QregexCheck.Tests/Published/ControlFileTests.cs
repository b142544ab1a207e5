using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Control files as administrators and accidents leave them.</summary>
public sealed class ControlFileTests
{
    [Fact]
    public void A_file_with_CRLF_has_a_CR_in_every_rule_as_in_qmail()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\r\n");
        Assert.Equal(0, Code(control, "no@d.example"));
        control.With("badmailto", "!@\r\n");
        Assert.Equal(100, Code(control, "c@d.example"));
    }

    [Fact]
    public void A_trailing_NUL_makes_an_empty_rule_that_matches_everything_as_in_qmail()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\0\n");
        Assert.Equal(100, Code(control, "c@d.example"));
        control.With("badmailto", "^no@\0^never@\n");
        Assert.Equal(0, Code(control, "c@d.example"));
        control.With("badmailto", "\0.\n");
        Assert.Equal(0, Code(control, "c@d.example"));
    }

    [Fact]
    public void Missing_files_and_links_that_lead_nowhere_hold_no_rules()
    {
        using var control = new ControlFolder();
        Assert.Equal(0, Code(control, "c@d.example"));
        File.CreateSymbolicLink(control.Of("badmailto"), control.Of("nowhere"));
        Assert.Equal(0, Code(control, "c@d.example"));
    }

    [Fact]
    public void A_link_to_a_file_is_read_and_dev_null_holds_no_rules()
    {
        using ControlFolder control = new ControlFolder().With("rules", "^no@\n");
        File.CreateSymbolicLink(control.Of("badmailto"), "rules");
        File.CreateSymbolicLink(control.Of("badmailfrom"), "/dev/null");
        Assert.Equal(100, Code(control, "no@d.example"));
        Assert.Equal(0, Code(control, "c@d.example"));
    }

    [Fact]
    public void A_directory_a_loop_of_links_a_FIFO_and_a_missing_control_directory_are_soft_errors()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("badmailto"));
        AssertTrouble(control, "/badmailto: is a directory;");
        Directory.Delete(control.Of("badmailto"));
        File.CreateSymbolicLink(control.Of("badmailto"), "badmailto");
        AssertTrouble(control, "/badmailto: too many levels of symbolic links;");
        File.Delete(control.Of("badmailto"));
        SystemCalls.Check(SystemCalls.MakeFifo(control.Of("badmailto"), 0x1A4));
        AssertTrouble(control, "/badmailto: is not a regular file;");
        Outcome outcome = PublishedBinary.Run([], ["QREGEXCHECK_CONTROL=" + control.Of("nowhere"), "SENDER=", "RECIPIENT=c@d.example"]);
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("/nowhere: no such file or directory; ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        outcome = PublishedBinary.Run([], ["QREGEXCHECK_CONTROL=/dev/null", "SENDER=", "RECIPIENT=c@d.example"]);
        Assert.Equal(111, outcome.ExitCode);
    }

    /// <summary>Such a device gives bytes for ever, or when a hand moves: a check would never end, or hit by chance.</summary>
    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/full")]
    public void A_list_that_is_a_link_to_a_device_other_than_dev_null_is_a_soft_error(string device)
    {
        foreach (string list in new[] { "badmailto", "badmailtohosts", "goodmailto" })
        {
            using var control = new ControlFolder();
            control.With("badmailto", "^no@\n");
            File.Delete(control.Of(list));
            File.CreateSymbolicLink(control.Of(list), device);
            AssertTrouble(control, $"/{list}: is not a regular file;");
        }
    }

    [Fact]
    public void A_broken_exception_list_is_noticed_before_it_matters()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("goodmailto"));
        AssertTrouble(control, "/goodmailto: is a directory;");
    }

    [Fact]
    public void A_change_counts_from_the_next_check_on()
    {
        using var control = new ControlFolder();
        Assert.Equal(0, Code(control, "no@d.example"));
        control.With("badmailto", "^no@\n");
        Assert.Equal(100, Code(control, "no@d.example"));
        control.With("badmailto", "^on@\n");
        Assert.Equal(0, Code(control, "no@d.example"));
    }

    [Fact]
    public void A_rule_that_regcomp_refuses_is_one_warning_and_the_others_work()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "# comment\n\nab[c\n!*x\n^no@\n#: action=sing\n^on@\n");
        Outcome outcome = Check(control, "no@d.example");
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal(
            [
                "qregexcheck: warning: badmailto:3:3: unclosed bracket expression; the rule is skipped until it is mended",
                "qregexcheck: warning: badmailto:4:2: nothing to repeat: *, +, ? and { need something before them; the rule is skipped until it is mended",
            ],
            outcome.ErrorLines[..2]);
        Assert.Equal(3, outcome.ErrorLines.Length);
        Assert.Equal(3, outcome.Writes[2].Count);
        outcome = Check(control, "on@d.example");
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal("qregexcheck: warning: badmailto:6:11: the action is reject, defer or log; the annotation is ignored", outcome.ErrorLines[2]);
    }

    [Theory]
    [InlineData("reply=\"\"")]
    [InlineData("reply=")]
    [InlineData("reply=\"250 ok\"")]
    [InlineData("reply=\"450 later\"")]
    [InlineData("reply=\"553 no")]
    [InlineData("action=defer reply=\"553 no\"")]
    [InlineData("until=2026-02-30")]
    [InlineData("colour=red")]
    [InlineData("=")]
    public void A_malformed_annotation_is_one_warning_and_its_rule_still_rejects(string annotation)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: " + annotation + "\n^no@\n");
        Outcome outcome = Check(control, "no@d.example");
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.StartsWith("qregexcheck: warning: badmailto:1:", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith(" reply=\"553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\"", outcome.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_as_long_as_the_longest_interval_decides()
    {
        string longest = new('a', 32_767);
        using ControlFolder control = new ControlFolder().With("badmailto", longest + "\n^b{32767}\n^no@\n");
        Assert.Equal(100, Code(control, longest + "@d.example"));
        Assert.Equal(100, Code(control, longest.Replace('a', 'b') + "@d.example"));
        Assert.Equal(100, Code(control, "no@d.example"));
        Assert.Equal(0, Code(control, longest[1..] + "@d.example"));
    }

    [Fact]
    public void A_rule_of_a_megabyte_gets_a_verdict_or_a_soft_error_with_one_line()
    {
        using var control = new ControlFolder();
        foreach (string rule in new[] { new string('a', 1 << 20), "(" + string.Join('|', Enumerable.Repeat("[a-z]*x", 150_000)) + ")" })
        {
            Outcome outcome = Check(control.With("badmailto", rule + "\n^no@\n"), "no@d.example");
            Assert.True(outcome.ExitCode is 100 or 111, $"exit code {outcome.ExitCode}, signal {outcome.Signal}");
            Assert.All(outcome.ErrorLines, line => Assert.StartsWith("qregexcheck: ", line, StringComparison.Ordinal));
            Assert.All(outcome.Writes[2], line => Assert.InRange(line.Length, 1, 2048));
        }
    }

    [Fact]
    public void A_line_too_long_for_memory_is_a_soft_error_with_one_line()
    {
        using var control = new ControlFolder();
        File.WriteAllBytes(control.Of("badmailto"), Enumerable.Repeat((byte)'a', 32 << 20).ToArray());
        Outcome outcome = Check(control, "c@d.example");
        Assert.Equal(111, outcome.ExitCode);
        Assert.StartsWith("qregexcheck: fatal: ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_100_000_rules_is_found()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ManyRules());
        Assert.Equal(100, Code(control, "user99999@host.example"));
        Assert.Equal(0, Code(control, "user100000@host.example"));
    }

    /// <summary>100,000 rules of several kinds.</summary>
    internal static string ManyRules()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"^user{i}@host\\.example$\n");
        return text.ToString();
    }

    private static void AssertTrouble(ControlFolder control, string why)
    {
        Outcome outcome = Check(control, "c@d.example");
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains(why, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static int Code(ControlFolder control, string recipient) => Check(control, recipient).ExitCode;

    private static Outcome Check(ControlFolder control, string recipient) =>
        QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", recipient)).Outcome;
}
