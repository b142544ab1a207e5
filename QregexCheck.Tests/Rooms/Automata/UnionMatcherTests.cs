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

    /// <summary>One pattern whose states double with each byte is parted from those beside it, which keep their tables.</summary>
    [Fact]
    public void Patterns_whose_states_multiply_are_parted_from_the_others_and_the_answers_stay()
    {
        var random = new Random(20_261_126);
        byte[][] patterns = [.. Enumerable.Range(0, 40).Select(i => Encoding.Latin1.GetBytes(i == 17 ? "a.{18}b" : $"^[ab]{{{i % 19}}}c[abc]*$"))];
        byte[][] subjects = [.. Enumerable.Range(0, 3_000).Select(_ => Enumerable.Range(0, 60).Select(_ => (byte)("ABC"[random.Next(3)])).ToArray())];
        UnionMatcher union = null!;
        Assert.NotEqual(0, Compare(patterns, subjects, made => union = made));
        Assert.InRange(union.Parts, 2, 16);
        Assert.InRange(union.Memory, 1, Limits.ConnectionMemory);
    }

    [Fact]
    public void Memory_stays_within_the_room_and_a_subject_without_a_hit_is_known_when_nothing_can_match_any_more()
    {
        UnionMatcher union = Of(["^a{3}"u8.ToArray(), "^b"u8.ToArray()], 200, out _);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Equal([], Numbers(union, Encoding.Latin1.GetBytes($"C{i}AAAB")));
            Assert.InRange(union.Memory, 1, 400);
        }

        Assert.Equal([0], Numbers(union, "AAAB"u8.ToArray()));
        Assert.Equal([1], Numbers(union, "BAAA"u8.ToArray()));
    }

    private static UnionMatcher Of(byte[][] patterns, int room, out List<byte[]> taken)
    {
        var set = new PatternSet(Limits.ConnectionStates);
        var compiler = new PatternCompiler();
        taken = [];
        foreach (byte[] pattern in patterns)
        {
            if (compiler.TryParse(pattern, out _) && set.TryAdd(compiler))
                taken.Add(pattern);
        }

        return new UnionMatcher(set.Nfa, set.Starts, new Closure(), room);
    }

    private static int[] Numbers(UnionMatcher union, byte[] subject)
    {
        int[][] sets = union.Match(subject).ToArray();
        Assert.All(sets, set => Assert.Equal(set.Distinct().Order(), set));
        return [.. sets.SelectMany(set => set).Distinct().Order()];
    }

    private static int Compare(byte[][] patterns, byte[][] subjects, Action<UnionMatcher>? look = null)
    {
        UnionMatcher union = Of(patterns, Limits.ConnectionMemory, out List<byte[]> taken);
        var single = new RuleMatcher();
        int count = 0;
        foreach (byte[] subject in subjects)
        {
            int[] expected = [.. Enumerable.Range(0, taken.Count).Where(i => single.Match(taken[i], subject, out _) == MatchResult.Match)];
            Assert.Equal(expected, Numbers(union, subject));
            count += expected.Length;
        }

        look?.Invoke(union);

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
