using System;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>The logs that report and replay are given, from the command line to the exit code.</summary>
public sealed class LogFilesTests : IDisposable
{
    private const string Line = "@400000006ae6810a00000000 qregexcheck: reject badmailto:1 ip=192.0.2.7 helo=h.example from=<a@example.org> "
        + "to=<x1@example.net> rule=\"^x\" reply=\"553 no\"\n";

    private readonly ControlFolder _folder = new();

    public LogFilesTests() => _folder.With("badmailto", "^x\n").With("log", Line + Line.Replace("x1@", "x2@", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report")]
    [InlineData("replay")]
    public void A_log_that_its_reader_may_not_read_is_111_with_who_may(string command)
    {
        Superuser.IsNeeded("becomes another user");
        Outcome outcome = Shell("chmod 755 . && chmod 600 log && cp \"$1\" prog && chmod 755 prog && "
            + $"setpriv --reuid=12345 --clear-groups ./prog {command} --control . log");
        Assert.Equal(
            (111, "qregexcheck: fatal: unable to read log: permission denied; "
                + "logs are mostly for root and the user who writes them: run this as one of them\n"),
            (outcome.ExitCode, outcome.Error));
    }

    [Theory]
    [InlineData("\"$1\" report --control . --json log")]
    [InlineData("\"$1\" report --control . --json - <log")]
    [InlineData("cat log | \"$1\" report --control . --json -")]
    [InlineData("gzip log; \"$1\" report --control . --json log.gz")]
    [InlineData("gzip log; cat log.gz | \"$1\" report --control . --json --jobs 1 -")]
    [InlineData("head -1 log >log.1; tail -1 log >log.0; rm log; mkdir d; gzip log.1; mv log.* d; \"$1\" report --control . --json d")]
    [InlineData("ln log hard; ln -s log soft; \"$1\" report --control . --json log hard soft - <log")]
    [InlineData("mkdir d; mv log d/current; : >d/lock; ln d/current d/@400000006900000100000000.s; \"$1\" report --control . --json d d/current")]
    [InlineData("mkfifo f; cat log >f & \"$1\" report --control . --json f")]
    public void The_same_lines_are_counted_the_same_whichever_way_they_come(string commands)
    {
        Outcome outcome = Shell(commands);
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Contains("\"hits\":2,", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_log_that_is_cut_is_used_as_far_as_it_goes_and_told()
    {
        Outcome outcome = Shell("for i in 1 2 3 4 5; do cat log log log log log >more; cp more log; done; "
            + "gzip log; head -c -9 log.gz >cut.gz; \"$1\" report --control . cut.gz");
        Assert.Equal((0, "qregexcheck: warning: cut.gz is damaged or cut; what stands before that is used\n"), (outcome.ExitCode, outcome.Error));
    }

    [Theory]
    [InlineData("report", "report wants a LOG: a file, a directory, or - for standard input. Try: qregexcheck --help")]
    [InlineData("report --since 2026-02-30 log", "Option '--since' takes a day, as in 2026-11-01. Try: qregexcheck --help")]
    [InlineData("report --until yesterday log", "Option '--until' takes a day, as in 2026-11-01. Try: qregexcheck --help")]
    [InlineData("report --since 2026-11-02 --until 2026-11-01 log",
        "No day lies between '--since' and '--until': the first comes behind the last. Try: qregexcheck --help")]
    [InlineData("report --jobs 0 log", "Option '--jobs' takes a number from 1 to 1024. Try: qregexcheck --help")]
    [InlineData("replay --jobs x log", "Option '--jobs' takes a number from 1 to 1024. Try: qregexcheck --help")]
    public void A_command_line_that_is_wrong_is_100_and_told_in_one_line(string arguments, string expected)
    {
        Outcome outcome = Shell($"\"$1\" {arguments}");
        Assert.Equal((100, $"qregexcheck: fatal: {expected}\n"), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public void Days_leave_out_what_has_no_stamp_and_say_so()
    {
        _folder.With("log", Line + Line[26..]);
        Outcome outcome = Shell("\"$1\" report --control . --json --since 2026-11-01 log");
        Assert.Equal(
            (0, "qregexcheck: warning: 1 recipients without a stamp are left out: nobody knows on which day they came\n"), (outcome.ExitCode, outcome.Error));
        Assert.Contains("\"hits\":1,", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_memory_is_too_little_it_is_told_to_run_without_softlimit()
    {
        Outcome outcome = Shell("softlimit -m 24000000 \"$1\" report --control . log");
        Assert.Equal(111, outcome.ExitCode);
        Assert.Contains("softlimit", outcome.Error, StringComparison.Ordinal);
    }

    private Outcome Shell(string commands) => new Child("/bin/sh", "-ec", "cd \"$0\"; " + commands, _folder.Path, PublishedBinary.Path).Run();
}
