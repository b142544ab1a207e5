using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Grams;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Lint;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Grams;

public sealed class RequiredGramsTests
{
    private const int Rounds = 2_000;

    private readonly ITestOutputHelper _output;

    public RequiredGramsTests(ITestOutputHelper output) => _output = output;

    public static TheoryData<string> Ways => ["whole runs", "two lengths"];

    /// <summary>What an index is built on: who lacks a gram of each member of a set is surely not hit.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Whatever_a_pattern_matches_holds_all_grams_of_a_member_of_each_set(string way)
    {
        int seed = Seed.Choose(20261124, _output);
        var patterns = new SmallPatterns(seed);
        var compiler = new PatternCompiler();
        var matcher = new NfaMatcher();
        RequiredGrams grams = Of(way);
        int sets = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] pattern = patterns.Next();
            if (!compiler.TryCompile(pattern))
                continue;
            grams.Find(compiler.Tree);
            sets += grams.Count;
            foreach (byte[] word in SmallPatterns.Words)
            {
                if (grams.Count == 0 || !matcher.IsMatch(compiler.Nfa, word))
                    continue;
                HashSet<ulong> held = Held(word);
                for (int k = 0; k < grams.Count; k++)
                    Assert.True(HoldsOne(held, grams, k), $"seed {seed}: {Text(pattern)} on {Text(word)}, set {k}");
            }
        }

        Assert.InRange(sets, Rounds / 20, 100 * Rounds);
    }

    [Theory]
    [InlineData("whole runs", "^abc[0-9]+@x\\.ro$", "^ABC @X.RO")]
    [InlineData("whole runs", "(ab|cd)x", "X ABX|CDX")]
    [InlineData("whole runs", "^(spam|ads)+[0-9]", "ADS|SPAM")]
    [InlineData("whole runs", "(ab|cd)\\1x", "X")]
    [InlineData("three lengths", "@(ab|cdefg)\\.ro", ".RO @AB.R+AB.RO|@CDEFG.R+CDEFG.RO")]
    [InlineData("three lengths", "(ab|cdefg)", "")]
    [InlineData("three lengths", "(abc|defg)", "ABC|DEF+EFG")]
    [InlineData("three lengths", "^abcd[0-9]", "ABC BCD")]
    [InlineData("three lengths", "ab.abcdefgh", "ABCDEFGH ABCDE BCDEF CDEFG DEFGH ABC BCD CDE DEF EFG FGH")]
    [InlineData("three lengths", "ab", "")]
    [InlineData("three lengths", "abc(:|;|$)", "ABC ABC|BC:|BC;")]
    [InlineData("three lengths", "(^|;)abc", "ABC ;AB|ABC")]
    public void Grams_of_a_pattern(string way, string pattern, string expected)
    {
        var compiler = new PatternCompiler();
        Assert.True(compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _));
        RequiredGrams grams = Of(way);
        grams.Find(compiler.Tree);
        var found = new List<string>();
        for (int i = 0; i < grams.Count; i++)
            found.Add(Named(grams, i, expected));
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void Of_a_run_that_is_too_long_the_beginning_is_taken()
    {
        var compiler = new PatternCompiler();
        byte[] pattern = Encoding.Latin1.GetBytes(new string('a', 100));
        Assert.True(compiler.TryParse(pattern, out _));
        RequiredGrams grams = Of("whole runs");
        grams.Find(compiler.Tree);
        Assert.Equal(Gram.Of(CaseFolding.Upper(pattern).AsSpan(0, Gram.Longest)), grams[0, 0][0]);
    }

    private static RequiredGrams Of(string way) => way switch
    {
        "whole runs" => RequiredGrams.OfWholeRuns,
        "three lengths" => RequiredGrams.OfLengths([3, 5, 8]),
        _ => RequiredGrams.OfLengths([1, 2]),
    };

    /// <summary>All grams of a word, those at its start twice.</summary>
    private static HashSet<ulong> Held(byte[] word)
    {
        var held = new HashSet<ulong>();
        for (int at = 0; at < word.Length; at++)
        {
            for (int length = 1; at + length <= word.Length; length++)
            {
                held.Add(Gram.Of(word.AsSpan(at, length)).Hash);
                if (at == 0)
                    held.Add(Gram.Of(word.AsSpan(at, length), isAtStart: true).Hash);
            }
        }

        return held;
    }

    private static bool HoldsOne(HashSet<ulong> held, RequiredGrams grams, int set)
    {
        for (int member = 0; member < grams.MembersOf(set); member++)
        {
            bool holdsAll = true;
            foreach (Gram gram in grams[set, member])
                holdsAll &= held.Contains(gram.Hash);
            if (holdsAll)
                return true;
        }

        return false;
    }

    /// <summary>A set in the words of what is expected: grams are hashes, and can't be read.</summary>
    private static string Named(RequiredGrams grams, int set, string expected)
    {
        var names = new List<string>();
        for (int member = 0; member < grams.MembersOf(set); member++)
        {
            var choices = new List<string>();
            foreach (Gram gram in grams[set, member])
            {
                string name = "?";
                foreach (string one in expected.Split(' ', '|', '+'))
                {
                    bool isAtStart = one.StartsWith('^');
                    if (Gram.Of(Encoding.Latin1.GetBytes(isAtStart ? one[1..] : one), isAtStart) == gram)
                        name = one;
                }

                choices.Add(name);
            }

            names.Add(string.Join('+', choices));
        }

        names.Sort(StringComparer.Ordinal);
        return string.Join('|', names);
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
