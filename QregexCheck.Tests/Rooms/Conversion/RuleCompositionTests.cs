using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Composes lists of a list of which the first rule decides with <see cref="RuleComposition"/>.</summary>
public sealed class RuleCompositionTests
{
    [Fact]
    public void An_exception_across_a_rule_in_front_of_it_is_said_with_an_address_that_it_excuses_too_much()
    {
        var rules = Composed("/bulk/ REJECT\n/@friend\\.example$/ OK\n/./ REJECT\n");
        Assert.Equal(["@friend\\.example$"], rules.Good);
        Assert.Equal("!2:0 it excuses bulk@friend.example, too, which the rule in line 1 refuses there", Assert.Single(rules.Said));
    }

    [Fact]
    public void An_exception_that_an_earlier_one_makes_needless_is_no_loss() =>
        Assert.True(Composed("/^a@b$/ OK\n/^a@/ REJECT\n/^a@b$/ OK\n/@b/ REJECT\n").IsSame);

    [Fact]
    public void An_exception_that_rules_in_front_leave_nothing_of_is_dropped()
    {
        var rules = Composed("/spam/ REJECT\n/^boss@spam/ OK\n/./ REJECT\n");
        Assert.Empty(rules.Good);
        Assert.True(rules.IsSame);
    }

    [Fact]
    public void Without_a_list_of_exceptions_only_those_that_spare_something_are_missed()
    {
        Assert.True(Composed("/@a$/ OK\n/@b$/ REJECT\n", hasGood: false).IsSame);
        Assert.StartsWith("!1:0 the exception @a$, as --good names no file", Assert.Single(Composed("/@a$/ OK\n/a$/ REJECT\n", hasGood: false).Said), StringComparison.Ordinal);
        var helo = new ConvertedRules(ConversionFormat.PostfixRegexp, "/^a$/ OK\n/a/ REJECT\n", ConversionTarget.BadHelo);
        Assert.Contains("badhelo has no list of exceptions", Assert.Single(helo.Said), StringComparison.Ordinal);
    }

    /// <summary>Without case the two are one pattern; where case counts the second still refuses, and it was dropped in silence.</summary>
    [Theory]
    [InlineData("/b/i OK\n/b/ REJECT\n", "b\n+b\nnot the same")]
    [InlineData("/b/i REJECT\n/b/ OK\n/./ REJECT\n", "b\n.\nnot the same")]
    [InlineData("/b/i REJECT\n/b/ REJECT\n", "b\nnot the same")]
    [InlineData("/b/ REJECT\n/b/i OK\n", "b\nsame")]
    public void A_rule_behind_one_of_the_same_text_that_matches_less_there_is_kept(string table, string lines) => Assert.Equal(lines, Composed(table).Lines);

    [Fact]
    public void An_exception_with_a_back_reference_is_not_proved_and_that_is_said() =>
        Assert.Contains("not proved", Assert.Single(Composed("/b/ REJECT\n/(a)\\1/ OK\n/./ REJECT\n").Said), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_is_too_large_here_is_left_out()
    {
        var rules = Composed($"/{new string('a', 40_000)}/ REJECT\n");
        Assert.Equal("not the same", rules.Lines);
    }

    [Fact]
    public void Many_exceptions_in_a_long_list_take_seconds_and_not_hours()
    {
        string table = string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"d{i}.example {(i % 10 == 0 ? "OK" : "REJECT")}\nu{i}@d{i}.example REJECT\n"));
        var rules = new ConvertedRules(ConversionFormat.PostfixAccess, table + "example REJECT\n");
        Assert.Equal(9_501, rules.Bad.Length);
        Assert.Equal(500, rules.Good.Length);
    }

    private static ConvertedRules Composed(string table, bool hasGood = true) => new(ConversionFormat.PostfixRegexp, table, hasGood: hasGood);
}
