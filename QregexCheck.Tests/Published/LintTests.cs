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

    [Fact]
    public void Rules_that_are_kept_apart_from_qmails_files_are_looked_at_with_those_in_qmails_home()
    {
        using var rules = new ControlFolder();
        using var home = new ControlFolder();
        rules.With("checkrcpthosts", "own.example\nx.example\n");
        System.IO.Directory.CreateDirectory(home.Of("control"));
        home.With("control/me", "own.example\n").With("control/rcpthosts", "own.example\n");
        string[] findings = PublishedBinary.Run(["lint", "--control", rules.Path], [$"QREGEXCHECK_QMAIL={home.Path}"]).Output.Split('\n');
        Assert.Equal(
            $"{rules.Of("checkrcpthosts")}:2:1: warning: the entry covers nothing: x.example is neither in rcpthosts nor delivered here, "
            + "and validrcptto has no line for it [entry-covers-nothing]",
            findings[0]);

        // Where the control directory has files of qmail, these count.
        rules.With("locals", "x.example\n");
        Assert.DoesNotContain(
            "entry-covers-nothing", PublishedBinary.Run(["lint", "--control", rules.Path], [$"QREGEXCHECK_QMAIL={home.Path}"]).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Recipients_are_told_of_in_each_format()
    {
        using ControlFolder control =
            new ControlFolder().With("checkrcpthosts", "*\n").With("locals", "own.example\n").With("rcpthosts", "own.example\nx.example\n");
        const string Message = "mail for x.example is only relayed, and validrcptto has no line for it: none of its recipients can be looked up";
        string place = control.Of("rcpthosts");
        Assert.Equal(
            $"{place}:2:1: note: {Message} [relayed-unlisted]\n    x.example\n    ^~~~~~~~~\n0 errors, 0 warnings, 1 note in 1 file\n", Lint(control).Output);
        Assert.Equal($"::notice file={place},line=2,col=1,endColumn=10,title=relayed-unlisted::{Message}\n", Lint(control, "--format=github").Output);
        Assert.Equal(
            $"{{\"file\":\"{place}\",\"line\":2,\"column\":1,\"length\":9,\"severity\":\"note\",\"id\":\"relayed-unlisted\",\"message\":\"{Message}\","
            + "\"text\":\"x.example\",\"encoding\":\"latin1\"}\n",
            Lint(control, "--json").Output);
        Assert.Equal("0 errors, 0 warnings, 0 notes in 1 file\n", Lint(control, "--ignore", "relayed-unlisted").Output);
    }

    /// <summary>The heap is what lint has for rules, too; each line is an address, and each domain has a finding.</summary>
    [Fact]
    public void A_list_of_a_million_addresses_is_looked_at()
    {
        using ControlFolder control = new ControlFolder().With("checkrcpthosts", ".example\n").With("locals", "own.example\n");
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < 1_000_000; i++)
            text.Append("user").Append(i).Append("@d").Append(i / 100).Append(".example\n");
        control.With("validrcptto", text.Append("user7@d0.example\n").ToString());
        Outcome outcome = Lint(control);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.EndsWith("0 errors, 0 warnings, 1002 notes in 2 files\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(":1000001:1: note: the same entry stands above [duplicate-address]\n", outcome.Output, StringComparison.Ordinal);
    }

    private static Outcome Lint(ControlFolder control, params string[] options) => PublishedBinary.Run(["lint", "--control", control.Path, .. options], []);
}
