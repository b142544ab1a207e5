using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

/// <summary>Many patterns asked at once match what they match one by one.</summary>
public sealed class UnionMatcherTests
{
    private static readonly string[] Anchored =
        ["^a", "a$", "^$", "\\ba", "a\\b", "\\Bb", "\\<b", "b\\>", "^(a|\\b)*$", "", "\\b", "\\B", "^[ab]*$", "-", "a.*b", "(a|b)\\>-"];

    [Fact]
    public void Random_patterns_match_every_short_string_as_they_do_one_by_one()
    {
        byte[][] subjects = [.. Subjects("AB-0", 4)];
        var random = new RandomPatterns(20_261_126);
        int matched = 0;
        for (int round = 0; round < 200; round++)
            matched += Compare([.. Enumerable.Range(0, 1 + (round % 7)).Select(_ => random.Pattern())], subjects);
        Assert.InRange(matched, 10_000, int.MaxValue);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(0, 3)]
    [InlineData(11, 5)]
    public void Anchors_hold_where_they_hold_one_by_one(int first, int count) =>
        Assert.NotEqual(0, Compare([.. Anchored.Skip(first).Take(count).Select(Encoding.Latin1.GetBytes)], [.. Subjects("AB-", 5)]));

    /// <summary>Hundreds of patterns with counters have more states than the memory for them holds: they are forgotten, and the answers stay.</summary>
    [Fact]
    public void Answers_stay_when_states_are_forgotten()
    {
        var random = new Random(20_261_126);
        byte[][] patterns =
            [.. Enumerable.Range(0, 200)
            .Select(i => Encoding.Latin1.GetBytes($"{(char)('a' + (i % 3))}[ab]{{{3 + (i % 17)}}}c[abc]*{(char)('a' + (i % 2))}.{{{i % 5}}}$"))];
        byte[][] subjects = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 80).Select(_ => (byte)("ABC"[random.Next(3)])).ToArray())];
        Assert.NotEqual(0, Compare(patterns, subjects));
    }

    private static int Compare(byte[][] patterns, byte[][] subjects)
    {
        var set = new PatternSet(Limits.ConnectionStates);
        var compiler = new PatternCompiler();
        var taken = new List<byte[]>();
        foreach (byte[] pattern in patterns)
        {
            if (compiler.TryParse(pattern, out _) && set.TryAdd(compiler))
                taken.Add(pattern);
        }

        if (taken.Count == 0)
            return 0;
        var union = new UnionMatcher(set);
        var single = new RuleMatcher();
        int count = 0;
        foreach (byte[] subject in subjects)
        {
            int[] expected = [.. Enumerable.Range(0, taken.Count).Where(i => single.Match(taken[i], subject, out _) == MatchResult.Match)];
            Assert.Equal(expected, union.Match(subject));
            count += expected.Length;
        }

        return count;
    }

    private static IEnumerable<byte[]> Subjects(string alphabet, int longest)
    {
        IEnumerable<string> strings = [""];
        for (int length = 0; length <= longest; length++)
        {
            foreach (string text in strings)
                yield return Encoding.ASCII.GetBytes(text);
            strings = [.. strings.SelectMany(text => alphabet.Select(letter => text + letter))];
        }
    }
}
