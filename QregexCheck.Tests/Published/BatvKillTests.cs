using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>batv new-key</c>, killed at each system call that changes something, and run many times at once: no key is lost, none is half.</summary>
public sealed partial class BatvKillTests : IDisposable
{
    private const string Key = "1 00112233445566778899aabbccddeeff 2026-01-01\n";

    // Calls by which the program starts and reads; what they leave is what a kill before them leaves.
    private static readonly string[] Looks =
        [
            "mmap", "munmap", "mprotect", "brk", "madvise", "rt_sigaction", "rt_sigprocmask", "execve", "exit_group", "exit", "futex", "sched_getaffinity",
            "pread64",
        ];

    private readonly ControlFolder _folder = new ControlFolder().With("batvkey", Key);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_at_any_call_it_leaves_the_old_keys_or_the_new_ones_and_the_next_run_makes_a_key()
    {
        string trace = _folder.Of("trace");
        Assert.Equal(0, Traced("-o", trace).ExitCode);
        int kills = 0;
        foreach ((string call, int count) in CallsIn(trace).Where(pair => !Looks.Contains(pair.Call)))
        {
            for (int place = 1; place <= count; place++)
            {
                _folder.With("batvkey", Key);
                Outcome outcome = Traced("-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={place}");
                kills += outcome.Signal == SystemCalls.Kill ? 1 : 0;
                string now = _folder.Read("batvkey");
                Assert.True(now == Key || Whole().IsMatch(now), $"{call} {place}: {now}");
                Outcome next = NewKey();
                Assert.True(next.ExitCode == 0, $"{call} {place}: {next.Error}");
                Assert.EndsWith(now, _folder.Read("batvkey"), StringComparison.Ordinal);
                Assert.Equal(["batvkey"], Directory.GetFiles(_folder.Path, "batv*").Select(Path.GetFileName));
            }
        }

        Assert.InRange(kills, 10, 2000);
    }

    [Fact]
    public void Runs_at_once_lose_no_key_and_one_that_waits_in_vain_says_so()
    {
        var outcomes = new Outcome[6];
        Parallel.For(0, outcomes.Length, i => outcomes[i] = NewKey());
        int made = outcomes.Count(static outcome => outcome.ExitCode == 0);
        Assert.NotEqual(0, made);
        Assert.All(outcomes, static outcome => Assert.True(
            outcome.ExitCode == 0 || (outcome.ExitCode == 111 && outcome.Error.Contains("is being written by another run", StringComparison.Ordinal)),
            outcome.Error));
        string[] lines = _folder.Read("batvkey").TrimEnd('\n').Split('\n');
        Assert.Equal(made + 1, lines.Length);
        Assert.Equal(Key.TrimEnd('\n'), lines[^1]);
        Assert.Equal(lines.Length, lines.Select(static line => line[0]).Distinct().Count());
    }

    /// <summary>How often each call was made.</summary>
    private static IEnumerable<(string Call, int Count)> CallsIn(string trace) => File.ReadLines(trace)
        .Select(line => CallPattern().Match(line)).Where(match => match.Success)
        .GroupBy(match => match.Groups[1].Value).Select(calls => (calls.Key, calls.Count()));

    [GeneratedRegex(@"^\d* *(\w+)\(")]
    private static partial Regex CallPattern();

    [GeneratedRegex("^2 [0-9a-f]{40} [0-9]{4}-[0-9]{2}-[0-9]{2}\n1 00112233445566778899aabbccddeeff 2026-01-01\n$")]
    private static partial Regex Whole();

    private Outcome NewKey() => PublishedBinary.Run(["batv", "new-key"], [_folder.Variable]);

    private Outcome Traced(params string[] trace) => new Child("/usr/bin/strace", ["-qq", .. trace, PublishedBinary.Path, "batv", "new-key"])
    {
        Environment = [_folder.Variable],
    }.Run();
}
