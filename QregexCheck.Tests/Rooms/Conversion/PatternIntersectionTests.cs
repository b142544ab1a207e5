using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>One pattern of two that must hold together: short where one can stand behind the other, right everywhere.</summary>
public sealed class PatternIntersectionTests
{
    [Theory]
    [InlineData("^a", "@x\\.example$", "^a.*@x\\.example$")]
    [InlineData("@x\\.example$", "^a", "^a.*@x\\.example$")]
    [InlineData("^(a|b)", "@x$", "(^(a|b)).*@x$")]
    [InlineData("@x\\.example$", "x\\.example$", "@x\\.example$")]
    [InlineData("^u@", "@x\\.example$", "^u@(.*@)?x\\.example$")]
    [InlineData("b\\.ab$", "^aB\\.", "^aB\\.(.*b\\.)?ab$")]
    [InlineData("@x\\.example$", "^u@x\\.example$", "^u@x\\.example$")]
    [InlineData("^u@x\\.example$", "(u|v)@", "^u@x\\.example$")]
    public void What_can_stand_behind_the_other_does(string one, string two, string expected)
    {
        (byte[] pattern, bool isNegated) = new PatternIntersection().Of([Part(one), Part(two)], out bool isEmpty)!.Value;
        Assert.Equal((expected, false, false), (Encoding.ASCII.GetString(pattern), isNegated, isEmpty));
    }

    /// <summary>Here the two may share bytes: "aba" is in both.</summary>
    [Fact]
    public void What_may_share_bytes_is_not_put_apart()
    {
        byte[] pattern = new PatternIntersection().Of([Part("ab"), Part("ba")], out _)!.Value.Pattern;
        var matcher = new RuleMatcher();
        foreach ((string subject, bool isMatch) in new[] { ("ABA", true), ("BAB", true), ("AB", false), ("BA", false), ("XABXBAX", true), ("AABB", false) })
            Assert.Equal(isMatch ? MatchResult.Match : MatchResult.NoMatch, matcher.Match(pattern, Encoding.ASCII.GetBytes(subject), out _));
    }

    [Theory]
    [InlineData("^a", "^b")]
    [InlineData("^a@x$", "@y$")]
    public void Two_that_never_hold_together_have_none(string one, string two)
    {
        Assert.Null(new PatternIntersection().Of([Part(one), Part(two)], out bool isEmpty));
        Assert.True(isEmpty);
    }

    [Fact]
    public void A_beginning_and_an_end_that_share_bytes_or_not_are_one_pattern()
    {
        var matcher = new RuleMatcher();
        string[] texts = ["A", "B", "AB", "BA", "AA", "ABA", "BAB", "AAB"];
        foreach (string first in texts)
        {
            foreach (string last in texts)
            {
                byte[] pattern = new PatternIntersection().Of([Part("^" + first), Part(last + "$")], out _)!.Value.Pattern;
                for (int number = 0; number < 256; number++)
                {
                    // The digits of a number of eight bits, behind a first one that tells how many count.
                    string subject = System.Convert.ToString(number, 2)[1..].Replace('0', 'A').Replace('1', 'B');
                    bool isMatch = subject.StartsWith(first, System.StringComparison.Ordinal) && subject.EndsWith(last, System.StringComparison.Ordinal);
                    Assert.Equal(isMatch, matcher.Match(pattern, Encoding.ASCII.GetBytes(subject), out _) == MatchResult.Match);
                }
            }
        }
    }

    private static TranslatedPattern Part(string pattern) => new(Encoding.ASCII.GetBytes(pattern), false, null);
}
