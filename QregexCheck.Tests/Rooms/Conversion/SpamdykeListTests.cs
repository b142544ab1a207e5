using System;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads a blacklist of spamdyke with <see cref="SpamdykeList"/>.</summary>
public sealed class SpamdykeListTests(ITestOutputHelper output)
{
    private const string Bytes = "ab.@A";

    [Theory]
    [InlineData("@Example.com\n", "[@.]Example\\.com$")]
    [InlineData("joe@\n", "^joe@")]
    [InlineData("joe@example.com\n", "^joe@example\\.com$")]
    [InlineData("# no entry\n\n@a.example", "[@.]a\\.example$")]
    [InlineData("@a.example\r\n", "[@.]a\\.example$")]
    [InlineData("@joe@a.example\n", "(^|[@.])joe@a\\.example$")]
    [InlineData("@list@\n", "(^|[@.])list(@|$)")]
    [InlineData(" #x@a.example\n", "^ #x@a\\.example$")]
    public void An_at_in_front_stands_for_what_is_below_and_one_at_the_end_for_any_domain(string list, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Spamdyke, list);
        Assert.Equal((rule, true), (Assert.Single(rules.Bad), rules.IsSame));
    }

    [Fact]
    public void A_domain_without_an_at_is_a_whole_address_there_which_is_said()
    {
        var rules = new ConvertedRules(ConversionFormat.Spamdyke, "example.com\n");
        Assert.Equal(("^example\\.com$", true), (Assert.Single(rules.Bad), rules.IsSame));
        Assert.StartsWith("1:1 this is a whole address without an @", Assert.Single(rules.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_nothing_but_at_is_left_out()
    {
        var rules = new ConvertedRules(ConversionFormat.Spamdyke, "@\n@@\n");
        Assert.Empty(rules.Bad);
        Assert.Equal((2, false), (rules.Said.Length, rules.IsSame));
    }

    [Fact]
    public void Lines_that_spamdyke_does_not_come_to_are_left_out()
    {
        var text = new StringBuilder();
        for (int line = 0; line < 65_537; line++)
            text.Append("@d").Append(line % 3).Append(".example\n");
        var rules = new ConvertedRules(ConversionFormat.Spamdyke, text.ToString());
        Assert.StartsWith("!65537:0 this line and those below it", rules.Said[0], StringComparison.Ordinal);
        Assert.Equal(["4:0 this rule and 65532 more are said by another line, too, and written once"], rules.Said[1..]);
    }

    [Fact]
    public void Random_entries_refuse_what_the_search_of_spamdyke_finds()
    {
        var random = new Random(Seed.Choose(151, output));
        for (int round = 0; round < 10_000; round++)
        {
            string entry = RandomText.Of(random, Bytes);
            if (entry.Trim('@').Length == 0)
                continue;
            var rules = new ConvertedRules(ConversionFormat.Spamdyke, entry + "\n");
            string user = RandomText.Of(random, Bytes);
            string address = user + "@" + RandomText.Of(random, Bytes).Replace("@", "b", StringComparison.Ordinal);
            Assert.True(IsFound(address, entry) == (rules.Refusing(Encoding.Latin1.GetBytes(address)) is not null), $"'{entry}' and <{address}>");
        }
    }

    /// <summary>An entry is looked for in the address. With an @ at an end, what stands there may go on behind one of some bytes.</summary>
    private static bool IsFound(string address, string entry)
    {
        string text = address.ToLowerInvariant();
        string part = entry.ToLowerInvariant();
        bool isOpenBehind = part.Length > 0 && part[^1] == '@';
        part = isOpenBehind ? part[..^1] : part;
        bool isOpenInFront = part.Length > 0 && part[0] == '@';
        part = isOpenInFront ? part[1..] : part;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            int end = at + part.Length;
            bool begins = at == 0 || (isOpenInFront && text[at - 1] is '@' or '.');
            bool ends = end == text.Length || (isOpenBehind && text[end] == '@');
            if ((isOpenInFront ? begins && (at == 0 || text[at - 1] is '@' or '.') : at == 0) && ends)
                return true;
        }

        return false;
    }

    [Fact]
    public void Random_tables_refuse_what_any_of_their_entries_finds() =>
        new TableOracle(ConversionFormat.Spamdyke, ConversionTarget.BadMailFrom, 2415)
        {
            Line = static random => random.Next(5) == 0 ? "#@a" : RandomText.Of(random, Bytes) + "a",
            Subject = static random => RandomText.Of(random, Bytes) + "@" + RandomText.Of(random, "ab.A") + "a",
            Refuses = static (lines, subject) => Array.Exists(lines, line => line[0] != '#' && IsFound(subject, line)),
        }.Compare(output);
}
