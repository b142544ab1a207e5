using System;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class RequiredLiteralTests
{
    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("^abc$", "ABC")]
    [InlineData("\\babc\\>@", "ABC@")]
    [InlineData("ab[cd]efg", "EFG")]
    [InlineData("abc.d", "ABC")]
    [InlineData("(ab)(cd)", "ABCD")]
    [InlineData("ab()cd", "ABCD")]
    [InlineData("ab{0}cd", "ACD")]
    [InlineData("a|b", "")]
    [InlineData("(a|b)c", "C")]
    [InlineData("(ab|cd)xy", "XY")]
    [InlineData("abc?", "AB")]
    [InlineData("abc*", "AB")]
    [InlineData("x(abcdef)*yz", "YZ")]
    [InlineData("x(abcdef){1,2}yz", "YZ")]
    [InlineData("a+", "A")]
    [InlineData("a{3}", "A")]
    [InlineData("ab+cd", "CD")]
    [InlineData("a*b*", "")]
    [InlineData("^[a-z]+[0-9]+@example\\.com$", "@EXAMPLE.COM")]
    [InlineData("(ab)\\1cde", "CDE")]
    [InlineData("", "")]
    [InlineData("$", "")]
    [InlineData("abc[x]def", "ABCXDEF")]
    public void Longest(string pattern, string literal) => Assert.Equal(literal, Find(pattern));

    [Fact]
    public void Whatever_glibc_matches_holds_the_literal()
    {
        var random = new RandomPatterns(20261124);
        int held = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = random.Pattern();
            byte[][] subjects = random.Subjects(4);
            string literal = Find(Encoding.Latin1.GetString(pattern));
            if (literal.Length == 0)
                continue;
            string[] verdicts = Glibc.Verdicts(pattern, subjects);
            for (int k = 0; k < subjects.Length; k++)
            {
                if (verdicts[k] != "match")
                    continue;
                held++;
                string subject = Encoding.Latin1.GetString(CaseFolding.Upper(subjects[k]));
                Assert.True(subject.Contains(literal, StringComparison.Ordinal), $"{Encoding.Latin1.GetString(pattern)} on {subject}: {literal}");
            }
        }

        Assert.InRange(held, 1000, 80_000);
    }

    private static string Find(string pattern) =>
        Parsed.TryTree(pattern) is { } tree ? Encoding.Latin1.GetString(RequiredLiteral.Longest(tree, new byte[pattern.Length])) : string.Empty;
}
