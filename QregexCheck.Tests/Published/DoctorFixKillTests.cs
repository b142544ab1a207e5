using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// <c>qregexcheck doctor --fix</c>, killed at each system call, and with each call failing: the file is the old one or the new one, byte for byte, and the next
/// run completes.
/// </summary>
public sealed partial class DoctorFixKillTests : IDisposable
{
    private const string Bounce = "bounce-default:v.example";

    // Calls by which the host is looked at: as often as there are processes on it.
    private static readonly string[] Looks =
        ["openat", "statx", "newfstatat", "pread64", "read", "close", "getdents64", "readlink", "readlinkat", "mmap", "munmap", "mprotect", "brk", "madvise"];

    private readonly FixFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The process that writes, alone: it looks at nothing else of the host, so that each of its calls can be counted.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Killed_at_any_call_the_process_that_writes_leaves_the_old_file_or_the_new_one(bool isUndo)
    {
        string order = Order(isUndo);
        string trace = _folder.Of("trace");
        Assert.Equal(0, Serve(order, "-o", trace).ExitCode);
        int kills = 0;
        foreach ((string call, int count) in CallsIn(trace))
        {
            for (int place = 1; place <= count; place++)
            {
                LayDown(isUndo);
                Outcome outcome = Serve(order, "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={place}");
                CheckWhole(isUndo, $"{call} {place}");
                kills += outcome.Signal == SystemCalls.Kill ? 1 : 0;
                Complete(isUndo, $"{call} {place}");
            }
        }

        Assert.InRange(kills, 100, 2000);
    }

    /// <summary>The whole command: root's process and the owner's, each at each of its calls but those by which the host is looked at.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Killed_at_any_call_the_command_leaves_the_old_file_or_the_new_one(bool isUndo)
    {
        LayDown(isUndo);
        string[] words = isUndo ? ["--undo", "--yes"] : ["--yes"];
        string trace = _folder.Of("trace");
        Assert.Equal(0, Traced(words, "-o", trace).ExitCode);
        foreach ((string call, int count) in CallsIn(trace).Where(pair => !Looks.Contains(pair.Call)))
        {
            for (int place = 1; place <= count; place++)
            {
                LayDown(isUndo);
                Traced(words, "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={place}");
                CheckWhole(isUndo, $"{call} {place}");
                Complete(isUndo, $"{call} {place}");
            }
        }
    }

