using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// Whatever fails, at start or later, nobody who asks takes it for an accept, and nobody is told two things. Each system call is made to
/// fail by strace, in each way in which the program is called.
/// </summary>
public sealed partial class FailureTests
{
    private const string Trace = "/usr/bin/strace";

    /// <summary>Each call fails once at each of its places, then at all of them.</summary>
    [Theory]
    [InlineData("rcptcheck", "ENOMEM")]
    [InlineData("spp mail beside a RECIPIENT", "ENOMEM")]
    [InlineData("spp rcpt", "EIO")]
    [InlineData("spp by the variables", "ENOMEM")]
    [InlineData("checkpassword", "EIO")]
    public void A_system_call_that_fails_is_never_taken_for_an_accept(string way, string error)
    {
        using ControlFolder control = Refusing();
        string trace = control.Of("trace");
        Assert.Null(Wrong(way, Run(way, control, "-o", trace)));
        int runs = 0;
        foreach ((string call, int count) in CallsIn(trace))
        {
            foreach (string when in Enumerable.Range(1, count).Select(place => $"{place}").Append("1+"))
            {
                runs++;
                Outcome outcome = Run(way, control, "-o", "/dev/null", "-e", $"inject={call}:error={error}:when={when}");
                Assert.True(Wrong(way, outcome) is not { } wrong,
                    $"{way}: {call} {error} {when}: exit code {outcome.ExitCode}, {outcome.Output}{outcome.Error}");
            }
        }

        Assert.InRange(runs, 60, 400);
    }

    /// <summary>libc's own start takes memory by either call, and ends with 127 where it gets none.</summary>
    [Fact]
    public void A_start_that_gets_no_memory_by_any_call_is_never_taken_for_an_accept()
    {
        using ControlFolder control = Refusing();
        foreach (string way in new[] { "rcptcheck", "spp mail beside a RECIPIENT", "checkpassword" })
        {
            foreach (string calls in new[] { "brk,mmap", "brk,mmap,mprotect,madvise" })
            {
                for (int first = 1; first <= 8; first++)
                {
                    Outcome outcome = Run(way, control, "-o", "/dev/null", "-e", $"inject={calls}:error=ENOMEM:when={first}+");
                    Assert.True(Wrong(way, outcome) is null, $"{way}: {calls} from {first} on: exit code {outcome.ExitCode}, {outcome.Output}{outcome.Error}");
                }
            }
        }
    }

