using System;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads rules of qregex under other names with <see cref="QregexNames"/>.</summary>
public sealed class QregexNamesTests(ITestOutputHelper output)
{
    [Fact]
    public void The_rules_are_the_same_and_so_is_what_an_annotation_makes_of_them()
    {
        var rules = new ConvertedRules(
            ConversionFormat.QregexNames, "# x\n#: action=defer reply=\"451 later\"\n^a@\n!@b\\.\n!!c\n!\n", ConversionTarget.BadMailTo);
        Assert.Equal(["defer|451 later|^a@", "!@b\\.", "![!]c", "!^"], rules.Bad);
        Assert.True(rules.IsSame);
    }

    [Fact]
    public void What_no_rule_can_carry_over_is_left_out()
    {
        var rules = new ConvertedRules(ConversionFormat.QregexNames, "#: action=log\n^a@\n(\n#: until=2999-12-31\nb\n");
        Assert.Empty(rules.Bad);
        Assert.Equal(3, rules.Said.Length);
        Assert.All(rules.Said, said => Assert.StartsWith("!", said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_condition_stays_with_its_rule_and_makes_it_another_than_the_same_without()
    {
        string[] conditions = ["only-to=\"^boss@\"", "only-from=\"!@b\"", "only-ip=192.0.2.0/24,2001:db8::/32", "not-ip=192.0.2.7"];
        string text = string.Concat(Array.ConvertAll(conditions, static condition => $"#: {condition}\n^a@\n"))
            + "#: only-ip=2001:db8::/32,192.0.2.0/24\n^a@\n^a@\n";
        var rules = new ConvertedRules(ConversionFormat.QregexNames, text, ConversionTarget.BadMailTo);
        Assert.True(rules.IsSame);
        Assert.Equal(
            [.. conditions, null],
            rules.Composed.Select(static rule => rule.Source.Condition is { } condition ? Encoding.Latin1.GetString(condition.Text) : null));
    }

    [Theory]
    [InlineData("#: only-to=\"(\"\n^a@\n")]
    [InlineData("#: only-ip=192.0.2.1/24\n^a@\n")]
    public void A_rule_whose_condition_has_a_mistake_is_left_out(string text)
    {
        var rules = new ConvertedRules(ConversionFormat.QregexNames, text, ConversionTarget.BadMailTo);
        Assert.Empty(rules.Bad);
        Assert.False(rules.IsSame);
    }

    [Fact]
    public void A_list_that_spares_relay_clients_is_said_not_to_do_so_any_more() =>
        Assert.Contains("NOBADHELO", Assert.Single(
            new ConvertedRules(ConversionFormat.QregexNames, "x\n", ConversionTarget.BadHelo, name: "badhelonorelay").Said), StringComparison.Ordinal);

    /// <summary>glibc says what the lines mean to the patch: the address is upper-cased, and a ! in front turns a rule around.</summary>
    [Fact]
    public void Random_tables_refuse_what_the_patch_refuses()
    {
        var patterns = new RandomPatterns(2414);
        new TableOracle(ConversionFormat.QregexNames, ConversionTarget.BadMailTo, 2414)
        {
            Name = "badrcptto",
            Line = random => random.Next(6) == 0 ? "# a" : (random.Next(4) == 0 ? "!" : string.Empty) + Rule(patterns),
            Subject = _ => Encoding.Latin1.GetString(patterns.Subject()),
            Refuses = static (lines, subject) => Array.Exists(lines, line => line[0] != '#' && IsHit(line, subject)),
        }.Compare(output);
    }

    private static string Rule(RandomPatterns patterns)
    {
        while (true)
        {
            byte[] pattern = patterns.Pattern();
            if (!Deviations.Touch(pattern) && pattern.Length > 0 && pattern[0] is not ((byte)'!' or (byte)'#' or (byte)' '))
                return Encoding.Latin1.GetString(pattern);
        }
    }

    private static bool IsHit(string line, string subject)
    {
        string verdict = Glibc.Verdict(Encoding.Latin1.GetBytes(line.TrimStart('!')), CaseFolding.Upper(Encoding.Latin1.GetBytes(subject)));
        return verdict == (line[0] == '!' ? "nomatch" : "match");
    }
}
