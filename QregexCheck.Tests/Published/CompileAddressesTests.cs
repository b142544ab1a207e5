using System;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>compile, compile --check and dump know of control/validrcptto.</summary>
public sealed class CompileAddressesTests : IDisposable
{
    private readonly ControlFolder _control = new ControlFolder().With("badmailto", "abc@\n");

    public void Dispose() => _control.Dispose();

    [Fact]
    public void A_line_tells_how_many_entries_there_are_and_an_edit_is_told()
    {
        _control.With("validrcptto", "# ours\na@d\n-b@d\n@e\n");
        Outcome outcome = Run("compile");
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Matches("\nvalidrcptto: 3 entries, 0 skipped; 19 bytes read, [0-9.]+ s\n", outcome.Output);
        Assert.Equal((0, $"{_control.Of("qregexcheck.db")} is fresh\n"), Told("compile", "--check"));
        Assert.Equal(
            ["  entry 2 a@d", "  entry 3 -b@d", "  entry 4 @e", "validrcptto: 3 entries, 1 blocks"],
            Run("dump").Output.Split('\n').SkipWhile(line => !line.StartsWith("validrcptto", StringComparison.Ordinal)).Where(line => line.Length > 0)
                .Order(StringComparer.Ordinal));
        File.AppendAllText(_control.Of("validrcptto"), "c@d\n");
        Assert.Equal(
            (100, $"{_control.Of("qregexcheck.db")} is not used: validrcptto was changed after it was compiled; run qregexcheck compile\n"),
            Told("compile", "--check"));
        Assert.Contains("validrcptto was changed after it was compiled", Run("test", "x@y.example").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_checkrcpthosts_are_told_though_it_is_not_compiled()
    {
        _control.With("checkrcpthosts", "#: ext=maybe\nx.example\n");
        Outcome outcome = Run("compile");
        Assert.Equal((0, "qregexcheck: warning: checkrcpthosts:1:8: ext is yes or no; the annotation is ignored\n"), (outcome.ExitCode, outcome.Error));
        Assert.DoesNotContain("checkrcpthosts", outcome.Output, StringComparison.Ordinal);
        _control.With("checkrcpthosts", "*\nx.example\r\n!\n");
        outcome = Run("compile");
        Assert.Equal(
            [
                "qregexcheck: warning: checkrcpthosts:2:10: remove the carriage return; the line covers nothing",
                "qregexcheck: warning: checkrcpthosts:3:2: a domain is missing: an entry is *, DOMAIN or .DOMAIN, or one of them behind a !; "
                + "the line covers nothing",
            ],
            outcome.ErrorLines);
        Assert.Equal((100, 0), (outcome.ExitCode, Told("compile", "--check").ExitCode));
    }

    [Fact]
    public void Without_the_file_nothing_is_said_of_it()
    {
        Assert.DoesNotContain("validrcptto", Run("compile").Output, StringComparison.Ordinal);
        Assert.Equal((0, $"{_control.Of("qregexcheck.db")} is fresh\n"), Told("compile", "--check"));
        Assert.DoesNotContain("validrcptto", Run("dump").Output, StringComparison.Ordinal);
        _control.With("validrcptto", "a@d\n");
        Assert.Equal(
            (100, $"{_control.Of("qregexcheck.db")} is not used: validrcptto is not in it; run qregexcheck compile\n"), Told("compile", "--check"));
    }

    [Fact]
    public void A_line_that_is_no_entry_is_left_out_with_a_warning()
    {
        _control.With("validrcptto", "a@d\nexample.com\nb@d\r\n-c@d\r\n");
        Outcome outcome = Run("compile");
        Assert.Equal(100, outcome.ExitCode);
        Assert.Equal(
            [
                "qregexcheck: warning: validrcptto:2:1: the entry has no @; an entry is user@domain or @domain, with a - before it for no",
                "qregexcheck: warning: validrcptto:3:1: the entry ends in CR",
                "qregexcheck: warning: validrcptto:4:1: the entry ends in CR",
            ],
            outcome.ErrorLines);
        Assert.Contains("validrcptto: 2 entries, 2 skipped", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, Told("compile", "--check").ExitCode);
    }

    [Theory]
    [InlineData("a directory")]
    [InlineData("a line without end")]
    public void A_file_that_cannot_be_read_leaves_the_old_compiled_file(string what)
    {
        _control.With("validrcptto", "a@d\n");
        Run("compile");
        byte[] before = File.ReadAllBytes(_control.Of("qregexcheck.db"));
        File.Delete(_control.Of("validrcptto"));
        if (what == "a directory")
            Directory.CreateDirectory(_control.Of("validrcptto"));
        else
            _control.With("validrcptto", new string('x', 1_000_000));
        Outcome outcome = Run("compile");
        Assert.Equal(111, outcome.ExitCode);
        Assert.EndsWith("; the old compiled file is left as it was", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_control.Of("qregexcheck.db")));
    }

    /// <summary>Who may not read the list must not read it in the compiled file.</summary>
    [Fact]
    public void The_compiled_file_is_no_more_readable_than_the_list()
    {
        _control.With("validrcptto", "a@d\n");
        File.SetUnixFileMode(_control.Of("validrcptto"), (UnixFileMode)0x180);
        Run("compile");
        Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(_control.Of("qregexcheck.db")));
    }

    private Outcome Run(params string[] arguments) => PublishedBinary.Run(arguments, [_control.Variable]);

    private (int ExitCode, string Output) Told(params string[] arguments)
    {
        Outcome outcome = Run(arguments);
        return (outcome.ExitCode, outcome.Output);
    }
}
