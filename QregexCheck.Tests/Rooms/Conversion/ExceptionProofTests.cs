using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Proves with <see cref="ExceptionProof"/> what becomes of exceptions of which there are many.</summary>
public sealed class ExceptionProofTests
{
    /// <summary>More exceptions than questions that may be asked of automata: the last hundred were said to be not proved.</summary>
    [Fact]
    public void Exceptions_of_one_address_each_are_all_proved_however_many_they_are()
    {
        string table = string.Concat(Enumerable.Range(0, 20_100).Select(static i => $"/@d{i}\\.example$/ REJECT\n/^u@d{i}\\.example$/ OK\n")) + "/./ REJECT\n";
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        Assert.Equal(20_101, rules.Bad.Length);
        Assert.Empty(rules.Good);
        Assert.True(rules.IsSame);
    }

    /// <summary>Each exception was held against each rule, until two hundred million pairs were seen, and the rest was said to be not proved.</summary>
    [Fact]
    public void Exceptions_that_share_nothing_with_the_rules_in_front_are_all_proved_however_long_the_list_is()
    {
        string lines = string.Concat(Enumerable.Range(0, 15_000).Select(static i => $"*@*.d{i}.example\n!u[0-9]*@e{i}.example\n"));
        var rules = new ConvertedRules(ConversionFormat.Wildmat, lines);
        Assert.Equal(15_000, rules.Good.Length);
        Assert.DoesNotContain(rules.Said, static line => line.Contains("not proved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/(b)\\1/ REJECT\n/^bb@x$/ OK\n/@x/ REJECT\n", "")]
    [InlineData("/(b)\\1/ REJECT\n/^bc@x$/ OK\n/@x/ REJECT\n", "^bc@x$")]
    [InlineData("/^bb@x$/ REJECT\n/(b)\\1/ OK\n/@x/ REJECT\n", "(b)\\1, said: it excuses bb@x, too, which the rule in line 1 refuses there")]
    [InlineData("/bb/ OK\n/b@x/ REJECT\n/^bb@x$/ OK\n/./ REJECT\n", "bb, ^bb@x$")]
    public void One_address_is_asked_of_any_rule(string table, string expected)
    {
        var rules = new ConvertedRules(ConversionFormat.PostfixRegexp, table);
        string good = string.Join(", ", rules.Good);
        string said = string.Concat(rules.Said.Select(static line => ", said: " + line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(expected, good + said);
    }
}
