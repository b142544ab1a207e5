using System;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads access tables of Postfix with <see cref="PostfixAccess"/>.</summary>
public sealed class PostfixAccessTests
{
    [Fact]
    public void The_kind_of_a_key_and_not_its_line_says_when_it_is_asked_for()
    {
        var rules = new ConvertedRules(
            ConversionFormat.PostfixAccess,
            "spam@ REJECT\nexample.com 550 5.7.1 no\nsub.example.com REJECT\nboss@sub.example.com OK\n\"a b\"@Example.org REJECT\n\ncom REJECT\n");
        Assert.Equal(
            ["^a b@example\\.org$", "[@.]sub\\.example\\.com$", "550 5.7.1 no|[@.]example\\.com$", "[@.]com$", "^spam@[^@]*$"], rules.Bad);
        Assert.Equal("^boss@sub\\.example\\.com$", Assert.Single(rules.Good));
        Assert.True(rules.IsSame);
    }

    [Theory]
    [InlineData("@example.com REJECT", "1:1 a key that begins with @")]
    [InlineData(".example.com REJECT", "1:1 a key that begins with a dot")]
    [InlineData("<> REJECT", "1:1 the null sender")]
    [InlineData("example.com", "1:1 nothing stands behind the key")]
    [InlineData("\"example.com REJECT", "1:1 a quote is not closed")]
    [InlineData("a\\ b@c REJECT", "1:1 a backslash")]
    [InlineData("a@b HOLD", "1:5 HOLD can't be said here")]
    public void What_is_never_asked_for_or_can_t_be_said_is_left_out(string line, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, line);
        Assert.Empty(rules.Bad);
        Assert.StartsWith("!" + said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_lines_with_one_key_the_first_counts() =>
        Assert.Equal(["[@.]a\\.example$"], new ConvertedRules(ConversionFormat.PostfixAccess, "a.example REJECT\nA.example OK\n").Bad);

    [Fact]
    public void A_user_in_any_domain_is_not_one_whose_quoted_name_goes_on_behind_an_at()
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, "spam@ REJECT\n");
        Assert.NotNull(rules.Refusing("spam@a.example"u8.ToArray()));
        Assert.Null(rules.Refusing("spam@b@a.example"u8.ToArray()));
    }

    [Fact]
    public void An_exception_for_a_domain_excuses_a_refused_address_in_it_and_that_is_said_with_the_address()
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, "example.com OK\nbad@example.com REJECT\ncom REJECT\n");
        Assert.Equal(["[@.]example\\.com$"], rules.Good);
        const string Excused = "!1:0 it excuses bad@example.com, too, which the rule in line 2 refuses there";
        Assert.Contains(rules.Said, static said => said.StartsWith(Excused, StringComparison.Ordinal));
    }

    [Fact]
    public void A_HELO_name_is_asked_for_with_those_above_it_unless_it_is_a_number() => Assert.Equal(
        ["(^|\\.)mx\\.example\\.com$", "^192\\.0\\.2\\.1$"],
        new ConvertedRules(ConversionFormat.PostfixAccess, "192.0.2.1 REJECT\nmx.example.com REJECT\na@b REJECT\n", ConversionTarget.BadHelo).Bad);

    [Theory]
    [InlineData("192.0.2 REJECT\n", false)]
    [InlineData("10 REJECT\n", false)]
    [InlineData("[192.0.2.1] REJECT\n", false)]
    [InlineData("mx1.example.com REJECT\n", true)]
    public void A_HELO_key_that_is_a_number_stands_for_itself_alone_which_is_said(string table, bool isSame)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, table, ConversionTarget.BadHelo);
        Assert.Equal(isSame, rules.IsSame);
        Assert.Equal(isSame, rules.Said.Length == 0);
        Assert.True(new ConvertedRules(ConversionFormat.PostfixAccess, table).IsSame);
    }
}
