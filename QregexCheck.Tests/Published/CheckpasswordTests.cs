using System.Collections.Generic;
using System.IO;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>The checkpassword interface: the recipient on descriptor 3, the answer in the exit code, PROG run on a yes.</summary>
public sealed class CheckpasswordTests
{
    private const string Accepted = "c@d.example\0\0\0";
    private const string Rejected = "no@d.example\0\0\0";

    [Fact]
    public void Without_PROG_a_yes_is_0_and_a_no_is_1()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        Assert.Equal((0, string.Empty), Answer(Run(control, Accepted)));
        Outcome no = Run(control, Rejected);
        Assert.Equal(1, no.ExitCode);
        Assert.Contains(" to=<no@d.example> ", no.Error, System.StringComparison.Ordinal);
        Assert.Equal(string.Empty, no.Output);
    }

    [Fact]
    public void The_recipient_alone_is_judged_whatever_the_environment_says()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n").With("badmailfrom", ".\n");
        Assert.Equal(0, Run(control, Accepted, [], "SENDER=x@y.example", "RECIPIENT=no@d.example", "SMTPRCPTTO=no@d.example").ExitCode);
    }

    [Fact]
    public void A_deferral_and_trouble_are_111()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "#: action=defer\n^late@\n");
        Assert.Equal(111, Run(control, "late@d.example\0\0\0").ExitCode);
        Directory.CreateDirectory(control.Of("badmailtonorelay"));
        Assert.Equal(111, Run(control, Accepted).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c@d.example")]
    public void No_NUL_is_misuse(string credentials)
    {
        using var control = new ControlFolder();
        Outcome outcome = Run(control, credentials);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void More_than_512_bytes_are_misuse()
    {
        using var control = new ControlFolder();
        Assert.Equal(0, Run(control, new string('a', 509) + "\0\0\0").ExitCode);
        Assert.Equal(2, Run(control, new string('a', 510) + "\0\0\0").ExitCode);
        Assert.Equal(2, Run(control, "c@d.example\0" + new string('p', 60_000)).ExitCode);
    }

    [Fact]
    public void No_descriptor_3_is_misuse_and_PROG_is_not_run()
    {
        using var control = new ControlFolder();
        string program = control.Script("prog", "echo ran\n");
        Outcome outcome = PublishedBinary.Run(["checkpassword", program], [control.Variable]);
        Assert.Equal((2, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void PROG_gets_the_same_bytes_on_a_fresh_descriptor_3_and_its_exit_code_is_returned()
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string credentials = "c@d.example\0p\xe9ss\0Y123456\0";
        string program = control.Script("prog", "echo \"$1|$2\"\nls /proc/$$/fd\ncat <&3\nexit 5\n");
        Outcome outcome = Run(control, credentials, [program, "a b", "\xe9"], "PATH=/usr/bin:/bin");
        Assert.Equal(5, outcome.ExitCode);
        Assert.Equal("a b|\xe9\n0\n1\n10\n2\n3\n" + credentials, outcome.Output);
        outcome = Run(control, Rejected, [program]);
        Assert.Equal((1, string.Empty), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void A_longest_message_reaches_PROG_whole()
    {
        using var control = new ControlFolder();
        string credentials = new string('a', 255) + "\0" + new string('\xff', 256);
        string program = control.Script("prog", "cat <&3\n");
        Assert.Equal(credentials, Run(control, credentials, [program], "PATH=/usr/bin:/bin").Output);
    }

    [Fact]
    public void PROG_gets_descriptors_and_signals_as_we_got_them()
    {
        // No shell: dash starts its programs with no signal blocked, and blocks all of them itself while it waits.
        using var control = new ControlFolder();
        string[][] probes = [["ls", "/proc/self/fd"], ["grep", "-E", "^(Sig(Blk|Ign)|ShdPnd)", "/proc/self/status"], ["cat", "/proc/self/environ"]];
        foreach (string[] probe in probes)
        {
            foreach (bool ignoresBrokenPipe in new[] { true, false })
            {
                string[] environment = [control.Variable, "PATH=/usr/bin:/bin", "B=\xe9"];
                var wires = new Dictionary<int, Wire> { [0] = Wire.Closed, [3] = Wire.Holding(Accepted) };
                var direct = new Child("/usr/bin/env", probe)
                {
                    Environment = environment,
                    Wires = wires,
                    IgnoresBrokenPipe = ignoresBrokenPipe,
                    BlockedSignals = [1]
                };
                var through = new Child(PublishedBinary.Path, ["checkpassword", .. probe])
                {
                    Environment = environment,
                    Wires = wires,
                    IgnoresBrokenPipe = ignoresBrokenPipe,
                    BlockedSignals = [1],
                };
                Outcome expected = direct.Run();
                Assert.Equal((0, string.Empty), (expected.ExitCode, expected.Error));
                if (probe[0] == "grep")
                    Assert.Contains("SigBlk:\t0000000000000001\n", expected.Output, System.StringComparison.Ordinal);
                Assert.Equal(expected.Output, through.Run().Output);
            }
        }
    }

    [Fact]
    public void PROG_is_found_in_PATH_and_its_own_options_are_its_own()
    {
        using var control = new ControlFolder();
        control.Script("qrc-prog", "echo \"$@\"\n");
        Outcome outcome = Run(control, Accepted, ["qrc-prog", "--help", "--", "-x"], "PATH=" + control.Path + ":/usr/bin:/bin");
        Assert.Equal((0, "--help -- -x\n"), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void A_PROG_that_is_missing_is_111_with_one_line()
    {
        using var control = new ControlFolder();
        Outcome outcome = Run(control, Accepted, [control.Of("missing")]);
        Assert.Equal(111, outcome.ExitCode);
        Assert.Equal($"qregexcheck: fatal: unable to run {control.Path}/missing: no such file or directory; correct its path\n", outcome.Error);
    }

    /// <summary>Once a line of s/qmail's control/recipients has said no, it asks every later one, whatever its host.</summary>
    [Theory]
    [InlineData("c@d.example", 0)]
    [InlineData("c@D.Example", 0)]
    [InlineData("x@y@d.example", 0)]
    [InlineData("no@d.example", 1)]
    [InlineData("c@example", 1)]
    [InlineData("c@sub.d.example", 1)]
    [InlineData("c@d.example@e.example", 1)]
    [InlineData("c@d.example.", 1)]
    [InlineData("d.example", 1)]
    [InlineData("@", 1)]
    [InlineData("", 1)]
    public void With_a_host_named_every_address_of_another_one_gets_a_no(string address, int code)
    {
        using ControlFolder control = new ControlFolder().With("badmailto", "^no@\n");
        string program = control.Script("prog", "echo ran\n");
        foreach (string[] host in new string[][] { ["--host", "d.example"], ["--host=d.EXAMPLE"], ["--host", "@d.example"], ["--host", "d.example", "--"] })
        {
            Outcome outcome = Run(control, address + "\0\0\0", [.. host, program]);
            Assert.Equal((code, code == 0 ? "ran\n" : string.Empty), (outcome.ExitCode, outcome.Output));
        }
    }

    [Fact]
    public void Any_of_several_hosts_will_do()
    {
        using var control = new ControlFolder();
        foreach ((string address, int code) in new[] { ("c@d.example", 0), ("c@e.example", 0), ("c@f.example", 1) })
            Assert.Equal(code, Run(control, address + "\0\0\0", ["--host", "d.example", "--host=e.example"]).ExitCode);
    }

    /// <summary>That an address is another line's is no decision: with control/recipients of many hosts the log would hold little else.</summary>
    [Fact]
    public void The_address_of_another_host_is_not_logged_and_no_rule_is_read()
    {
        using var control = new ControlFolder();
        Directory.CreateDirectory(control.Of("badmailto"));
        Assert.Equal((1, string.Empty), Answer(Run(control, Accepted, ["--host", "e.example"], "QREGEXCHECK_LOG=all")));
        Assert.Equal(111, Run(control, Accepted, ["--host", "d.example"]).ExitCode);
    }

    [Fact]
    public void Misuse_of_descriptor_3_is_2_with_a_host_named_too()
    {
        using var control = new ControlFolder();
        Assert.Equal(2, Run(control, "c@d.example", ["--host", "e.example"]).ExitCode);
    }

    private static (int ExitCode, string Said) Answer(Outcome outcome) => (outcome.ExitCode, outcome.Output + outcome.Error);

    private static Outcome Run(ControlFolder control, string credentials, string[]? program = null, params string[] environment) =>
        PublishedBinary.Run(["checkpassword", .. program ?? []], [control.Variable, .. environment], new() { [3] = Wire.Holding(credentials) });
}
