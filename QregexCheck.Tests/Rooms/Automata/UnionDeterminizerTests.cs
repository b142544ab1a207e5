using System.Linq;
using System.Text;
using QregexCheck.Automata;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

/// <summary>Many rules in one automaton: how far it goes. That they find the rule that they find one by one is asked by the matrix in Parity.</summary>
public sealed class UnionDeterminizerTests
{
    [Fact]
    public void What_explodes_ends_at_the_limit_of_states()
    {
        (string, bool)[] rules = [.. Enumerable.Range(0, 100).Select(i => ($"[a-z]*a[a-z]{{{12 + (i % 5)}}}$", false))];
        long work = Limits.UnionSteps;
        Assert.Null(TryBuild(rules, Limits.UnionStates, ref work));
        Assert.InRange(work, 0, Limits.UnionSteps - Limits.UnionStates);
    }

    [Fact]
    public void It_ends_at_the_limit_of_work_and_says_how_much_it_took()
    {
        (string, bool)[] rules = [("(a|b)*a(a|b){9}", false)];
        long work = 1_000_000;
        UnionDfa dfa = TryBuild(rules, 5000, ref work)!;
        Assert.InRange(dfa.Hits.Length, 1024, 5000);
        long taken = 1_000_000 - work;
        work = taken / 2;
        Assert.Null(TryBuild(rules, 5000, ref work));
        work = taken;
        Assert.NotNull(TryBuild(rules, 5000, ref work));
        Assert.Equal(0, work);
        work = taken;
        Assert.Null(TryBuild(rules, dfa.Hits.Length - 1, ref work));
    }

    /// <summary>Work that is not counted is not bounded: two thousand rules that begin everywhere are looked at for every byte of every state.</summary>
    [Fact]
    public void All_that_is_looked_at_is_counted()
    {
        (string, bool)[] rules = [.. Enumerable.Range(0, 2000).Select(i => ($"[a-z]{{{(i % 40) + 1}}}[0-9]", i % 2 == 0))];
        long work = Limits.UnionSteps;
        UnionDfa dfa = TryBuild(rules, Limits.UnionStates, ref work)!;
        Assert.InRange(Limits.UnionSteps - work, (long)dfa.Hits.Length * dfa.ClassCount * 2000 / 4, Limits.UnionSteps);
    }

    private static UnionDfa? TryBuild((string Pattern, bool IsNegated)[] rules, int mostStates, ref long work)
    {
        var patterns = new PatternSet(int.MaxValue);
        var compiler = new PatternCompiler();
        foreach ((string pattern, _) in rules)
            Assert.True(compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _) && patterns.TryAdd(compiler), pattern);
        return UnionDeterminizer.TryBuild(patterns, rules.Select(rule => rule.IsNegated).ToArray(), mostStates, ref work);
    }
}
