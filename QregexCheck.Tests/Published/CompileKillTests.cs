using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>
/// <c>compile</c>, killed at each of its system calls: the compiled file is the old one or the new one, byte for byte, and the next run completes.
/// </summary>
public sealed partial class CompileKillTests : IDisposable
{
    private const string Name = "qregexcheck.db";

    private readonly ControlFolder _folder = new ControlFolder().With("badmailto", "^no@\n");

    private readonly byte[] _old;
    private readonly byte[] _new;

    /// <summary>The old file is of other rules: the hook sees that, and reads the text.</summary>
    public CompileKillTests()
    {
        _old = Compiled("^gone@\n");
        _new = Compiled("^no@\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_at_any_call_it_leaves_the_old_file_or_the_new_one_and_the_hook_answers()
    {
        string trace = _folder.Of("trace");
        LayDown();
        Assert.Equal(0, Traced("-o", trace).ExitCode);
        int kills = 0;
        int renamed = 0;
        foreach ((string call, int count) in CallsIn(trace))
        {
            for (int place = 1; place <= count; place++)
            {
                LayDown();
                Outcome outcome = Traced("-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={place}");
                kills += outcome.Signal == SystemCalls.Kill ? 1 : 0;
                byte[] now = File.ReadAllBytes(_folder.Of(Name));
                bool isNew = now.AsSpan().SequenceEqual(_new);
                renamed += isNew ? 1 : 0;
                Assert.True(isNew || now.AsSpan().SequenceEqual(_old), $"{call} {place}: {now.Length} bytes");
                Assert.Equal(100, PublishedBinary.Run([], HookVariables.RcptCheck(_folder, "a@b.example", "no@d.example")).ExitCode);
            }
        }

        Assert.InRange(kills, 60, 2000);
        Assert.InRange(renamed, 1, kills - 1);
        Assert.Equal(0, Compile().ExitCode);
        Assert.Equal(_new, File.ReadAllBytes(_folder.Of(Name)));
        Assert.Equal([Name], Directory.GetFiles(_folder.Path, Name + "*").Select(Path.GetFileName));
    }

    /// <summary>How often each call was made by the process, without those that are no place to stand: the first and the last.</summary>
    private static IEnumerable<(string Call, int Count)> CallsIn(string trace) => File.ReadLines(trace)
        .Select(line => CallPattern().Match(line)).Where(match => match.Success)
        .GroupBy(match => match.Groups[1].Value).Select(calls => (calls.Key, calls.Count()))
        .Where(call => call.Key is not ("execve" or "exit_group"));

    [GeneratedRegex(@"^(\w+)\(")]
    private static partial Regex CallPattern();

    private byte[] Compiled(string rules)
    {
        _folder.With("badmailto", rules);
        Assert.Equal(0, Compile().ExitCode);
        return File.ReadAllBytes(_folder.Of(Name));
    }

    /// <summary>The old file, and nothing of a run before.</summary>
    private void LayDown()
    {
        File.WriteAllBytes(_folder.Of(Name), _old);
        File.Delete(_folder.Of(Name + ".tmp"));
    }

    private Outcome Compile() => PublishedBinary.Run(["compile"], [_folder.Variable]);

    // Not -f: the other thread takes no part in the writing.
    private Outcome Traced(params string[] trace) =>
        new Child("/usr/bin/strace", ["-qq", .. trace, PublishedBinary.Path, "compile"]) { Environment = [_folder.Variable] }.Run();
}
