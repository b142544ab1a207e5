using System;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>What <c>test --explain</c> says of a rule.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData("tim\\.ro$", "\"tim.ro\", then at the end")]
    [InlineData("^[a-z]+[0-9]{2,}@", "at the beginning, then one or more of a-z, then 2 or more of 0-9, then \"@\"")]
    [InlineData("a|b|cd", "\"a\" or \"b\" or \"cd\"")]
    [InlineData("x(a|)y", "\"x\", then (either \"a\" or nothing), then \"y\"")]
    [InlineData("(ab?)*", "any number of (\"a\", then perhaps \"b\")")]
    [InlineData("[^a]", "any byte but one of a")]
    [InlineData(".\\w\\d", "any byte, then a letter, digit or _, then \\d, which matches nothing")]
    [InlineData("\\<a\\>\\b\\B", "where a word begins, then \"a\", then where a word ends, then at the edge of a word, then not at the edge of a word")]
    [InlineData("a{3}b{1,2}", "3 times \"a\", then 1 to 2 of \"b\"")]
    [InlineData("(a)\\1", "\"a\", then what group 1 matched")]
    [InlineData("", "nothing: it is found in every address")]
    [InlineData("\xE9", "\"\\xE9\"")]
    public void A_pattern_is_told_in_words(string pattern, string expected) => Assert.Equal(expected, RuleWords.Describe(Parse(pattern)));

    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("ab[cd]ef", "sequence|  \"ab\"|  one of c d|  \"ef\"")]
    [InlineData("a|bc*", "either|  \"a\"|  sequence|    \"b\"|    any number of|      \"c\"")]
    [InlineData("(^ab)(cd)$", "sequence|  group 1|    sequence|      at the beginning|      \"ab\"|  group 2|    sequence|      \"cd\"|  at the end")]
    [InlineData("ab+c", "sequence|  \"a\"|  one or more of|    \"b\"|  \"c\"")]
    public void A_tree_is_drawn_a_node_a_line(string pattern, string expected) =>
        Assert.Equal(expected.Replace('|', '\n') + "\n", TreeText.Draw(Parse(pattern), 0));

    [Fact]
    public void Large_trees_are_cut() =>
        Assert.EndsWith("...\n", TreeText.Draw(Parse(string.Concat(System.Linq.Enumerable.Repeat("a.", 5_000))), 0), StringComparison.Ordinal);

    [Theory]
    [InlineData("tim\\.ro", "joe@optim.ro.x", "6..12")]
    [InlineData("a*", "xaa", "0..0")]
    [InlineData("a+", "xaab", "1..3")]
    [InlineData("^b|c$", "abc", "2..3")]
    [InlineData("\\<c", "abc-c", "4..5")]
    [InlineData("a|ab|abc", "xabcd", "1..4")]
    [InlineData("$", "ab", "2..2")]
    [InlineData("(a|b)*c", "ab", "")]
    public void A_match_is_leftmost_and_then_longest(string pattern, string subject, string expected)
    {
        var nfa = new Nfa();
        new NfaCompiler(nfa).Compile(Parse(pattern));
        Assert.Equal(expected, MatchFinder.Find(nfa, CaseFolding.Upper(Encoding.Latin1.GetBytes(subject)))?.ToString() ?? string.Empty);
    }

    private static SyntaxTree Parse(string pattern)
    {
        var tree = new SyntaxTree();
        Assert.True(new ExtendedRegexParser(tree).TryParse(Encoding.Latin1.GetBytes(pattern), out _));
        return tree;
    }
}
