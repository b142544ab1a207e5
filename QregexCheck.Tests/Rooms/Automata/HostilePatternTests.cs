using System;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Automata;

/// <summary>
/// Patterns that made other matchers run for years or out of memory. None of these tests looks at a clock: with the work not
/// bounded by states times bytes, they would not end at all.
/// </summary>
public sealed class HostilePatternTests
{
    private readonly OurEngine _engine = new();

    [Theory]
    [InlineData("((a{1,255}){1,255}){1,255}")]
    [InlineData("(a{1,1000}){1,1000}")]
    [InlineData("((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})")]
    [InlineData("(){32767}{32767}{32767}")]
    [InlineData("(a|b|c|d|e|f|g|h){32767}")]
    [InlineData("(a)\\1{32767}{32767}")]
    public void A_pattern_above_the_limit_is_refused_as_too_large(string pattern) => Assert.Equal("error:REG_ESPACE", Verdict(pattern, "aaaa"));

    [Theory]
    [InlineData("a{32767}")]
    [InlineData("a{0,32767}")]
    [InlineData("(a|b){32767}")]
    [InlineData("[[:alpha:]]{1,32767}@")]
    public void The_longest_interval_that_POSIX_allows_is_within_the_limit(string pattern)
    {
        string subject = new string('a', 1000) + "@";
        Assert.Equal(pattern.Contains(',', StringComparison.Ordinal) ? "match" : "nomatch", Verdict(pattern, subject));
    }

    [Fact]
    public void An_interval_of_32767_tells_32766_from_32767()
    {
        Assert.Equal("nomatch", Verdict("^a{32767}$", new string('a', 32766)));
        Assert.Equal("match", Verdict("^a{32767}$", new string('a', 32767)));
    }

    [Theory]
    [InlineData("a{0}{9}{9}{9}{9}{9}{9}{9}{9}{9}{9}{9}{9}b")]
    [InlineData("a{0}{32767}{32767}{32767}{32767}b")]
    [InlineData("(a{0}{32767}{32767}|x)b")]
    [InlineData("^((a{0}){9}){9}b|b$")]
    public void Nothing_repeated_costs_nothing(string pattern) => Assert.Equal("match", Verdict(pattern, new string('x', 2000) + "b"));

    [Theory]
    [InlineData("^(a*)*$")]
    [InlineData("^(a*)*(a*)*(a*)*(a*)*$")]
    [InlineData("^((a*)*)*$")]
    [InlineData("^(a|a|aa|aaa)*$")]
    [InlineData("^(a|b|ab)*$")]
    [InlineData("^(((a|b|ab)*|c)*|d)*$")]
    [InlineData("^(a+)+$")]
    [InlineData("^(a?){50}a{50}$")]
    [InlineData("^(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)$")]
    [InlineData("(x+x+)+y|(.*a){20}")]
    public void A_long_subject_gets_its_verdict(string pattern)
    {
        string subject = new('a', 20_000);
        Assert.Equal(pattern.Contains('?', StringComparison.Ordinal) ? "nomatch" : "match", Verdict(pattern, subject));
        Assert.Equal(pattern[0] == '^' && !pattern.Contains('.', StringComparison.Ordinal) ? "nomatch" : "match", Verdict(pattern, subject + "!"));
    }

    [Fact]
    public void A_tower_of_alternatives_gets_its_verdict()
    {
        string pattern = "^" + string.Concat(Enumerable.Repeat("(a|b|ab)*", 200)) + "$";
        Assert.Equal("match", Verdict(pattern, string.Concat(Enumerable.Repeat("ab", 500))));
        Assert.Equal("nomatch", Verdict(pattern, string.Concat(Enumerable.Repeat("ab", 500)) + "c"));
    }

    [Fact]
    public void Deeply_nested_groups_get_their_verdict()
    {
        foreach (string suffix in new[] { "", "*", "?", "+" })
        {
            string pattern = "^" + string.Concat(Enumerable.Repeat("(", 10_000)) + "a" + string.Concat(Enumerable.Repeat(")" + suffix, 10_000)) + "$";
            Assert.Equal("match", Verdict(pattern, "a"));
            Assert.Equal("nomatch", Verdict(pattern, "b"));
        }

        Assert.Equal("match", Verdict(new string('(', 16_383) + "a" + new string(')', 16_383), "a"));
        Assert.Equal("error:REG_EPAREN", Verdict(new string('(', 32_768), "a"));
    }

    [Theory]
    [InlineData("a.", "nomatch")]
    [InlineData("a|", "match")]
    [InlineData("[a]?", "match")]
    [InlineData("()", "match")]
    [InlineData("\\b", "nomatch")]
    public void A_rule_of_the_longest_length_gets_its_verdict_and_one_byte_more_is_refused(string unit, string verdict)
    {
        string longest = string.Concat(Enumerable.Repeat(unit, Limits.PatternLength / unit.Length));
        Assert.Equal(verdict, Verdict(longest, "---"));
        Assert.Equal("error:REG_ESPACE", Verdict(longest + "$", "---"));
    }

    [Fact]
    public void A_rule_of_a_megabyte_is_refused_before_it_is_parsed()
    {
        foreach (string pattern
            in new[] { "x|" + new string('a', 1_000_000), "[" + new string('a', 1_000_000), new string('(', 1_000_000), "a{" + new string('1', 1_000_000) })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(MatchResult.Refused, new RuleMatcher().Match(Encoding.Latin1.GetBytes(pattern), "X"u8, out SyntaxError error));
            Assert.Equal((SyntaxErrorKind.TooLong, Limits.PatternLength), (error.Kind, error.Offset));

            // The pattern's own bytes are a megabyte of it.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_200_000);
        }
    }

    [Fact]
    public void A_matcher_that_refused_or_gave_up_decides_the_next_rule_as_ever()
    {
        var matcher = new RuleMatcher();
        byte[] subject = CaseFolding.Upper(Encoding.Latin1.GetBytes(new string('a', 400) + "c"));
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(MatchResult.Refused, matcher.Match("((a{1,255}){1,255}){1,255}"u8, subject, out SyntaxError error));
            Assert.Equal((SyntaxErrorKind.TooLarge, 0), (error.Kind, error.Offset));
            Assert.Equal(MatchResult.GaveUp, matcher.Match("^(a*)*(a*)*(a*)*\\1\\2\\3[bd]$"u8, subject, out _));
            Assert.Equal(MatchResult.Refused, matcher.Match("("u8, subject, out _));
            Assert.Equal(MatchResult.Match, matcher.Match("^a+c$"u8, subject, out _));
            Assert.Equal(MatchResult.NoMatch, matcher.Match("^a+$"u8, subject, out _));
            Assert.Equal(MatchResult.Match, matcher.Match("(a)\\1c$"u8, subject, out _));
        }
    }

    private string Verdict(string pattern, string subject) => _engine.Verdict(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(subject));
}
