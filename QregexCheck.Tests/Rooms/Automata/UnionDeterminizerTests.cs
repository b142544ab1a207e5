using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Automata;

/// <summary>Many rules in one automaton find the rule that they find one by one.</summary>
public sealed class UnionDeterminizerTests
{
    private readonly ITestOutputHelper _output;

    public UnionDeterminizerTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Random_rules_find_the_first_that_hits_every_short_string()
    {
        byte[][] subjects = [.. Strings("AB-0", 5)];
        var random = new RandomPatterns(20261125);
        var coins = new Random(20261125);
        int found = 0;
        int asked = 0;
        for (int round = 0; round < 500; round++)
        {
            var rules = new List<(SyntaxTree Tree, bool IsNegated, string Text)>();
            int count = coins.Next(1, 7);
            while (rules.Count < count)
            {
                string pattern = Encoding.Latin1.GetString(random.Pattern());
                if (Parsed.TryTree(pattern) is { HasBackReferences: false } tree && Compile(tree) is { HasInertAnchors: false })
                    rules.Add((tree, coins.Next(4) == 0, pattern));
            }

            UnionDfa dfa = Build([.. rules.Select(rule => (rule.Text, rule.IsNegated))])!;
            Assert.NotNull(dfa);
            var matcher = new NfaMatcher();
            bool[][] matches = [.. rules.Select(rule => subjects.Select(subject => matcher.IsMatch(Compile(rule.Tree), subject)).ToArray())];
            for (int i = 0; i < subjects.Length; i++, asked++)
            {
                int expected = Enumerable.Range(0, count).FirstOrDefault(rule => matches[rule][i] != rules[rule].IsNegated, -1);
                Assert.True(expected == dfa.Run(subjects[i]), $"{string.Join(" , ", rules)} on {Encoding.Latin1.GetString(subjects[i])}: {expected}, the automaton {dfa.Run(subjects[i])}");
                found += expected >= 0 ? 1 : 0;
            }
        }

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} asked, {found} found"));
        Assert.InRange(found, asked / 4, asked * 99 / 100);
    }

    /// <summary>Anchors that look at words, and what stands at the very beginning and end, in every combination of three rules.</summary>
    [Fact]
    public void Anchored_rules_find_the_first_that_hits_every_short_string()
    {
        string[] patterns = ["^a", "a$", "^$", "\\ba", "a\\b", "\\Bb", "\\<b", "b\\>", "^(a|\\b)*$", "", "\\b", "\\B", "^[ab]*$", "-"];
        byte[][] subjects = [.. Strings("AB-", 4)];
        var matcher = new NfaMatcher();
        bool[][] matches = [.. patterns.Select(pattern => subjects.Select(subject => matcher.IsMatch(Compile(Parsed.Tree(pattern)), subject)).ToArray())];
        for (int mix = 0; mix < patterns.Length * patterns.Length * patterns.Length; mix++)
        {
            int[] rules = [mix % patterns.Length, mix / patterns.Length % patterns.Length, mix / patterns.Length / patterns.Length];
            bool[] negated = [(mix & 1) != 0, (mix & 2) != 0, (mix & 4) != 0];
            if (rules.Any(rule => Compile(Parsed.Tree(patterns[rule])).HasInertAnchors))
                continue;
            UnionDfa dfa = Build([.. rules.Select((rule, i) => (patterns[rule], negated[i]))])!;
            for (int i = 0; i < subjects.Length; i++)
            {
                int expected = Enumerable.Range(0, 3).FirstOrDefault(rule => matches[rules[rule]][i] != negated[rule], -1);
                Assert.True(expected == dfa.Run(subjects[i]), $"{string.Join(" , ", rules.Select((rule, k) => (negated[k] ? "!" : "") + patterns[rule]))} on {Encoding.Latin1.GetString(subjects[i])}");
            }
        }
    }

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

    private static Nfa Compile(SyntaxTree tree)
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(tree);
        return nfa;
    }

    private static UnionDfa? TryBuild((string Pattern, bool IsNegated)[] rules, int mostStates, ref long work)
    {
        var patterns = new PatternSet(int.MaxValue);
        var compiler = new PatternCompiler();
        foreach ((string pattern, _) in rules)
            Assert.True(compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _) && patterns.TryAdd(compiler), pattern);
        return UnionDeterminizer.TryBuild(patterns, rules.Select(rule => rule.IsNegated).ToArray(), mostStates, ref work);
    }

    private static UnionDfa? Build((string Pattern, bool IsNegated)[] rules)
    {
        long work = Limits.UnionSteps;
        return TryBuild(rules, Limits.UnionStates, ref work);
    }

    private static IEnumerable<byte[]> Strings(string alphabet, int longest)
    {
        IEnumerable<string> strings = [""];
        for (int length = 0; length <= longest; length++)
        {
            foreach (string text in strings)
                yield return Encoding.ASCII.GetBytes(text);
            strings = strings.SelectMany(text => alphabet.Select(letter => text + letter)).ToArray();
        }
    }
}
