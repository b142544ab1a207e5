using System;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class PlainPatternTests
{
    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("^abc@d\\.e$", "ABC@D.E")]
    [InlineData("[a-z]+[0-9]+@example.com", "@EXAMPLE")]
    [InlineData("[^@]*@[a-z.-]x?yz$", "YZ")]
    [InlineData("ab+cde", "CDE")]
    [InlineData("abc+d", "ABC")]
    [InlineData("ab*cde", "CDE")]
    [InlineData(".*", "")]
    [InlineData("", "")]
    [InlineData("^$", "")]
    [InlineData("a[\\]b", "A")]
    [InlineData("\u00e9\\-", "\u00e9-")]
    public void The_longest_required_text_of_a_plain_pattern_is_found(string pattern, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(pattern);
        Assert.True(PlainPattern.TryFindLiteral(bytes, new byte[bytes.Length], out ReadOnlySpan<byte> literal));
        Assert.Equal(text, Encoding.Latin1.GetString(literal));
    }

    [Theory]
    [InlineData("a|b")]
    [InlineData("(a)")]
    [InlineData("a{2}")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("^*")]
    [InlineData("a^b")]
    [InlineData("a$b")]
    [InlineData("\\d")]
    [InlineData("\\<a")]
    [InlineData("a\\")]
    [InlineData("[")]
    [InlineData("[]a]")]
    [InlineData("[z-a]")]
    [InlineData("[a-b-c]")]
    [InlineData("[[:alpha:]]")]
    [InlineData("[+--]")]
    [InlineData("a}")]
    [InlineData("a)")]
    public void What_is_in_doubt_is_not_plain(string pattern)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(pattern);
        Assert.False(PlainPattern.TryFindLiteral(bytes, new byte[bytes.Length], out _));
    }

    [Theory]
    [InlineData(20261125)]
    [InlineData(20261126)]
    public void A_plain_pattern_parses_and_its_text_stands_in_all_it_matches(int seed)
    {
        var patterns = new RandomPatterns(seed);
        int plain = 0;
        int matches = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] pattern = i % 2 == 0 ? patterns.Pattern() : patterns.BrokenPattern();
            if (!PlainPattern.TryFindLiteral(pattern, new byte[pattern.Length], out ReadOnlySpan<byte> literal))
                continue;
            plain++;
            var tree = new SyntaxTree();
            string text = Encoding.Latin1.GetString(pattern);
            Assert.True(new ExtendedRegexParser(tree).TryParse(pattern, out SyntaxError error), $"{text}: {error.PosixName}");
            byte[][] subjects = patterns.Subjects(6);
            string[] verdicts = Glibc.Verdicts(pattern, subjects);
            for (int k = 0; k < subjects.Length; k++)
            {
                bool isThere = CaseFolding.Upper(subjects[k]).AsSpan().IndexOf(literal) >= 0;
                Assert.True(isThere || verdicts[k] == "nomatch", $"{text} on {Encoding.Latin1.GetString(subjects[k])}: {Encoding.Latin1.GetString(literal)}");
                matches += verdicts[k] == "match" ? 1 : 0;
            }
        }

        Assert.InRange(plain, 3_000, 60_000);
        Assert.InRange(matches, 1_000, 360_000);
    }
}
