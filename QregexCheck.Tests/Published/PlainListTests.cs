using System;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Plain lists in the hooks and in the commands of the published program, as text and compiled.</summary>
public sealed class PlainListTests : IDisposable
{
    private readonly ControlFolder _control = new ControlFolder()
        .With("badmailfrom", "^room1@\n")
        .With("badmailfromhosts", "example.com\r\n#: action=defer reply=\"450 4.7.1 wait\"\n.spam.example\njoe@host.example\n")
        .With("goodmailfromhosts", "good.spam.example\n")
        .With("badhelohosts", "localhost\n");

    public void Dispose() => _control.Dispose();

    [Theory]
    [InlineData("joe@example.com", 100)]
    [InlineData("joe@mx.example.com", 0)]
    [InlineData("joe@a.spam.example", 100)]
    [InlineData("joe@good.spam.example", 0)]
    [InlineData("JOE@HOST.example", 100)]
    [InlineData("jim@host.example", 0)]
    [InlineData("room1@example.net", 100)]
    public void A_check_says_the_same_by_text_and_compiled(string sender, int code)
    {
        Outcome text = Check(sender);
        Assert.Equal(code, text.ExitCode);
        Outcome compile = PublishedBinary.Run(["compile"], [_control.Variable]);
        Assert.Equal(0, compile.ExitCode);
        Assert.Contains("badmailfromhosts: 3 entries (", compile.Output, StringComparison.Ordinal);
        Assert.Equal(0, PublishedBinary.Run(["compile", "--check"], [_control.Variable]).ExitCode);
        Outcome compiled = Check(sender);
        Assert.Equal((text.ExitCode, text.Error), (compiled.ExitCode, compiled.Error));

        // A list that comes later counts from the next check on.
        File.WriteAllText(_control.Of("badmailtohosts"), "d.example\n");
        Assert.Equal(100, Check("nobody@nowhere.example").ExitCode);
    }

    [Fact]
    public void The_log_names_the_entry_as_it_is_written()
    {
        Assert.Matches(
            "^qregexcheck: reject badmailfromhosts:1 .* from=<joe@example.com> to=<r@d.example> rule=\"example.com\" reply=\"553 ",
            Check("joe@example.com").Error);
        Assert.Matches(
            "^qregexcheck: defer badmailfromhosts:3 .* from=<joe@spam.example> to=<r@d.example> rule=\"[.]spam.example\" reply=\"450 4.7.1 wait\"",
            Check("joe@spam.example").Error);
    }

    [Fact]
    public void An_odd_line_makes_compile_exit_100_and_the_check_goes_on_with_the_rest()
    {
        File.AppendAllText(_control.Of("badmailfromhosts"), "*.net\nlast.example\n");
        Assert.Equal(100, Check("joe@last.example").ExitCode);
        Outcome compile = PublishedBinary.Run(["compile"], [_control.Variable]);
        Assert.Equal(100, compile.ExitCode);
        Assert.Contains("badmailfromhosts:5:1: no plain name has this byte", compile.Error, StringComparison.Ordinal);
        Assert.Equal(100, Check("joe@last.example").ExitCode);
    }

    [Fact]
    public void Two_directories_are_compared_by_what_their_entries_hit()
    {
        using ControlFolder other = new ControlFolder().With("badmailfrom", "^room1@\n@example\\.com$\n^joe@host\\.example$\n[@.]spam\\.example$\n")
            .With("goodmailfromhosts", "good.spam.example\n").With("badhelo", "^localhost$\n");
        Outcome same = PublishedBinary.Run(["compare", other.Path, _control.Path], []);
        Assert.Contains("no longer refused", same.Output, StringComparison.Ordinal);
        other.With("badmailfrom", "^room1@\n@example\\.com$\n^joe@host\\.example$\n@([^@]*\\.)?spam\\.example$\n");
        same = PublishedBinary.Run(["compare", other.Path, _control.Path], []);
        Assert.Equal((0, "both refuse the same\n"), (same.ExitCode, same.Output));
    }

    private Outcome Check(string sender) =>
        PublishedBinary.Run([], HookVariables.RcptCheck(_control, sender, "r@d.example", "USE_FD4=1"), new() { [4] = Wire.Captured });
}
