using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads the lists of s/qmail with <see cref="SqmailList"/>.</summary>
public sealed class SqmailListTests(ITestOutputHelper output)
{
    private static readonly string[] Parts = ["1", "2", "*", "?", "[12]", "[^1]", "[1-3]", "\\*", "1", ".", "?"];

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
    [InlineData("?*1@2.3\n*@2.3\n", "^..*1@2\\.3$\n@2\\.3$\n+^\\*1@2\\.3$\nsame")]
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
    [InlineData("@a.example\r\n", nameof(ConversionTarget.BadMailTo), "!1:11 the line ends in a CR")]
    public void A_line_that_is_a_condition_on_the_client_is_left_out(string list, string target, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, list, Enum.Parse<ConversionTarget>(target));
        Assert.Empty(rules.Bad);
        Assert.StartsWith(said, Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    /// <summary>s/qmail's manual speaks of DNS lookups alone, but its code asks for <c>name!</c> first, and refuses nothing then.</summary>
    [Theory]
    [InlineData("a.b!\n", "^a\\.b!$", "1:1 the name before the ! is let through there")]
    [InlineData("a.b!\nc.d!\n*.d\n", "^a\\.b!$ ^c\\.d!$ \\.d$", "1:1 the name before", "as for 1 more below", "!2:0 the exception ^c\\.d$, as badhelo has")]
    [InlineData("A.B\na.b!\n", "^A\\.B$ ^a\\.b!$", "!2:0 the exception ^a\\.b$, as badhelo has no list of exceptions")]
    [InlineData("!a.b!\n*.d\n", "^!a\\.b!$ \\.d$", "1:1 the name before the !")]
    public void A_HELO_name_with_an_exclamation_mark_behind_it_is_an_exception(string list, string bad, params string[] said)
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, list, ConversionTarget.BadHelo);
        Assert.Equal(bad, string.Join(' ', rules.Bad));
        Assert.All(said, words => Assert.Contains(rules.Said, line => line.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public void That_some_releases_pass_over_patterns_is_said_once()
    {
        var rules = new ConvertedRules(ConversionFormat.Sqmail, "*@1.2\n*@1.3\n");
        Assert.StartsWith("1:1 some releases of s/qmail", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    /// <summary>A rule where no pattern hits it; nothing where the last that does refuses it; and where that lets it through, no rule can.</summary>
    [Theory]
    [InlineData("*1@2.3\n?@*\n", "1@2\\.3$ ^.@", "")]
    [InlineData("*@3\n!4@3\n", "@3$", "")]
    [InlineData("[12]@3\n!4@3\n!5@3\n", "^!4@3$ ^!5@3$ ^[12]@3$ ^\\[12]@3$", "1:1 THERE so there is a rule about that, too, as for 2 more below")]
    [InlineData("*@3\n!*4@3\n!*5@3\n!6@3\n", "@3$", "!2:1 THERE an exception hits it here, as for 1 more below, so less is refused")]
    [InlineData("@*.3\n", "@\\*\\.3$ ^@.*\\.3$", "1:1 THERE so there is a rule about that, too")]
    [InlineData("[1\n", "^\\[1$", "1:1 THERE so there is a rule about that, too|!1:1 the bracket is not closed")]
    public void What_is_spelled_like_a_line_is_refused_as_all_lines_are_literals_first(string list, string rules, string said)
    {
        const string There = "what is spelled like a line is refused there, whatever the patterns say;";
        var converted = new ConvertedRules(ConversionFormat.Sqmail, list, ConversionTarget.BadMailTo);
        Assert.Equal(rules, string.Join(' ', converted.Bad.Order(StringComparer.Ordinal)));
        string[] words = [.. converted.Said.Select(static words => words.Replace(There, "THERE", StringComparison.Ordinal))];
        Assert.Equal(said, string.Join('|', words));
    }

    [Fact]
    public void A_HELO_name_is_a_literal() =>
        Assert.Equal("^a\\.example$", Assert.Single(new ConvertedRules(ConversionFormat.Sqmail, "a.example\n", ConversionTarget.BadHelo).Bad));

    /// <summary>First all lines as literals, in any case; then the patterns, of which the last that matches decides.</summary>
    [Theory]
    [InlineData(nameof(ConversionTarget.BadMailFrom))]
    [InlineData(nameof(ConversionTarget.BadMailTo))]
    [InlineData(nameof(ConversionTarget.BadHelo))]
    public void Random_tables_refuse_by_literals_and_then_by_the_last_pattern_that_matches(string name)
    {
        ConversionTarget target = Enum.Parse<ConversionTarget>(name);
        string at = target == ConversionTarget.BadHelo ? "." : "@";
        new TableOracle(ConversionFormat.Sqmail, target, 2417)
        {
            Line = random => random.Next(8) switch
            {
                0 => "# @1",
                1 or 2 => $"{RandomText.Of(random, "a1B")}{at}{RandomText.Of(random, "1A.")}1",
                3 when target != ConversionTarget.BadHelo => $"@{RandomText.Of(random, "1A.")}1",
                4 when target == ConversionTarget.BadMailFrom => $"?{RandomText.Of(random, "12")}@{RandomText.Of(random, "12")}",
                _ => (random.Next(3) == 0 ? "!" : string.Empty) + string.Concat(
                    Enumerable.Range(0, random.Next(2, 6)).Select(_ => Parts[random.Next(Parts.Length)])) + (random.Next(2) == 0 ? "*" : at + "1"),
            },
            Subject = random => $"{RandomText.Of(random, "aA12")}{at}{RandomText.Of(random, "aA1.2")}1",
            AsksForLines = true,
            Refuses = (lines, subject) => IsRefused([.. lines.Where(static line => line[0] != '#')], subject, target),
        }.Compare(output);
    }

    private static bool IsRefused(string[] lines, string subject, ConversionTarget target)
    {
        int at = subject.LastIndexOf('@');
        string host = target == ConversionTarget.BadHelo || at < 0 ? subject : subject[at..];
        bool isRefused = false;
        foreach (string line in lines)
        {
            // Of a line "?address" the rest is spared, whatever else the list says.
            if (target == ConversionTarget.BadMailFrom && line[0] == '?' && line[1..].Equals(subject, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        if (Array.Exists(lines, line => line.Equals(subject, StringComparison.OrdinalIgnoreCase) || line.Equals(host, StringComparison.OrdinalIgnoreCase)))
            return true;
        foreach (string line in lines)
        {
            if ((line[0] == '!' || line.AsSpan().IndexOfAny("*?[\\") >= 0) && WildmatListTests.Matches(line.TrimStart('!'), subject))
                isRefused = line[0] != '!';
        }

        return isRefused;
    }
}
