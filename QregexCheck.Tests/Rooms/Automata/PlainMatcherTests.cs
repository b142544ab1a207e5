using System;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

public sealed class PlainMatcherTests
{
    private readonly PlainMatcher _matcher = new();

    [Theory]
    [InlineData("^(spam|news|ads)@", "news@x.ro", true)]
    [InlineData("^(spam|news|ads)@", "anews@x.ro", false)]
    [InlineData("@(ab|cd)\\.ro$", "x@CD.RO", true)]
    [InlineData("@(ab|cd)\\.ro$", "x@cd.rom", false)]
    [InlineData("^([a-z]+\\.)*ro$", "a.bc.ro", true)]
    [InlineData("^([a-z]+\\.)*ro$", "a..ro", false)]
    [InlineData("^([a-z]+\\.)+ro$", "ro", false)]
    [InlineData("^(ab?|c*)?d", "ccd", true)]
    [InlineData("^((a|b)(c|d)|)e$", "bde", true)]
    [InlineData("^((a|b)(c|d)|)e$", "e", true)]
    [InlineData("^((a|b)(c|d)|)e$", "be", false)]
    [InlineData("a|^b|c$", "xb", false)]
    [InlineData("^.*[0-9].+x$", "a1bx", true)]
    [InlineData("^.*[0-9].+x$", "a1x", false)]
    [InlineData("\\d", "d", false)]
    [InlineData("", "", true)]
    [InlineData("^$", "", true)]
    [InlineData("(^a)*b", "b", true)]
    public void It_matches_as_the_parser_reads(string pattern, string subject, bool expected)
    {
        Assert.True(Ask(pattern, subject, out bool isMatch));
        Assert.Equal(expected, isMatch);
    }

    [Theory]
    [InlineData("a{2}")]
    [InlineData("(a){2}")]
    [InlineData("(a)\\1")]
    [InlineData("a**")]
    [InlineData("(a)*?")]
    [InlineData("((a)*b)*")]
    [InlineData("(^a)+")]
    [InlineData("*a")]
    [InlineData("^*")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a|*")]
    [InlineData("\\<a")]
    [InlineData("a\\")]
    [InlineData("[")]
    [InlineData("[[:alph:]]")]
    [InlineData("a\0")]
    [InlineData("a\\\0")]
    [InlineData("[a\0]")]
    [InlineData("((((((((((((((((a))))))))))))))))")]
    public void Of_what_is_in_doubt_nothing_is_said(string pattern) => Assert.False(Ask(pattern, "a", out _));

    [Fact]
    public void Each_byte_means_what_it_means_to_the_parser()
    {
        var compiler = new PatternCompiler();
        var nfa = new NfaMatcher();
        int asked = 0;
        for (int b = 0; b < 256; b++)
        {
            foreach (byte[] pattern in (byte[][])[[(byte)b], [(byte)'a', (byte)b], [(byte)b, (byte)'a'], [(byte)'\\', (byte)b]])
            {
                bool isPattern = compiler.TryParse(pattern, out _);
                foreach (byte[] subject in (byte[][])[[], [(byte)b], [(byte)'A', (byte)b], [(byte)b, (byte)'A'], "A"u8.ToArray(), "B"u8.ToArray()])
                {
                    byte[] upper = CaseFolding.Upper(subject);
                    if (!_matcher.TryMatch(pattern, upper, out bool isMatch))
                        continue;
                    asked++;
                    Assert.True(isPattern);
                    compiler.Compile(upper.Length);
                    Assert.Equal(nfa.IsMatch(compiler.Nfa, upper), isMatch);
                }
            }
        }

        Assert.InRange(asked, 240 * 4 * 5, int.MaxValue);
    }

    [Fact]
    public void Subjects_are_answered_up_to_the_last_bit()
    {
        string longest = new string('x', 62) + "y";
        foreach (string pattern in new[] { "^x*y$", "^(x|z)*y$", "y$", "^.{0}x", "xy$" })
            Assert.Equal(!pattern.Contains('{', StringComparison.Ordinal), Ask(pattern, longest, out bool isMatch) && isMatch);
        Assert.True(Ask("y.$", longest, out bool isBehind));
        Assert.False(isBehind);
        Assert.False(Ask("x", new string('x', 64), out _));
    }

    [Fact]
    public void What_it_says_is_what_the_automaton_says()
    {
        var random = new RandomPatterns(20261126);
        var compiler = new PatternCompiler();
        var nfa = new NfaMatcher();
        int asked = 0;
        int matched = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] pattern = i % 3 == 0 ? random.BrokenPattern() : random.Pattern();
            bool isPattern = compiler.TryParse(pattern, out _);
            foreach (byte[] subject in random.Subjects(4))
            {
                byte[] upper = CaseFolding.Upper(subject);
                if (!_matcher.TryMatch(pattern, upper, out bool isMatch))
                    continue;
                Assert.True(isPattern, Encoding.Latin1.GetString(pattern));
                compiler.Compile(upper.Length);
                Assert.True(nfa.IsMatch(compiler.Nfa, upper) == isMatch, $"{Encoding.Latin1.GetString(pattern)} on {Encoding.Latin1.GetString(upper)}");
                asked++;
                matched += isMatch ? 1 : 0;
            }
        }

        Assert.InRange(asked, 20_000, 240_000);
        Assert.InRange(matched, asked / 20, asked - (asked / 20));
    }

    [Fact]
    public void A_list_of_words_is_asked_without_a_tree()
    {
        byte[] pattern = Encoding.Latin1.GetBytes("^(" + string.Join('|', Enumerable.Range(0, 1_000).Select(i => $"word{i}x")) + ")@");
        var matcher = new RuleMatcher();
        Assert.Equal(MatchResult.Match, matcher.Match(pattern, "WORD999X@RO"u8, out _));
        Assert.Equal(MatchResult.NoMatch, matcher.Match(pattern, "WORD1000X@RO"u8, out _));
        Assert.Equal(0, matcher.Pattern.Tree.Count);
    }

    private bool Ask(string pattern, string subject, out bool isMatch) =>
        _matcher.TryMatch(Encoding.Latin1.GetBytes(pattern), CaseFolding.Upper(Encoding.Latin1.GetBytes(subject)), out isMatch);
}
