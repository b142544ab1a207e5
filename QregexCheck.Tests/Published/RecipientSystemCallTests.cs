using System;
using System.Globalization;
using System.IO;
using System.Linq;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// The hook with the recipient check on, while one system call after the other fails, and what else a host can do to it: FIFOs, loops, little memory,
/// files that change their names. Nobody is refused who is there.
/// </summary>
public sealed class RecipientSystemCallTests : IDisposable
{
    private static readonly string[] There = ["joe@v.example", "joe-list@example.com", "joe@example.com", "root@example.com"];

    private readonly QmailFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>strace lets the call fail: once as if the file were gone, once as if it were not ours, once as if the disk were broken.</summary>
    [Theory]
    [InlineData("statx")]
    [InlineData("openat")]
    [InlineData("pread64")]
    [InlineData("read")]
    [InlineData("close")]
    public void Whatever_call_fails_nobody_is_refused_who_is_there(string call)
    {
        foreach (string recipient in There)
        {
            int calls = Count(call, recipient);
            foreach (string when in Enumerable.Range(1, calls).SelectMany(
                n => new[] { $"EIO:when={n}", $"EACCES:when={n}", $"ENOENT:when={n}", $"EIO:when={n}+" }))
                Assert.True(Injected(call, when, recipient).ExitCode is 0 or 111, $"{call} {when} {recipient}");
        }

        for (int n = Count(call, "nobody@v.example"); n > 0; n--)
            Assert.True(Injected(call, $"EIO:when={n}", "nobody@v.example").ExitCode is 0 or 100 or 111, $"{call} {n}");
    }

    /// <summary>An older kernel, a sandbox, no descriptor left: then each name of a path is asked for, and the answer is the same.</summary>
    [Theory]
    [InlineData("ENOSYS")]
    [InlineData("EPERM")]
    [InlineData("EMFILE")]
    [InlineData("ELOOP")]
    public void Without_openat2_nobody_is_answered_otherwise(string fault)
    {
        foreach (string recipient in There.Append("nobody@v.example").Append("nobody@example.com").Append("joe-x@example.com"))
        {
            Outcome whole = Hook(recipient);
            Outcome bare = Injected("openat2", fault, recipient);
            Assert.Equal((recipient, whole.ExitCode, whole.Error), (recipient, bare.ExitCode, bare.Error));
        }

        Assert.NotEmpty(Trace("openat2", "nobody@v.example"));
    }

    [Fact]
    public void Without_a_fault_those_who_are_there_are_accepted_and_nobody_is_refused()
    {
        Assert.All(There, recipient => Assert.Equal(0, Hook(recipient).ExitCode));
        foreach (string recipient in new[] { "nobody@v.example", "nobody@example.com", "joe-x@example.com" })
            Assert.Equal(100, Hook(recipient).ExitCode);
    }

    /// <summary>A FIFO that nobody writes to, and a link to itself, at each name that is opened. qmail-local goes past both.</summary>
    [Theory]
    [InlineData("q/control/locals", 0)]
    [InlineData("q/control/virtualdomains", 0)]
    [InlineData("q/control/percenthack", 0)]
    [InlineData("q/control/checkrcpthosts", 0)]
    [InlineData("q/control/validrcptto", 0)]
    [InlineData("q/users/cdb", 0)]
    [InlineData(QmailFolder.Domain + "/vpasswd.cdb", 0)]
    [InlineData(QmailFolder.Domain + "/.qmail-nobody", 100)]
    [InlineData(QmailFolder.Domain + "/.qmail-default", 100)]
    [InlineData("vpopmail/etc/lib_deps", 0)]
    public void A_FIFO_and_a_loop_are_not_waited_for_and_are_no_evidence(string name, int code)
    {
        foreach (string command in new[] { "mkfifo", "ln -s $PWD/" + name, "mkdir" })
        {
            _folder.Shell($"rm -rf {name} && {command} {name}");
            Outcome outcome = Hook("nobody@v.example");
            Assert.Equal((code, 0), (outcome.ExitCode, outcome.Signal));
        }
    }

    /// <summary>From the least on, at which the heap is as small as can be.</summary>
    [Theory]
    [InlineData(50_000)]
    [InlineData(131_072)]
    [InlineData(200_000)]
    [InlineData(700_000)]
    [InlineData(4_000_000)]
    [InlineData(12_000_000)]
    public void The_check_works_in_the_memory_that_the_rules_work_in(int beyondLeast)
    {
        string bytes = (PublishedBinary.LeastSpace + beyondLeast).ToString(CultureInfo.InvariantCulture);
        foreach (string recipient in There.Append("nobody@v.example").Append("nobody@example.com"))
        {
            Outcome outcome = new Child("/usr/bin/softlimit", "-m", bytes, PublishedBinary.Path) { Environment = _folder.RcptCheck(recipient) }.Run();
            Assert.Equal((recipient, There.Contains(recipient) ? 0 : 100), (recipient, outcome.ExitCode));
        }
    }

    /// <summary>One file that is always there, under the one name or the other. rename(2) leaves no moment without it.</summary>
    [Fact]
    public void A_file_that_is_moved_to_and_fro_all_the_time_is_never_missing()
    {
        _folder.With("joe/.qmail-default", "./Mailbox\n").With("run", "");
        string mover = "cd joe; while test -e ../run; do mv .qmail-default .qmail-x; mv .qmail-x .qmail-default; done";
        var moving = new System.Threading.Thread(() => _folder.Shell(mover));
        moving.Start();
        try
        {
            for (int i = 0; i < 200; i++)
                Assert.Equal(0, Hook("joe-x@example.com").ExitCode);
        }
        finally
        {
            File.Delete(_folder.Of("run"));
            moving.Join();
        }
    }

    /// <summary>450 dashes ask for 451 names in one directory and 450 keys of users/cdb. It is linear, and an answer.</summary>
    [Fact]
    public void A_local_part_of_450_dashes_costs_a_bounded_number_of_calls()
    {
        string dashes = new('-', 450);
        Assert.Equal(100, Hook(dashes + "@example.com").ExitCode);
        int calls = Trace("statx,openat,read,pread64,close", dashes + "@example.com").Length;
        Assert.True(calls < 3000, $"{calls} calls");
    }

    private Outcome Hook(string recipient) => PublishedBinary.Run([], _folder.RcptCheck(recipient));

    private Outcome Injected(string call, string fault, string recipient)
    {
        Outcome outcome = new Child(
            "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", $"inject={call}:error={fault}", PublishedBinary.Path)
        {
            Environment = _folder.RcptCheck(recipient),
        }.Run();
        Assert.Equal(0, outcome.Signal);
        Assert.DoesNotContain("internal error", outcome.Error, StringComparison.Ordinal);
        return outcome;
    }

    private int Count(string call, string recipient) => Trace(call, recipient).Length;

    private string[] Trace(string calls, string recipient)
    {
        string trace = _folder.Of("trace");
        new Child("/usr/bin/strace", "-f", "-qq", "-o", trace, "-e", "trace=" + calls, "-e", "signal=none", PublishedBinary.Path)
        {
            Environment = _folder.RcptCheck(recipient),
        }.Run();
        return [.. File.ReadLines(trace).Where(line => !line.Contains("+++", StringComparison.Ordinal))];
    }
}
