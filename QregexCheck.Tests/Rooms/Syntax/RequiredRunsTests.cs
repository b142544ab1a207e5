using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class RequiredRunsTests
{
    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("^abc$", "ABC")]
    [InlineData("\\babc\\>@", "ABC@")]
    [InlineData("ab[cd]efg", "EFG")]
    [InlineData("abc.d", "ABC")]
    [InlineData("(ab)(cd)", "ABCD")]
    [InlineData("ab()cd", "ABCD")]
    [InlineData("ab{0}cd", "ACD")]
    [InlineData("a|b", "")]
    [InlineData("(a|b)c", "C")]
    [InlineData("(ab|cd)xy", "XY")]
    [InlineData("abc?", "AB")]
    [InlineData("abc*", "AB")]
    [InlineData("x(abcdef)*yz", "YZ")]
    [InlineData("x(abcdef){1,2}yz", "YZ")]
    [InlineData("a+", "A")]
    [InlineData("a{3}", "A")]
    [InlineData("ab+cd", "CD")]
    [InlineData("a*b*", "")]
    [InlineData("^[a-z]+[0-9]+@example\\.com$", "@EXAMPLE.COM")]
    [InlineData("(ab)\\1cde", "CDE")]
    [InlineData("", "")]
    [InlineData("$", "")]
    [InlineData("abc[x]def", "ABCXDEF")]
    public void Longest(string pattern, string run) => Assert.Equal(run, Find(pattern));

    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("ab[cd]e+f", "AB E F")]
    [InlineData("(ab|cd)xy.z", "XY Z")]
    [InlineData("a*b*", "")]
    public void All_runs_in_the_order_of_the_pattern(string pattern, string expected)
    {
        var runs = new RequiredRuns();
        runs.FindAll(Parsed.Tree(pattern));
        Assert.Equal(expected, Joined(runs));
    }

    [Theory]
    [InlineData("^abc", true)]
    [InlineData("^abc[0-9]d", true)]
    [InlineData("abc", false)]
    [InlineData("^[a]?bc", false)]
    [InlineData("^a?bc", false)]
    [InlineData("^ab|cd", false)]
    [InlineData("(^ab)", true)]
    [InlineData("(^ab)?cd", false)]
    [InlineData("^", false)]
    [InlineData("^a+", false)]
    [InlineData("^a+b", false)]
    public void A_run_behind_the_start_is_told_from_others(string pattern, bool isBehind)
    {
        var runs = new RequiredRuns();
        runs.FindAll(Parsed.Tree(pattern));
        Assert.Equal(isBehind, runs.BeginsAtStart);
    }

    [Fact]
    public void Whatever_glibc_matches_holds_the_longest_run()
    {
        var random = new RandomPatterns(20261124);
        int held = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = random.Pattern();
            byte[][] subjects = random.Subjects(4);
            string run = Find(Encoding.Latin1.GetString(pattern));
            if (run.Length == 0)
                continue;
            string[] verdicts = Glibc.Verdicts(pattern, subjects);
            for (int k = 0; k < subjects.Length; k++)
            {
                if (verdicts[k] != "match")
                    continue;
                held++;
                string subject = Encoding.Latin1.GetString(CaseFolding.Upper(subjects[k]));
                Assert.True(subject.Contains(run, StringComparison.Ordinal), $"{Encoding.Latin1.GetString(pattern)} on {subject}: {run}");
            }
        }

        Assert.InRange(held, 1000, 80_000);
    }

    private static string Joined(RequiredRuns runs)
    {
        var all = new List<string>();
        for (int i = 0; i < runs.Count; i++)
            all.Add(Encoding.Latin1.GetString(runs[i]));
        return string.Join(' ', all);
    }

    private static string Find(string pattern) =>
        Parsed.TryTree(pattern) is { } tree ? Encoding.Latin1.GetString(RequiredRuns.Longest(tree, new byte[pattern.Length])) : string.Empty;
}
