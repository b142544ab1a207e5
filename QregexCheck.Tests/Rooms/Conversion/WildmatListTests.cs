using System;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads the lists of the wildmat patches with <see cref="WildmatList"/>.</summary>
public sealed class WildmatListTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("[0-9][0-9]@[0-9].*\n", "^[0-9][0-9]@[0-9]\\.")]
    [InlineData("*%*\n", "%")]
    [InlineData("*\n", "^")]
    [InlineData("?1*2\n", "^.1.*2$")]
    [InlineData("\\*1\n", "^\\*1$")]
    [InlineData("[]-]1\n", "^[]-]1$")]
    [InlineData("[^0-9]\n", "^[^0-9]$")]
    [InlineData("# no\n1@2  \n", "^1@2$")]
    public void A_glob_is_about_the_whole_address(string list, string rule)
    {
        var rules = new ConvertedRules(ConversionFormat.Wildmat, list);
        Assert.Equal((rule, true), (Assert.Single(rules.Bad), rules.IsSame));
    }

    [Fact]
    public void A_bang_behind_a_refusal_frees_and_one_in_front_of_it_does_nothing()
    {
        var last = new ConvertedRules(ConversionFormat.Wildmat, "*@1.2\n!3@1.2\n");
        Assert.Equal("@1\\.2$\n+^3@1\\.2$\nsame", last.Lines);
        var first = new ConvertedRules(ConversionFormat.Wildmat, "!3@1.2\n*@1.2\n");
        Assert.Equal("@1\\.2$\nsame", first.Lines);
    }

    [Fact]
    public void Case_matters_there_so_a_rule_with_a_letter_is_marked()
    {
        var rules = new ConvertedRules(ConversionFormat.Wildmat, "*@a.1\n");
        Assert.Equal(("@a\\.1$", false), (Assert.Single(rules.Bad), rules.IsSame));
    }

    [Theory]
    [InlineData("1[23\n", "!1:2 the bracket is not closed")]
    [InlineData("!1\\\n", "!1:3 it ends in a backslash")]
    public void A_pattern_that_can_not_match_is_left_out(string list, string said) =>
        Assert.StartsWith(said, Assert.Single(new ConvertedRules(ConversionFormat.Wildmat, list).Said), StringComparison.Ordinal);

    [Fact]
    public void Random_patterns_refuse_what_wildmat_refuses()
    {
        var random = new Random(Seed.Choose(153, output));
        string[] parts = ["1", "2", "*", "?", "[12]", "[^1]", "[1-3]", "[]1]", "[-2]", "\\*", "\\[", "@", "[1-2-4]", "[\u00b1-2]"];
        for (int round = 0; round < 10_000; round++)
        {
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(3) == 0 ? "!" : "")
                + string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)])))];
            var rules = new ConvertedRules(ConversionFormat.Wildmat, string.Concat(lines.Select(line => line + "\n")));
            if (!rules.IsSame)
                continue;
            string address = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "12345*@[]-\u00b1"[random.Next(11)]));
            bool isRefused = false;
            foreach (string line in lines)
            {
                if (Matches(line.TrimStart('!'), address))
                    isRefused = line[0] != '!';
            }

            Assert.True(
                isRefused == (rules.Refusing(Encoding.Latin1.GetBytes(address)) is not null),
                $"{string.Join(", ", lines)} and <{address}>: {rules.Lines}");
        }
    }

    /// <summary>wildmat, slow and obvious.</summary>
    internal static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        if (glob.IsEmpty)
            return text.IsEmpty;
        if (glob[0] == '*')
            return Matches(glob[1..], text) || (!text.IsEmpty && Matches(glob, text[1..]));
        if (text.IsEmpty)
            return false;
        if (glob[0] == '?')
            return Matches(glob[1..], text[1..]);
        if (glob[0] == '\\')
            return glob[1] == text[0] && Matches(glob[2..], text[1..]);
        if (glob[0] != '[')
            return glob[0] == text[0] && Matches(glob[1..], text[1..]);
        int at = 1;
        bool isNegated = glob[at] == '^';
        at += isNegated ? 1 : 0;
        bool isMember = false;
        char last = glob[at - 1];
        for (int first = at; at == first || glob[at] != ']'; at++)
        {
            if (glob[at] == '-' && at > first && glob[at + 1] != ']')
            {
                at++;
                isMember |= Signed(text[0]) >= Signed(last) && Signed(text[0]) <= Signed(glob[at]);
            }
            else
            {
                isMember |= text[0] == glob[at];
            }

            last = glob[at];
        }

        return isMember != isNegated && Matches(glob[(at + 1)..], text[1..]);
    }

    private static sbyte Signed(char letter) => unchecked((sbyte)letter);
}
