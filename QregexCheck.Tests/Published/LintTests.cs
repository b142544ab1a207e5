using System;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>lint</c> as it is installed: its options, and files as large as published lists are.</summary>
public sealed class LintTests
{
    [Theory]
    [InlineData("no finding is called 'opn-left'; did you mean: open-left?", "--ignore", "opn-left")]
    [InlineData("no finding is called 'zz'; qregexcheck-lint(5) lists them.", "--ignore=glob,zz")]
    [InlineData("Option '--json' is '--format=json': it can't go with '--format=github'.", "--json", "--format=github")]
    [InlineData("option '--format' takes text, json or github, not 'xml'.", "--format=xml")]
    public void A_wrong_choice_is_100_with_one_line_that_helps(string complaint, params string[] options)
    {
        using var control = new ControlFolder();
        Outcome outcome = PublishedBinary.Run(["lint", "--control", control.Path, .. options], []);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"qregexcheck: fatal: {complaint}", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_of_plain_names_is_one_finding_in_each_format()
    {
        using var control = new ControlFolder();
        control.With("badmailfrom", string.Concat(Enumerable.Range(0, 75_000).Select(static i => $"@d{i:x5}.example\n")));
        string[] lines = Lint(control).Output.Split('\n');
        Assert.EndsWith("[plain-list]", lines[0], StringComparison.Ordinal);
        Assert.Equal("0 errors, 1 warning, 0 notes in 1 file", lines[5]);
        Assert.Equal(7, lines.Length);
        Assert.Equal(Lint(control, "--json").Output, Lint(control, "--format=json").Output);
        Assert.Equal(1, Lint(control, "--json").Output.Count(static c => c == '\n'));
        Assert.StartsWith("::warning file=", Lint(control, "--format=github").Output, StringComparison.Ordinal);
        Assert.Equal((100, 0), (Lint(control, "--strict").ExitCode, Lint(control, "--strict", "--ignore", "glob", "--ignore", "plain-list").ExitCode));
    }

    /// <summary>More rules than are looked at together: threads share them where there are processors.</summary>
    [Fact]
    public void What_is_found_does_not_depend_on_the_number_of_processors()
    {
        const string OnTheFirst = "exec taskset -c \"$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')\" \"$0\" \"$@\"";
        using var control = new ControlFolder();
        control.With(
            "badmailfrom",
            string.Concat(Enumerable.Range(0, 2_500).Select(static i => $"[a-z]+@d{i % 1_700}.example\n{(i % 3 == 0 ? "!" : "^")}x{i}@\n")));
        Outcome one = new Child("/bin/sh", "-c", OnTheFirst, PublishedBinary.Path, "lint", "--json", "--control", control.Path).Run();
        Assert.Equal((0, string.Empty), (one.ExitCode, one.Error));
        Assert.InRange(one.Output.Count(static c => c == '\n'), 5_000, 50_000);
        Assert.Equal(one.Output, Lint(control, "--json").Output);
    }

    private static Outcome Lint(ControlFolder control, params string[] options) => PublishedBinary.Run(["lint", "--control", control.Path, .. options], []);
}