    [Theory]
    [InlineData("write", "ENOSPC", 1, true)]
    [InlineData("write", "EIO", 1, true)]
    [InlineData("fsync", "EIO", 1, true)]
    [InlineData("fsync", "ENOSPC", 1, true)]
    [InlineData("fsync", "EIO", 2, false)]
    [InlineData("fchmod", "EPERM", 1, true)]
    [InlineData("linkat", "ENOSPC", 1, true)]
    [InlineData("linkat", "EPERM", 1, true)]
    [InlineData("renameat", "EIO", 1, true)]
    [InlineData("renameat", "ENOSPC", 1, true)]
    [InlineData("flock", "ENOLCK", 1, true)]
    [InlineData("flock", "EAGAIN", 1, true)]
    [InlineData("setgroups", "EPERM", 1, true)]
    [InlineData("setgid", "EPERM", 1, true)]
    [InlineData("setuid", "EAGAIN", 1, true)]
    public void A_call_that_fails_is_trouble_and_the_file_is_the_old_one(string call, string error, int place, bool isOld)
    {
        Superuser.IsNeeded("gives up root's rights");

        // libc makes a call that changes rights once for each thread, and aborts where one thread fails and another does not.
        string when = call.StartsWith("set", StringComparison.Ordinal) ? $"{place}+" : $"{place}";
        Outcome outcome = Serve(Order(isUndo: false), "-f", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={when}");
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("6:failed,", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(isOld ? call == "flock" ? "" : "left as it was" : "the new file stands in its place", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(isOld ? _folder.Before : _folder.After, _folder.Now);
        Assert.Equal(isOld ? call == "flock" ? 1 : 0 : 1, _folder.Beside.Length);
        Complete(isUndo: false, call);
    }

    [Fact]
    public void What_a_killed_run_has_left_is_named_and_removed()
    {
        _folder.Shell($"cd {QmailFolder.Domain}; echo half >.qmail-default.qregexcheck-new; ln .qmail-default .qmail-default.qregexcheck-2026-01-02; "
            + (Environment.IsPrivilegedProcess ? $"chown {FixFolder.Owner} .qmail-default.qregexcheck-new" : ":"));
        Outcome shown = _folder.Fix(Bounce);
        Assert.Contains(".qmail-default.qregexcheck-new was left by a run that was killed; the next change removes it", shown.Output, StringComparison.Ordinal);
        Assert.Contains(".qmail-default.qregexcheck-2026-01-02 was left by a run that was killed", shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, _folder.Fix(Bounce, "--yes").ExitCode);
        Assert.DoesNotContain("2026-01-02", Assert.Single(_folder.Beside), StringComparison.Ordinal);
        Assert.Equal(_folder.After, _folder.Now);
    }

    [Fact]
    public void The_process_that_writes_has_the_owner_s_user_and_group_and_no_other_group()
    {
        Superuser.IsNeeded("gives up root's rights");
        string trace = _folder.Of("trace");
        Assert.Equal(0, Serve(Order(isUndo: false), "-o", trace, "-e", "trace=setgroups,setgid,setuid,openat,renameat").ExitCode);
        string[] calls = File.ReadAllLines(trace);
        int became = Array.FindIndex(calls, call => call.StartsWith("setuid(7002) ", StringComparison.Ordinal));
        string[] words = [.. calls[(became - 2)..(became + 1)].Select(call => call[..(call.IndexOf(')', StringComparison.Ordinal) + 1)])];
        Assert.Equal(["setgroups(0, NULL)", "setgid(7003)", "setuid(7002)"], words);
        Assert.Contains("setuid(0)", calls[became + 1], StringComparison.Ordinal);
        Assert.All(calls[..became], call => Assert.DoesNotContain(_folder.Of(QmailFolder.Domain), call, StringComparison.Ordinal));
    }

    /// <summary>Puts the files as they are before the run that is killed.</summary>
    private void LayDown(bool isUndo)
    {
        foreach (string name in _folder.Beside)
            File.Delete(_folder.Of($"{QmailFolder.Domain}/{name}"));
        _folder.With(FixFolder.Default, _folder.Before);
        if (isUndo)
            Assert.Equal(0, _folder.Fix(Bounce, "--yes").ExitCode);
    }

    private void CheckWhole(bool isUndo, string when)
    {
        string now = _folder.Now;
        Assert.True(now == _folder.Before || now == _folder.After, $"{when}: {now}");
        if (isUndo && now == _folder.After)
            Assert.Contains(_folder.Beside, name => _folder.Read($"{QmailFolder.Domain}/{name}") == _folder.Before);
    }

    private void Complete(bool isUndo, string when)
    {
        Outcome next = _folder.Fix(isUndo ? [Bounce, "--undo", "--yes"] : [Bounce, "--yes"]);
        Assert.True(next.ExitCode == 0, $"{when}: {next.Error}");
        Assert.Equal((when, isUndo ? _folder.Before : _folder.After), (when, _folder.Now));
        if (isUndo)
            Assert.Equal(0, _folder.Fix(Bounce, "--yes").ExitCode);
        Assert.Equal(_folder.Before, _folder.Read($"{QmailFolder.Domain}/{Assert.Single(_folder.Beside)}"));
    }

    private Outcome Traced(string[] words, params string[] trace) => new Child(
        "/usr/bin/strace", ["-f", "-qq", .. trace, PublishedBinary.Path, "doctor", "--fix", Bounce, .. words])
    {
        Environment = _folder.Environ,
    }.Run();

    private Outcome Serve(string order, params string[] trace)
    {
        File.WriteAllBytes(_folder.Of("order"), Encoding.Latin1.GetBytes(order));
        string options = string.Concat(trace.Select(word => $" '{word}'"));
        return new Child("/bin/sh", "-c", $"exec /usr/bin/strace -qq{options} '{PublishedBinary.Path}' doctor --as-owner <'{_folder.Of("order")}'")
        {
            Environment = _folder.Environ,
        }.Run();
    }

    /// <summary>The order by which the change is made, or taken back; the files are laid down for it.</summary>
    private string Order(bool isUndo)
    {
        LayDown(isUndo);
        string[] rest = isUndo ? [_folder.After, _folder.Beside[0], _folder.Before] : [Netstring(_folder.Before), _folder.After, "420"];
        return string.Concat(new[]
        {
            $"{FixFolder.Owner}", $"{FixFolder.Group}", isUndo ? "restore" : "replace", _folder.Of(QmailFolder.Domain), string.Empty, ".qmail-default",
        }.Concat(rest).Select(Netstring));
    }

    private static string Netstring(string text) => $"{text.Length}:{text},";

    /// <summary>How often each call was made, by the process that made it most often.</summary>
    private static IEnumerable<(string Call, int Count)> CallsIn(string trace) => File.ReadLines(trace)
        .Select(line => CallPattern().Match(line)).Where(match => match.Success)
        .GroupBy(match => match.Groups[2].Value)
        .Select(calls => (calls.Key, calls.GroupBy(match => match.Groups[1].Value).Max(process => process.Count())))
        .Where(call => call.Key is not ("execve" or "exit_group"));

    [GeneratedRegex(@"^(\d*) *(\w+)\(")]
    private static partial Regex CallPattern();
}
