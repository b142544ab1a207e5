using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads the lists of s/qmail with <see cref="SqmailList"/>.</summary>
public sealed class SqmailListTests
{
    [Fact]
    public void Literals_refuse_before_the_last_pattern_decides()
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, "*@1.2\n!3@1.2\n4@1.2\n!4@1.2\n");
        Assert.NotNull(rules.Refusing("4@1.2"u8.ToArray()));
        Assert.Contains("^3@1\\.2$", rules.Good);
        Assert.Contains("^4@1\\.2$", rules.Bad);
    }

    [Theory]
    [InlineData("joe@a.example\n@b.example\n", "^joe@a\\.example$\n@b\\.example$\nsame")]
    [InlineData("?1@2.3\n*@2.3\n", "^.1@2\\.3$\n@2\\.3$\n+^1@2\\.3$\nsame")]
    public void A_line_without_wildcards_is_a_literal_in_any_case(string list, string lines)
    {
        string[] expected = lines.Split('\n');
        Assert.Equal(expected.Order(), new ConvertedRules(ConversionFormat.Sqmail, list).Lines.Split('\n').Order());
    }

    [Theory]
    [InlineData("@a.example+\n", nameof(ConversionTarget.BadMailFrom), "!1:1 a condition on clients who may not relay")]
    [InlineData("@a.example-\n", nameof(ConversionTarget.BadMailFrom), "!1:1 a condition on the client's host name")]
    [InlineData("@a.example=\n", nameof(ConversionTarget.BadMailFrom), "!1:1 a condition on the client's host name")]
    [InlineData("~a.example\n", nameof(ConversionTarget.BadMailFrom), "!1:1 a condition on the client's host name")]
    [InlineData("a.example!\n", nameof(ConversionTarget.BadHelo), "!1:1 a condition on what the DNS says")]
    [InlineData("@a.example\r\n", nameof(ConversionTarget.BadMailTo), "!1:11 the line ends in a CR")]
    public void A_line_that_is_a_condition_on_the_client_is_left_out(string list, string target, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, list, Enum.Parse<ConversionTarget>(target));
        Assert.Empty(rules.Bad);
        Assert.StartsWith(said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void That_some_releases_pass_over_patterns_is_said_once()
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, "*@1.2\n*@1.3\n");
        Assert.StartsWith("1:1 some releases of s/qmail", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_HELO_name_is_a_literal() =>
        Assert.Equal("^a\\.example$", Assert.Single(new ConvertedRules(ConversionFormat.Sqmail, "a.example\n", ConversionTarget.BadHelo).Bad));
}
