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

    [Fact]
    public void Two_that_never_hold_together_have_none()
    {
        Assert.Null(new PatternIntersection().Of([Part("^a"), Part("^b")], out bool isEmpty));
        Assert.True(isEmpty);
    }

    private static TranslatedPattern Part(string pattern) => new(Encoding.ASCII.GetBytes(pattern), false, null);
}
