using System;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Rooms.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

public sealed class NfaCompilerTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("abc", 4)]
    [InlineData("a|b", 4)]
    [InlineData("a*", 3)]
    [InlineData("a+", 3)]
    [InlineData("a?", 3)]
    [InlineData("a{3}", 4)]
    [InlineData("a{3,}", 5)]
    [InlineData("a{2,4}", 7)]
    [InlineData("^[ab]$", 4)]
    [InlineData("a{0}", 1)]
    public void The_number_of_states_is_known_before_they_are_built(string pattern, int states)
    {
        var nfa = new Nfa();
        var compiler = new NfaCompiler(nfa);
        SyntaxTree tree = Parsed.Tree(pattern);
        Assert.Equal(states, new NfaSize().Count(tree));
        compiler.Compile(tree);
        Assert.Equal(states, nfa.Count);
    }

    [Fact]
    public void Never_more_states_are_built_than_were_counted()
    {
        string[] fixedPatterns = ["((a|b){2,5}c?){3}", "(a)\\1{3,9}", "((a)(b)\\2){4}", "(a*){7,}", "(((a{2}){3}){4}){5}", "(|a|){9}", "((()))"];
        var random = new RandomPatterns(20261124);
        var nfa = new Nfa();
        var compiler = new NfaCompiler(nfa);
        foreach (string pattern in fixedPatterns.Concat(Enumerable.Range(0, 10_000).Select(_ => Encoding.Latin1.GetString(random.Pattern()))))
        {
            if (Parsed.TryTree(pattern) is not { } tree)
                continue;
            long counted = new NfaSize().Count(tree);
            compiler.Compile(tree);
            Assert.True(nfa.Count <= counted, $"{pattern}: {counted} counted, {nfa.Count} built");
            bool mayBeFewer = pattern.Contains('(', StringComparison.Ordinal) || HoldsWords(tree);
            if (!mayBeFewer)
                Assert.Equal(nfa.Count, counted);
        }
    }

    [Theory]
    [InlineData("ab|ac|ad|b", 1 + 5 + 3)]
    [InlineData("ab|ab|ab|ab", 1 + 2)]
    [InlineData("a|ab|abc|abcd", 1 + 4 + 3)]
    [InlineData("x(ab|ac|ad|b|[0-9])y", 1 + 5 + 3 + 4)]
    [InlineData("(ab|ac|ad|b)+", 1 + 5 + 3 + 1)]
    [InlineData("(a)(ab|ab|ab|ab)\\1", 1 + 3 + 1 + 8 + 3)]
    public void What_words_have_in_common_at_their_beginning_is_there_once(string pattern, int states)
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(Parsed.Tree(pattern));
        Assert.Equal(states, nfa.Count);
    }

    /// <summary>A word in parentheses is compiled by itself.</summary>
    [Fact]
    public void A_list_of_words_matches_what_its_words_match_one_by_one()
    {
        var random = new Random(20261126);
        var together = new Nfa();
        var apart = new Nfa();
        var matcher = new NfaMatcher();
        int matches = 0;
        for (int i = 0; i < 3_000; i++)
        {
            string[] words = [.. Enumerable.Range(0, random.Next(4, 9)).Select(_ => RandomWord(random, random.Next(1, 6)))];
            (string before, string behind) = random.Next(5) switch
            {
                0 => ("^(", ")+$"),
                1 => ("^a(", ")b*c"),
                2 => ("(^|b)(", "){1,2}$"),
                3 => ("^((", "|[ab]c)|c)$"),
                _ => ("^(", ")"),
            };
            new NfaCompiler(together).Compile(Parsed.Tree(before + string.Join('|', words) + behind));
            new NfaCompiler(apart).Compile(Parsed.Tree(before + string.Join('|', words.Select(word => $"({word})")) + behind));
            Assert.True(together.Count <= apart.Count);
            for (int k = 0; k < 20; k++)
            {
                byte[] subject = Encoding.ASCII.GetBytes(RandomWord(random, random.Next(0, 9)).ToUpperInvariant());
                bool isMatch = matcher.IsMatch(apart, subject);
                Assert.True(isMatch == matcher.IsMatch(together, subject), $"{before}{string.Join('|', words)}{behind} on {Encoding.ASCII.GetString(subject)}");
                matches += isMatch ? 1 : 0;
            }
        }

        Assert.InRange(matches, 3_000, 57_000);
    }

    [Fact]
    public void A_list_of_words_begins_in_as_many_ways_as_it_has_first_letters()
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(Parsed.Tree(string.Join('|', Enumerable.Range(0, 1_000).Select(i => $"{(char)('a' + (i % 26))}word{i}"))));
        var closure = new Closure();
        closure.Begin(nfa);
        closure.AddUpToAnchors([nfa.Start]);
        Assert.Equal(26, closure.Reached.Length);
        Assert.InRange(closure.Steps, 26, 60);
    }

    [Theory]
    [InlineData("((a{1,255}){1,255}){1,255}")]
    [InlineData("((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}")]
    [InlineData("a{32767}{32767}{32767}{32767}{32767}{32767}{32767}")]
    [InlineData("((a{32767}){32767}|(b{32767}){32767}){32767}")]
    public void A_count_too_large_for_any_number_stays_large(string pattern) =>
        Assert.True(new NfaSize().Count(Parsed.Tree(pattern)) > 10_000_000);

    [Theory]
    [InlineData("a{3,30000}", 5)]
    [InlineData("a{30000}", 5)]
    [InlineData("a{30000,}", 5)]
    [InlineData("((a{2,300}b?){3,400}|^){5}", 5)]
    [InlineData("(((a{1,99}){1,99}){1,9})", 4)]
    public void No_more_copies_are_built_than_a_subject_can_tell_apart(string pattern, int subject)
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(Parsed.Tree(pattern), subject);
        Assert.InRange(nfa.Count, 2, 900);
    }

    [Fact]
    public void With_back_references_every_round_is_built()
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(Parsed.Tree("(a)\\1{100}"), 3);
        Assert.Equal(1 + 3 + 100, nfa.Count);
    }

    [Fact]
    public void Without_intervals_the_states_grow_as_the_pattern_does()
    {
        var nfa = new Nfa();
        var compiler = new NfaCompiler(nfa);
        foreach (string unit in new[] { "(a|b|ab)*", "(a*)*", "(a+)+", "((a?)+|b*)*", "[a-z]+\\.", "(^|a|$)*" })
        {
            compiler.Compile(Parsed.Tree(string.Concat(Enumerable.Repeat(unit, 100))));
            int hundred = nfa.Count - 1;
            compiler.Compile(Parsed.Tree(string.Concat(Enumerable.Repeat(unit, 200))));
            Assert.Equal(2 * hundred, nfa.Count - 1);
        }
    }

    private static string RandomWord(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abc"[random.Next(3)]));

    private static bool HoldsWords(SyntaxTree tree)
    {
        foreach (Node node in tree.Nodes)
        {
            if (node.IsWords)
                return true;
        }

        return false;
    }
}
