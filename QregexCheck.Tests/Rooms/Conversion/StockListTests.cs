using System;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads a stock badmailfrom with <see cref="StockList"/>.</summary>
public sealed class StockListTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("joe@example.com\n", "^joe@example\\.com$")]
    [InlineData("@Example.com \t\n# @no.example\n\n", "@Example\\.com$")]
    [InlineData("joe", "^joe$")]
    [InlineData("@b@example.com\n", "^@b@example\\.com$")]
    [InlineData("a+b*c?d|e(f)g[h]i{j}k\\l^m$n@x\n", "^a\\+b\\*c\\?d\\|e\\(f\\)g\\[h]i\\{j}k\\\\l\\^m\\$n@x$")]
    [InlineData("@\n", "@$")]
    public void A_line_is_a_whole_address_or_what_follows_the_last_at(string list, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Stock, list);
        Assert.Equal(rule + "\nsame", rules.Lines);
    }

    [Fact]
    public void A_NUL_ends_an_entry_and_a_CR_is_a_byte_that_no_address_ends_in()
    {
        var rules = new ConvertedRules(ConversionFormat.Stock, "@a.example\0@b.example\n@c.example\r\n");
        Assert.Equal(["@a\\.example$", "@b\\.example$"], rules.Bad);
        Assert.StartsWith("!2:11 the line ends in a CR", Assert.Single(rules.Said), System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_stands_there_twice_is_one_rule() =>
        Assert.Single(new ConvertedRules(ConversionFormat.Stock, "@a.example\n@a.example\n").Bad);

    [Fact]
    public void Random_tables_refuse_whole_addresses_and_hosts_and_nothing_else() =>
        new TableOracle(ConversionFormat.Stock, ConversionTarget.BadMailFrom, 2411)
        {
            Line = static random => random.Next(5) switch
            {
                0 => "# @a",
                1 or 2 => "@" + RandomText.Of(random, "abA.@"),
                _ => $"{RandomText.Of(random, "abA.+")}@{RandomText.Of(random, "ab.A")}  ",
            },
            Subject = static random => $"{RandomText.Of(random, "abA+@")}@{RandomText.Of(random, "ab.A")}",
            Refuses = static (lines, subject) => Array.Exists(lines, line => IsListed(line.TrimEnd(), subject)),
        }.Compare(output);

    private static bool IsListed(string line, string subject) =>
        line.Equals(subject, StringComparison.OrdinalIgnoreCase) || line.Equals(subject[subject.LastIndexOf('@')..], StringComparison.OrdinalIgnoreCase);
}
