using System.Collections.Generic;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// QREGEXCHECK_NEXT: a probe writes down all that a process is given, once started directly and once through the program; both
/// must be the same.
/// </summary>
public sealed class NextProgramTests
{
    // $$ is the shell that runs the script: /proc tells what it was started with, whatever it has done since.
    private const string Probe =
        "cat /proc/$$/environ\n"
        + "grep -E '^(SigIgn|Umask|Groups|NoNewPrivs)' /proc/self/status\n"
        + "cat /proc/$$/limits\n"
        + "ls /proc/$$/fd\n"
        + "readlink /proc/$$/cwd\n"
        + "echo \"$# arguments\"\n"
        + "test -e /proc/$$/fd/0 && cat <&0\n"
        + "test -e /proc/$$/fd/3 && cat <&3\n"
        + "exit 7\n";

    // No shell: dash starts its programs with no signal blocked, and blocks all of them itself while it waits.
    private const string SignalProbe = "#!/usr/bin/env -S grep -shE ^(Sig(Blk|Ign)|ShdPnd|SigPnd) /proc/self/status\n";

    private static readonly string[] OddEnvironment =
    [
        "EMPTY=", "BYTES=\xe9\xff\x01\n\"", "TWICE=1", "TWICE=2", "without an equals sign", "=", "UTF8=\xc3\xa9", "PATH=/usr/bin:/bin",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_next_program_gets_everything_as_we_got_it(bool ignoresBrokenPipe)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailfrom", "^no@\n");
        string probe = control.Script("probe", Probe);
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", [.. OddEnvironment, "USE_FD4=1", "QREGEXCHECK_NEXT=" + probe]);
        Outcome direct = Start(probe, environment, control, ignoresBrokenPipe);
        Outcome through = Start(PublishedBinary.Path, environment, control, ignoresBrokenPipe);
        Assert.Equal(7, direct.ExitCode);
        Assert.Contains(ignoresBrokenPipe ? "SigIgn:\t0000000000001000" : "SigIgn:\t0000000000000000", direct.Output, System.StringComparison.Ordinal);
        Assert.Contains("DATA\r\n", direct.Output, System.StringComparison.Ordinal);
        Assert.Equal((direct.ExitCode, direct.Output, direct.Error), (through.ExitCode, through.Output, through.Error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Signals_that_were_blocked_at_the_start_are_blocked_for_the_next_program(bool ignoresBrokenPipe)
    {
        using var control = new ControlFolder();
        string probe = control.Executable("probe", SignalProbe);
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=" + probe, "PATH=/usr/bin:/bin");
        Outcome direct = Start(probe, environment, control, ignoresBrokenPipe);
        Outcome through = Start(PublishedBinary.Path, environment, control, ignoresBrokenPipe);
        Assert.Contains("SigBlk:\t0000000000000202\n", direct.Output, System.StringComparison.Ordinal);
        Assert.Equal((direct.ExitCode, direct.Output, direct.Error), (through.ExitCode, through.Output, through.Error));
    }

    [Fact]
    public void A_closed_descriptor_0_is_still_closed_for_the_next_program()
    {
        using var control = new ControlFolder();
        string probe = control.Script("probe", Probe);
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=" + probe);
        var wires = new Dictionary<int, Wire> { [0] = Wire.Closed, [2] = Wire.Captured };
        Outcome direct = new Child(probe) { Environment = environment, Wires = wires }.Run();
        Outcome through = new Child(PublishedBinary.Path) { Environment = environment, Wires = wires }.Run();
        Assert.Equal((direct.ExitCode, direct.Output, direct.Error), (through.ExitCode, through.Output, through.Error));
    }

    [Fact]
    public void Signals_that_were_ignored_at_the_start_are_ignored_by_the_next_program()
    {
        using var control = new ControlFolder();
        string probe = control.Script("probe", Probe);
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=" + probe);
        Outcome direct = new Child("/usr/bin/env", "--ignore-signal", probe) { Environment = environment }.Run();
        Outcome through = new Child("/usr/bin/env", "--ignore-signal", PublishedBinary.Path) { Environment = environment }.Run();
        Assert.Matches("SigIgn:\tf[0-9a-f]{15}", direct.Output);
        Assert.Equal(direct.Output, through.Output);
    }

    [Fact]
    public void Umask_and_limits_are_left_alone()
    {
        using var control = new ControlFolder();
        string probe = control.Script("probe", Probe);
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=" + probe);
        const string Limit = "umask 027; exec softlimit -m 30000000 -c 0 -f 7000000 -o 50 -p 5000 \"$0\"";
        Outcome direct = new Child("/bin/sh", "-c", Limit, probe) { Environment = environment }.Run();
        Outcome through = new Child("/bin/sh", "-c", Limit, PublishedBinary.Path) { Environment = environment }.Run();
        Assert.Contains("Umask:\t0027", direct.Output, System.StringComparison.Ordinal);
        Assert.Equal((7, direct.Output), (through.ExitCode, through.Output));
    }

    [Fact]
    public void A_rejected_recipient_never_reaches_the_next_program()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string next = control.Script("next", "echo ran >&2\nexit 0\n");
        Outcome outcome = QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "no@d.example", "QREGEXCHECK_NEXT=" + next)).Outcome;
        Assert.Equal(100, outcome.ExitCode);
        Assert.DoesNotContain("ran", outcome.Error, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_program_speaks_to_qmail_smtpd_as_if_it_had_been_run_by_it()
    {
        using var control = new ControlFolder();
        string next = control.Script("next", "echo '452 4.2.2 mailbox full' >&4\nexit 100\n");
        string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "USE_FD4=1", "QREGEXCHECK_NEXT=" + next);
        Assert.Equal("452 4.2.2 mailbox full", QmailSmtpdStandIn.RcptCheck(environment).Reply);
    }

    [Fact]
    public void A_next_program_that_cannot_be_run_is_a_soft_error_with_one_line()
    {
        using ControlFolder control = new ControlFolder().With("plain", "text");
        Directory.CreateDirectory(control.Of("directory"));
        foreach (string name in new[] { "missing", "plain", "directory" })
        {
            string[] environment = HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=" + control.Of(name));
            (string reply, Outcome outcome) = QmailSmtpdStandIn.RcptCheck(environment);
            Assert.Equal((QmailSmtpdStandIn.Trouble, 111), (reply, outcome.ExitCode));
            Assert.StartsWith("qregexcheck: fatal: unable to run QREGEXCHECK_NEXT: ", Assert.Single(outcome.ErrorLines), System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_QREGEXCHECK_NEXT_is_none()
    {
        using var control = new ControlFolder();
        Assert.Equal(0, QmailSmtpdStandIn.RcptCheck(HookVariables.RcptCheck(control, "a@b.example", "c@d.example", "QREGEXCHECK_NEXT=")).Outcome.ExitCode);
    }

    private static Outcome Start(string path, string[] environment, ControlFolder control, bool ignoresBrokenPipe)
    {
        const int Interrupt = 2;
        const int User1 = 10;
        return new Child(path)
        {
            Environment = environment,
            Directory = control.Path,
            IgnoresBrokenPipe = ignoresBrokenPipe,
            BlockedSignals = [Interrupt, User1],
            Wires = new Dictionary<int, Wire>
            {
                [0] = Wire.Holding("DATA\r\n"),
                [4] = Wire.Captured,
                [6] = Wire.File("/dev/null"),
            },
        }.Run();
    }
}
