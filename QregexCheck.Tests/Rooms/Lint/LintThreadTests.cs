using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Threads share what is independent, and that is all that they change.</summary>
public sealed class LintThreadTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Findings_are_the_same_for_any_number_of_threads(int threads)
    {
        string alone = Lint(Workers.Alone);
        Assert.All(
            ["unescaped-dot", "open-left", "redundant", "duplicate", "shadowed", "exception-dialect", "example-fails", "foreign-line", "lint-ignore"],
            id => Assert.Contains(id, alone, StringComparison.Ordinal));
        Assert.Equal(alone, Lint(WorkerThreads.Of(threads)));
    }

    [Fact]
    public void Every_step_is_taken_once()
    {
        var taken = new int[5_000];
        WorkerThreads.Of(3).Share(taken.Length, (thread, step) =>
        {
            Assert.InRange(thread, 0, 2);
            taken[step]++;
        });
        Assert.All(taken, static count => Assert.Equal(1, count));
        WorkerThreads.Of(3).Share(0, static (_, _) => Assert.Fail("there is no step"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_that_fails_fails_the_whole_and_not_the_process(int threads)
    {
        int taken = 0;
        Assert.Throws<InvalidDataException>(() => WorkerThreads.Of(threads).Share(1_000_000, (_, step) =>
        {
            System.Threading.Interlocked.Increment(ref taken);
            if (step == 7)
                throw new InvalidDataException();
        }));
        Assert.InRange(taken, 8, 1_000_000);
    }

    private static string Lint(Workers workers)
    {
        var files = new List<LintedFile>();
        foreach (string name in new[] { "badmailfrom", "badmailfromnorelay", "badmailto", "goodmailto" })
            files.Add(new LintedFile(name, LintedFile.ListOf(name), Linting.Latin(Rules(files.Count + 1))));
        var output = new MemoryStream();
        LintJson.Write([.. Linter.Run(files, [Linting.Latin("d7.ro")], Linting.Today, static (_, _) => { }, workers)], output);
        return Encoding.Latin1.GetString(output.ToArray());
    }

    /// <summary>More rules than are looked at together, of all kinds.</summary>
    private static string Rules(int seed)
    {
        var patterns = new RandomPatterns(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 1_500; i++)
        {
            int k = (i * 37 % 211) + seed;
            text.Append((i % 12) switch
            {
                0 => $"@d{k}.ro",
                1 => $"[a-z]+[0-9]+@d{k}\\.ro$",
                2 => $"d{k}\\.ro$",
                3 => $"!^a{k}@d{k}\\.ro$",
                4 => $"/@d{k}\\.ro$/ REJECT",
                5 => $"#+ a@d{k}.ro\n^b@d{k}\\.ro$",
                6 => $"#: lint-ignore={(i % 24 == 6 ? "open-left" : "nothing")}\nd{k}.ro$",
                7 => $"^[a-z]{{{(k % 9) + 1},}}[0-9]{{{(k % 7) + 1}}}@",
                8 => $"^x@d{k}\\.ro$",
                9 => $"^(a|b{k})@(x|y)\\.d{k}\\.ro",
                _ => Encoding.Latin1.GetString(patterns.Pattern()).Replace("\n", "", StringComparison.Ordinal),
            }).Append('\n');
        }

        return text.ToString();
    }
}
