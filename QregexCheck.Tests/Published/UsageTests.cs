using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Wrong command lines: a hook that is wired wrongly never accepts, an administrator gets one line that helps.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("tset", "test")]
    [InlineData("chekpassword", "checkpassword")]
    public void An_unknown_command_is_100_with_a_suggestion_in_one_line(string command, string suggestion)
    {
        Outcome outcome = PublishedBinary.Run([command], []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Equal($"qregexcheck: fatal: unknown command '{command}'; did you mean: {suggestion}? Try: qregexcheck --help", line);
    }

    [Theory]
    [InlineData("spp")]
    [InlineData("spp", "bogus")]
    [InlineData("spp", "rcpt", "more")]
    [InlineData("spp", "--bogus")]
    [InlineData("spp", "\xe9\n")]
    public void A_wrong_stage_answers_qmail_spp_with_a_soft_error(params string[] arguments)
    {
        // What is left of another hook, or missing of this one, changes nothing about who asks.
        foreach (string[] environment in new string[][] { ["SMTPMAILFROM=a@b.example", "SMTPRCPTTO=c@d.example"], ["RECIPIENT=c@d.example", "SENDER="], [] })
        {
            Outcome outcome = PublishedBinary.Run(arguments, environment);
            Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n"), (outcome.ExitCode, outcome.Output));
            Assert.Single(outcome.ErrorLines);
        }
    }

    /// <summary>"spp" forgotten in control/smtpplugins: silence would accept.</summary>
    [Theory]
    [InlineData("rcpt")]
    [InlineData("--bogus")]
    [InlineData("")]
    public void A_command_that_there_is_not_is_answered_in_the_terms_of_the_hook_that_runs_it(string command)
    {
        Outcome outcome = PublishedBinary.Run([command], ["SMTPMAILFROM=a@b.example", "SMTPRCPTTO=c@d.example"]);
        Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n"), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
        outcome = PublishedBinary.Run([command], ["SENDER=a@b.example", "RECIPIENT=c@d.example"]);
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("test", "--from")]
    [InlineData("test", "--json")]
    [InlineData("--bogus")]
    [InlineData("")]
    public void A_wrong_command_line_of_an_administrators_is_100_with_one_line(params string[] arguments)
    {
        Outcome outcome = PublishedBinary.Run(arguments, []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("qregexcheck: fatal: ", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--host")]
    [InlineData("--host=")]
    [InlineData("--host", "")]
    [InlineData("--host", "@")]
    [InlineData("--hosts=b.example", "/bin/true")]
    [InlineData("--host=b.example", "--bogus", "/bin/true")]
    public void A_wrong_option_of_checkpassword_is_a_soft_error_since_a_hook_runs_it(params string[] options)
    {
        string[] environment = ["SMTPRCPTTO=c@d.example"];
        Outcome outcome = PublishedBinary.Run(["checkpassword", .. options], environment, new() { [3] = Wire.Holding("a@b.example\0\0\0") });
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void An_output_that_takes_nothing_is_a_soft_error_with_one_line()
    {
        using var control = new ControlFolder();
        foreach (Wire wire in new[] { Wire.Closed, Wire.File("/dev/full"), Wire.Broken })
        {
            foreach (string[] arguments in new string[][] { ["--help"], ["--version"], ["test", "a@b.example"], ["test", "--json", "a@b.example"] })
            {
                Outcome outcome = PublishedBinary.Run(arguments, [control.Variable], new() { [1] = wire });
                Assert.Equal((111, 0), (outcome.ExitCode, outcome.Signal));
                Assert.StartsWith("qregexcheck: fatal: unable to write standard output: ", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Output_follows_what_others_wrote_to_the_same_file()
    {
        using var control = new ControlFolder();
        const string Commands = "{ echo before; \"$0\" --version; echo after; } >\"$1\"; sed 's/^[0-9].*/version/' \"$1\"";
        Outcome outcome = new Child("/bin/sh", "-c", Commands, PublishedBinary.Path, control.Of("file")).Run();
        Assert.Equal("before\nversion\nafter\n", outcome.Output);
    }

    [Fact]
    public void Help_names_every_command_and_the_exit_codes_and_is_no_error()
    {
        foreach (string option in new[] { "--help", "-h" })
        {
            Outcome outcome = PublishedBinary.Run([option], []);
            Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
            foreach (string word in new[] { "test <RECIPIENT>", "spp <helo|mail|rcpt>", "checkpassword", "0 accept, 100 hard error", "111 soft error" })
                Assert.Contains(word, outcome.Output, System.StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("test")]
    [InlineData("spp")]
    [InlineData("checkpassword")]
    public void Each_command_has_its_help(string command)
    {
        Outcome outcome = PublishedBinary.Run([command, "--help"], []);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains($"qregexcheck {command}", outcome.Output, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line_that_begins_with_the_number()
    {
        Outcome outcome = PublishedBinary.Run(["--version"], []);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\S*\n$", outcome.Output);
    }
}
