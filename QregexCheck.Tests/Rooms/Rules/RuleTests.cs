using System;
using System.Text;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Rules;

public sealed class RuleTests
{
    [Theory]
    [InlineData("abc", "Match")]
    [InlineData("!abc", "NoMatch")]
    public void A_rule_hits_by_one_answer_and_one_that_could_not_be_asked_by_none(string text, string hitting)
    {
        Rule rule = Rule.Of(Encoding.Latin1.GetBytes(text));
        foreach (MatchResult result in Enum.GetValues<MatchResult>())
            Assert.Equal(result.ToString() == hitting, rule.Hits(result));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("!abc")]
    public void Only_a_rule_that_gave_up_neither_hits_nor_misses(string text)
    {
        Rule rule = Rule.Of(Encoding.Latin1.GetBytes(text));
        foreach (MatchResult result in Enum.GetValues<MatchResult>())
            Assert.Equal(result != MatchResult.GaveUp, rule.Hits(result) != rule.Misses(result));
    }

    [Fact]
    public void Another_pattern_keeps_the_exclamation_mark()
    {
        Assert.Equal("!x"u8.ToArray(), Rule.Of("!abc"u8).With("x"u8));
        Assert.Equal("x"u8.ToArray(), Rule.Of("abc"u8).With("x"u8));
    }

    [Fact]
    public void The_date_is_asked_only_where_a_rule_has_a_last_day()
    {
        Assert.True(Annotation.None.IsAwake(static () => throw new InvalidOperationException()));
        var until = new Annotation { UntilDay = 100 };
        Assert.True(until.IsAwake(static () => 100));
        Assert.False(until.IsAwake(static () => 101));
    }
}
