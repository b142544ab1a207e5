using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads a map of rspamd with <see cref="RspamdMap"/>.</summary>
public sealed class RspamdMapTests
{
    [Theory]
    [InlineData("joe@a.example\n", "^joe@a\\.example$\nsame")]
    [InlineData("a.example # gone\n#b\n", "@a\\.example$|^a\\.example@[^@]*$\nsame")]
    [InlineData("@a.example\n", "@a\\.example$\nsame")]
    [InlineData("\"joe doe@a.example\" 1\n", "^joe doe@a\\.example$\nsame")]
    [InlineData("/^[0-9]+@/ 1\n", "^[0-9]+@\nnot the same")]
    [InlineData("/[0-9]+@/i\n", "[0-9]+@\nsame")]
    [InlineData("/spam@/\n", "spam@\nnot the same")]
    [InlineData("/spam me@/i 5\n", "spam[ ]me@\nsame")]
    [InlineData("*@1.2\n1@2\n", "@1\\.2$\n^1@2$\nsame")]
    [InlineData("1?@2\n", "^1.?@2$\nsame")]
    [InlineData("*.1\n", "\\.1$|^[^@]*\\.1@[^@]*$\nsame")]
    public void Keys_are_literals_or_globs_or_patterns(string map, string lines) =>
        Assert.Equal(lines, new ConvertedRules(ConversionFormat.Rspamd, map).Lines);

    [Fact]
    public void A_map_of_HELO_names_is_asked_about_the_whole_name() =>
        Assert.Equal("^a\\.example$\nsame", new ConvertedRules(ConversionFormat.Rspamd, "a.example\n", ConversionTarget.BadHelo).Lines);

    [Theory]
    [InlineData("/abc\n", "!1:1 there is no second slash")]
    [InlineData("\"abc\n", "!1:1 the quotation is not closed")]
    [InlineData("/(a/i\n", "!1:2 the group is not closed")]
    public void A_key_that_is_not_closed_is_left_out(string map, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Rspamd, map);
        Assert.Empty(rules.Bad);
        Assert.StartsWith(said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_no_replies_and_this_is_said_once() =>
        Assert.Single(new ConvertedRules(ConversionFormat.Rspamd, "1@2 5.0\n2@3 SYMBOL:1\n").Said, said => said.Contains("a value", StringComparison.Ordinal));

    [Fact]
    public void A_literal_is_asked_about_the_domain_and_the_user_too()
    {
        var rules = new ConvertedRules(ConversionFormat.Rspamd, "a.example\ninfo\n");
        string[] refused = ["x@A.example", "info@b.example", "a.example@c.example"];
        string[] passed = ["x@b.a.example", "infos@b.example", "x@info.example"];
        Assert.All(refused, address => Assert.NotNull(rules.Refusing([.. address.Select(letter => (byte)letter)])));
        Assert.All(passed, address => Assert.Null(rules.Refusing([.. address.Select(letter => (byte)letter)])));
    }
}
