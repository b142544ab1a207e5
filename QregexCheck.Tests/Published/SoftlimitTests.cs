using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Doctor;
using QregexCheck.Tests.Papers;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>softlimit -m, under which qmail-smtpd runs: a runtime that wants more must say so, not answer 255, which accepts.</summary>
public sealed class SoftlimitTests
{
    private const string Enough = "24000000";

    [Fact]
    public void The_hook_works_in_24_MB()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n[[:alpha:]]+[0-9]{3,}@.*(a|b|c){2,40}$\n");
        Assert.Equal((0, string.Empty), Answer(Run(Enough, control, "c@d.example")));
        Assert.Equal(100, Run(Enough, control, "no@d.example").ExitCode);
        Assert.Equal(0, Run(Enough, control, new string('x', 65_536)).ExitCode);
    }

    [Fact]
    public void The_hook_works_in_24_MB_with_100_000_rules_that_are_not_compiled()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", ControlFileTests.ManyRules());
        Assert.Equal(100, Run(Enough, control, "user99999@host.example").ExitCode);
        Assert.Equal((0, string.Empty), Answer(Run(Enough, control, "user100000@host.example")));
    }

    /// <summary>The heap is as large as the space allows.</summary>
    [Theory]
    [InlineData("14000000")]
    [InlineData("15000000")]
    [InlineData("16000000")]
    public void The_hook_works_in_14_MB_with_a_rule_of_1000_words_and_100_000_rules(string bytes)
    {
        string words = string.Join('|', Enumerable.Range(1_000, 1_000).Select(i => $"sales{i * 7919 % 10_007}"));
        using ControlFolder control = new ControlFolder().With("badmailfrom", $"^({words})@\n").With("badmailto", ControlFileTests.ManyRules());
        Assert.Equal(100, Run(bytes, control, "user99999@host.example").ExitCode);
        Assert.Equal((0, string.Empty), Answer(Run(bytes, control, "user100000@host.example")));
        Assert.Equal(100, Softlimit(bytes, [], HookVariables.RcptCheck(control, "sales" + (1_999 * 7919 % 10_007) + "@d.example", "c@d.example"), []).ExitCode);
    }

    /// <summary>In the small heap a rule that does not fit is trouble, and no accept.</summary>
    [Fact]
    public void A_rule_that_does_not_fit_a_small_heap_is_trouble()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "(a{30000}){6}c\n");
        Outcome small = Run("14000000", control, new string('a', 60_000) + "c");
        Assert.Equal(111, small.ExitCode);
        Assert.Contains("out of memory", small.Error);
    }

    [Fact]
    public void The_other_hooks_work_in_24_MB()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Outcome spp = Softlimit(Enough, ["spp", "rcpt"], HookVariables.Spp(control, null, "a@b.example", "no@d.example"), []);
        Assert.Equal((100, "E553 sorry, your envelope recipient is in my badmailto list (#5.7.1)\n"), (spp.ExitCode, spp.Output));
        Assert.Equal(1, Softlimit(Enough, ["checkpassword"], [control.Variable], new() { [3] = Wire.Holding("no@d.example\0\0\0") }).ExitCode);
    }

    /// <summary>The command line's parser does not fit there; in the limits of a qmail-spp plugin even that is told.</summary>
    [Fact]
    public void A_wrong_spp_line_is_answered_in_24_MB()
    {
        string[] environment = ["SMTPMAILFROM=a@b.example", "SMTPRCPTTO=c@d.example"];
        Outcome outcome = Softlimit(Enough, ["spp", "bogus"], environment, []);
        Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n"), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void The_administrators_commands_work_in_40_MB()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Assert.Equal(100, Softlimit("40000000", ["test", "no@d.example"], [control.Variable], []).ExitCode);
        Assert.Equal(100, Softlimit("40000000", ["test", "--json", "no@d.example"], [control.Variable], []).ExitCode);
        Assert.Equal(0, Softlimit("40000000", ["--help"], [], []).ExitCode);
    }

    [Theory]
    [InlineData("9000000")]
    [InlineData("14000000")]
    [InlineData("16000000")]
    public void In_less_than_it_needs_the_answer_is_right_or_a_soft_error_with_one_line(string bytes)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Outcome outcome = Run(bytes, control, "no@d.example");
        if (outcome.ExitCode != 100)
        {
            Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
            Assert.Equal("qregexcheck: fatal: cannot start: too little memory; raise softlimit -m to at least 14000000\n", outcome.Error);
        }
    }

    [Theory]
    [InlineData(SoftLimit.HookMemory, "spp", "rcpt")]
    [InlineData(SoftLimit.HookMemory, "queue")]
    [InlineData(SoftLimit.FilterMemory, "filter", "true")]
    [InlineData(SoftLimit.FilterMemory, "test", "a@b.example")]
    public void What_can_not_start_says_how_much_it_needs(long needed, params string[] arguments)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Outcome outcome = Softlimit("9000000", arguments, [control.Variable], []);
        Assert.Equal($"qregexcheck: fatal: cannot start: too little memory; raise softlimit -m to at least {needed}\n", outcome.Error);
    }

    /// <summary>Two numbers, which README, the manual pages, the samples, doctor and the message above have in common.</summary>
    [Fact]
    public void All_papers_and_samples_tell_the_same_two_numbers()
    {
        string[] files = ["README.md", "control-samples/run", .. Directory.GetFiles(Repository.PathOf("QregexCheck/man"))];
        string[] told = [.. files.SelectMany(file => Regex.Matches(Repository.Read(file), "softlimit -m\"? ?([0-9]+)").Select(match => match.Groups[1].Value)).Distinct().Order()];
        Assert.Equal([$"{SoftLimit.HookMemory}", $"{SoftLimit.FilterMemory}", "8000000"], told);
        Assert.Equal(Enough, $"{SoftLimit.FilterMemory}");
    }

    /// <summary>
    /// Where not even the program's image fits, the kernel kills it in the middle of exec, before a line of it has run. qmail-smtpd
    /// takes death by a signal for trouble, and so the mail is not accepted.
    /// </summary>
    [Theory]
    [InlineData("4000000")]
    [InlineData("1000000")]
    public void Where_the_program_does_not_even_fit_the_end_is_no_accept(string bytes)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Outcome outcome = Run(bytes, control, "no@d.example");
        Assert.True(outcome.ExitCode == 111 || outcome.Signal != 0, $"exit code {outcome.ExitCode}");
    }

    private static (int ExitCode, string Said) Answer(Outcome outcome) => (outcome.ExitCode, outcome.Output + outcome.Error);

    private static Outcome Run(string bytes, ControlFolder control, string recipient) =>
        Softlimit(bytes, [], HookVariables.RcptCheck(control, "a@b.example", recipient), []);

    private static Outcome Softlimit(
        string bytes, string[] arguments, string[] environment, System.Collections.Generic.Dictionary<int, Wire> wires) =>
        new Child("/usr/bin/softlimit", ["-m", bytes, PublishedBinary.Path, .. arguments]) { Environment = environment, Wires = wires }.Run();
}
