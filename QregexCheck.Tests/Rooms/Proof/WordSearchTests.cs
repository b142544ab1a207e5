using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Tests.Rooms.Lint;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Proof;

/// <summary>Inclusion, emptiness, universality and their witnesses, against the enumeration of all words up to a length.</summary>
public sealed class WordSearchTests
{
    private const int Rounds = 3_000;

    private readonly ITestOutputHelper _output;

    public WordSearchTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void A_lazy_automaton_accepts_what_the_matcher_matches()
    {
        int seed = Seed.Choose(20261124, _output);
        var patterns = new SmallPatterns(seed);
        int matches = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] pattern = patterns.Next();
            if (!Languages.TryCompile(pattern, out Nfa nfa))
                continue;
            var dfa = new LazyDfa(nfa, new Closure());
            var matcher = new NfaMatcher();
            foreach (byte[] word in SmallPatterns.Words)
            {
                bool expected = matcher.IsMatch(nfa, word);
                matches += expected ? 1 : 0;
                Assert.True(expected == dfa.Accepts(word), $"seed {seed}: {Text(pattern)} on {Text(word)}: {expected} expected");
            }
        }

        Assert.InRange(matches, Rounds * 100, Rounds * SmallPatterns.Words.Count * 9 / 10);
    }

    [Fact]
    public void Differences_of_two_small_patterns_are_those_that_enumeration_finds()
    {
        int seed = Seed.Choose(20261124, _output);
        var patterns = new SmallPatterns(seed);
        LazyDfa small = Languages.Of(SmallPatterns.WordsPattern);
        int found = 0;
        int none = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] left = patterns.Next();
            byte[] right = patterns.Next();
            if (!Languages.TryCompile(left, out Nfa leftNfa) || !Languages.TryCompile(right, out Nfa rightNfa))
                continue;
            var leftDfa = new LazyDfa(leftNfa, new Closure());
            var rightDfa = new LazyDfa(rightNfa, new Closure());
            var matcher = new NfaMatcher();
            var inLeft = SmallPatterns.Words.Where(word => matcher.IsMatch(leftNfa, word)).ToList();
            byte[]? expected = inLeft.FirstOrDefault(word => !matcher.IsMatch(rightNfa, word));

            SearchResult result = WordSearch.Find([new(leftDfa, true), new(rightDfa, false), new(small, true)], out byte[] word);
            string what = $"seed {seed}: {Text(left)} without {Text(right)}: {result} {Text(word)}";
            Assert.True(result == (expected is null ? SearchResult.None : SearchResult.Found), what);
            if (expected is not null)
            {
                found++;
                Assert.True(expected.Length == word.Length, what + $", {Text(expected)} expected");
                Assert.True(matcher.IsMatch(leftNfa, word) && !matcher.IsMatch(rightNfa, word), what);
            }
            else
            {
                none++;
            }
        }

        _output.WriteLine($"{found} differ, {none} are included");
        Assert.InRange(found, Rounds / 4, Rounds);
        Assert.InRange(none, Rounds / 20, Rounds);
    }

    [Fact]
    public void Emptiness_and_universality_are_those_that_enumeration_finds()
    {
        int seed = Seed.Choose(20261124, _output);
        var patterns = new SmallPatterns(seed);
        LazyDfa small = Languages.Of(SmallPatterns.WordsPattern);
        int empty = 0;
        int universal = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] pattern = patterns.Next();
            if (!Languages.TryCompile(pattern, out Nfa nfa))
                continue;
            var dfa = new LazyDfa(nfa, new Closure());
            var matcher = new NfaMatcher();
            byte[]? first = SmallPatterns.Words.FirstOrDefault(word => matcher.IsMatch(nfa, word));
            byte[]? missed = SmallPatterns.Words.FirstOrDefault(word => !matcher.IsMatch(nfa, word));
            empty += first is null ? 1 : 0;
            universal += missed is null ? 1 : 0;
            SearchResult some = WordSearch.Find([new(dfa, true), new(small, true)], out byte[] member);
            SearchResult others = WordSearch.Find([new(dfa, false), new(small, true)], out byte[] stranger);
            string what = $"seed {seed}: {Text(pattern)}";
            Assert.True((some == SearchResult.None) == (first is null) && (first is null || first.Length == member.Length), what);
            Assert.True((others == SearchResult.None) == (missed is null) && (missed is null || missed.Length == stranger.Length), what);
        }

        _output.WriteLine($"{empty} empty, {universal} universal");
        Assert.InRange(empty, 10, Rounds);
        Assert.InRange(universal, 10, Rounds);
    }

    [Theory]
    [InlineData("x.{20}y")]
    [InlineData("a{5000}")]
    public void Above_a_limit_the_answer_is_unknown_and_no_guess(string pattern)
    {
        LazyDfa dfa = Languages.Of(pattern);
        Assert.Equal(SearchResult.Unknown, WordSearch.Find([new(dfa, true), new(dfa, false)], out _));
    }

    [Fact]
    public void Words_hold_no_byte_that_an_address_cannot_hold()
    {
        Assert.Equal(SearchResult.None, WordSearch.Find([new(Languages.Of("\n"), true)], out _));
        Assert.Equal(SearchResult.None, WordSearch.Find([new(Languages.Of("\\d"), true)], out _));
        Assert.Equal(SearchResult.Found, WordSearch.Find([new(Languages.Of("[^a-z0-9@.]"), true)], out byte[] word));
        Assert.Equal("-", Text(word));
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