    /// <summary>The log line comes behind the answer; what happens to it takes nothing back and adds nothing.</summary>
    [Theory]
    [InlineData("error=EIO")]
    [InlineData("signal=SEGV")]
    [InlineData("signal=ABRT")]
    [InlineData("signal=XCPU")]
    [InlineData("signal=XFSZ")]
    [InlineData("signal=PIPE")]
    [InlineData("signal=TERM")]
    public void What_happens_while_the_log_is_written_changes_no_answer(string fault)
    {
        using ControlFolder control = Refusing();
        foreach ((string way, int code, int logWrite)
            in new[] { ("rcptcheck", 100, 2), ("spp rcpt", 100, 2), ("spp by the variables", 100, 2), ("checkpassword", 1, 1) })
        {
            // A signal may also come with the very write of the answer.
            for (int write = fault.StartsWith("signal", StringComparison.Ordinal) ? 1 : logWrite; write <= logWrite; write++)
            {
                Outcome outcome = Run(way, control, "-o", "/dev/null", "-e", $"inject=write:{fault}:when={write}");
                Assert.Equal((code, 0), (outcome.ExitCode, outcome.Signal));
                Assert.Null(Wrong(way, outcome));
                Assert.Equal(way == "rcptcheck" ? 1 : 0, outcome.Reply.Count(c => c == '\n'));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("spp mail")]
    public void A_log_that_has_reached_its_limit_kills_nothing(string arguments)
    {
        using ControlFolder control = Refusing();
        string log = control.Of("log");
        File.WriteAllBytes(log, new byte[8192]);
        string[] environment = HookVariables.RcptCheck(control, "bad@b.example", "no@d.example", "SMTPMAILFROM=bad@b.example");
        Outcome outcome = new Child("/bin/sh", "-c", $"ulimit -f 4; exec '{PublishedBinary.Path}' {arguments} 2>>'{log}'") { Environment = environment }.Run();
        Assert.Equal((100, 0), (outcome.ExitCode, outcome.Signal));
        Assert.Equal(arguments.Length == 0 ? string.Empty : "E553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)\n", outcome.Output);
        Assert.Equal(8192, new FileInfo(log).Length);
    }

    /// <summary>A file takes what fits under the limit (512 bytes a block), so the first write is a short one and the second fails.</summary>
    [Theory]
    [InlineData(1, 120)]
    [InlineData(2, 100)]
    public void Half_an_answer_is_none(int blocks, int code)
    {
        using ControlFolder control = Refusing();
        string answer = control.Of("answer");
        File.WriteAllBytes(answer, new byte[512 - 20]);
        string[] environment = HookVariables.Spp(control, "h", "bad@b.example", null);
        Outcome outcome =
            new Child("/bin/sh", "-c", $"ulimit -f {blocks}; exec '{PublishedBinary.Path}' spp mail >>'{answer}'") { Environment = environment }.Run();
        Assert.Equal((code, 0), (outcome.ExitCode, outcome.Signal));
    }

    /// <summary>A control file that can't be read, with the two hooks' variables at once: the command line says who asks.</summary>
    [Theory]
    [InlineData("helo")]
    [InlineData("mail")]
    [InlineData("rcpt")]
    public void Trouble_at_a_named_stage_is_told_to_qmail_spp_whatever_else_is_in_the_environment(string stage)
    {
        using ControlFolder control = new ControlFolder();
        foreach (string file in new[] { "badhelo", "badmailfrom", "badmailto" })
            Directory.CreateDirectory(control.Of(file));
        string[] environment = HookVariables.Spp(control, "h", "a@b.example", "c@d.example", "RECIPIENT=x", "SENDER=y", "USE_FD4=1");
        foreach (string[] limit in new string[][] { [], ["/usr/bin/softlimit", "-m", "9000000"] })
        {
            string[] command = [.. limit, PublishedBinary.Path, "spp", stage];
            Outcome outcome =
                new Child(command[0], command[1..]) { Environment = environment, Wires = new Dictionary<int, Wire> { [4] = Wire.Captured } }.Run();
            Assert.Equal((111, "E451 temporary problem, try again later (#4.3.0)\n", string.Empty), (outcome.ExitCode, outcome.Output, outcome.Reply));
            Assert.Single(outcome.ErrorLines);
        }
    }

    private static ControlFolder Refusing() => new ControlFolder().With("badhelo", "^bad\n").With("badmailfrom", "^bad@\n").With("badmailto", "^no@\n");

    private static Outcome Run(string way, ControlFolder control, params string[] trace)
    {
        (string[] arguments, string[] environment) = way switch
        {
            "rcptcheck" => (Array.Empty<string>(), HookVariables.RcptCheck(control, "a@b.example", "no@d.example", "USE_FD4=1")),
            "spp mail beside a RECIPIENT" => (["spp", "mail"], HookVariables.Spp(control, null, "bad@b.example", null, "RECIPIENT=x")),
            "spp rcpt" => (["spp", "rcpt"], HookVariables.Spp(control, "h", "a@b.example", "no@d.example")),
            "spp by the variables" => ([], HookVariables.Spp(control, "bad", "a@b.example", "c@d.example")),
            _ => (["checkpassword"], [control.Variable]),
        };
        var wires = new Dictionary<int, Wire> { [4] = way == "rcptcheck" ? Wire.Captured : Wire.Closed };
        if (way == "checkpassword")
            wires[3] = Wire.Holding("no@d.example\0\0\0");
        return new Child(Trace, ["-f", "-qq", .. trace, PublishedBinary.Path, .. arguments]) { Environment = environment, Wires = wires }.Run();
    }

    /// <summary>What is wrong with an outcome of a run that should refuse; null when nothing is.</summary>
    private static string? Wrong(string way, Outcome outcome)
    {
        if (way == "checkpassword")
            return outcome.Signal != 0 || outcome.ExitCode is 1 or 2 or 111 ? null : "accepted";
        string reply = way == "rcptcheck" ? QmailSmtpdStandIn.RcptCheckReply(outcome) : QmailSmtpdStandIn.SppReply(outcome);
        bool isTwo = reply.Contains('\n') || (reply == QmailSmtpdStandIn.PluginTrouble && outcome.Output.EndsWith('\n'));
        return reply == QmailSmtpdStandIn.Accepted ? "accepted" : isTwo ? "two answers" : null;
    }

    /// <summary>The calls of a run and how often each was made. What libc's start asks for after we have asked can't fail just then.</summary>
    private static Dictionary<string, int> CallsIn(string trace)
    {
        var calls = new Dictionary<string, int>();
        foreach (string line in File.ReadLines(trace))
        {
            if (CallName().Match(line) is { Success: true } match && match.Groups[1].Value is var call and not ("execve" or "exit_group"))
                calls[call] = call == "arch_prctl" ? 1 : calls.GetValueOrDefault(call) + 1;
        }

        return calls;
    }

    [GeneratedRegex("^[0-9]+ +([a-z_0-9]+)\\(")]
    private static partial Regex CallName();
}
