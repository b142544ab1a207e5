using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class RequiredAlternativesTests
{
    [Theory]
    [InlineData("^(spam|news)@", "NEWS@ SPAM@")]
    [InlineData("@(ab|cd)\\.ro", "@AB.RO @CD.RO")]
    [InlineData("(ab|c[0-9]def|(gh|i)+)", "AB DEF GH I")]
    [InlineData("(ab|[0-9])", "")]
    [InlineData("(ab|c)*", "")]
    [InlineData("(ab|c)+x(d|e)", "XD XE / ABX CX")]
    [InlineData("x(ab|c)+y", "ABY CY")]
    [InlineData("x(ab)+y", "ABY")]
    [InlineData("x(ab|c){2}y", "ABY CY")]
    [InlineData("mail(er|)@", "MAIL@ MAILER@")]
    [InlineData("mail(er|$)", "MAIL MAILER")]
    [InlineData("ab[0-9]c(d|e)f[0-9]g", "CDF CEF")]
    [InlineData("ab+(d|e)f+g", "DF EF")]
    [InlineData("a(b[0-9]c|d)e", "ADE CE")]
    [InlineData("((a|b)c|d)e", "CE DE")]
    [InlineData("x(([0-9]|b(c|d))e)f", "")]
    [InlineData("a(b?|c)d", "")]
    [InlineData("abc", "")]
    public void Of_each_alternative_one(string pattern, string expected) => Assert.Equal(expected, Find(pattern, 1));

    [Theory]
    [InlineData("a(b(c|d)|e(f|g))h", "ABCH ABDH AEFH AEGH")]
    [InlineData("a(b(c|d)e|xyz)h", "ABCEH ABDEH AXYZH")]
    [InlineData("(ab|cd)", "")]
    [InlineData("x(ab|cd)", "XAB XCD")]
    [InlineData("((x|y)(c|d)zzz)", "CZZZ DZZZ")]
    [InlineData("(w([0-9]|x)(cd|ef)zz|abc)", "ABC CDZZ EFZZ")]
    [InlineData("(w(cd|ef)([0-9]|x)zz|abc)", "")]
    public void Where_a_run_is_too_short_a_part_within_is_looked_for(string pattern, string expected) => Assert.Equal(expected, Find(pattern, 3));

    [Fact]
    public void Beside_a_part_no_more_than_eight_bytes_are_taken() =>
        Assert.Equal("BCDEFGHIxMNOPQRSTU".ToUpperInvariant() + " " + "BCDEFGHIyMNOPQRSTU".ToUpperInvariant(), Find("abcdefghi(xm|ym)nopqrstuvw", 1));

    [Fact]
    public void A_part_of_too_many_ways_is_passed_over()
    {
        var alternatives = new RequiredAlternatives();
        SyntaxTree tree = Parsed.Tree("(ab|cd|ef)x(gh|ij)");
        alternatives.Begin(tree);
        Assert.True(alternatives.TryNext(1, 2));
        Assert.Equal("XIJ", Encoding.Latin1.GetString(alternatives[0]));
        Assert.Equal("IJ", Encoding.Latin1.GetString(alternatives[0][alternatives.Own(0)]));
        Assert.False(alternatives.TryNext(1, 2));
    }

    [Fact]
    public void Whatever_glibc_matches_holds_a_run_of_each_part()
    {
        var random = new RandomPatterns(20261126);
        var alternatives = new RequiredAlternatives();
        int held = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = random.Pattern();
            byte[][] subjects = random.Subjects(4);
            if (Parsed.TryTree(Encoding.Latin1.GetString(pattern)) is not { } tree)
                continue;
            var parts = new List<string[]>();
            alternatives.Begin(tree);
            while (alternatives.TryNext(1 + (i % 3), 100))
                parts.Add(Runs(alternatives));
            if (parts.Count == 0)
                continue;
            string[] verdicts = Glibc.Verdicts(pattern, subjects);
            for (int k = 0; k < subjects.Length; k++)
            {
                if (verdicts[k] != "match")
                    continue;
                held++;
                string subject = Encoding.Latin1.GetString(CaseFolding.Upper(subjects[k]));
                foreach (string[] runs in parts)
                    Assert.True(runs.Any(run => subject.Contains(run, StringComparison.Ordinal)), $"{Encoding.Latin1.GetString(pattern)} on {subject}");
            }
        }

        Assert.InRange(held, 200, 80_000);
    }

    private static string Find(string pattern, int shortest)
    {
        var alternatives = new RequiredAlternatives();
        var parts = new List<string>();
        alternatives.Begin(Parsed.Tree(pattern));
        while (alternatives.TryNext(shortest, 100))
            parts.Add(string.Join(' ', Runs(alternatives).Order(StringComparer.Ordinal)));
        return string.Join(" / ", parts);
    }

    private static string[] Runs(RequiredAlternatives alternatives)
    {
        var runs = new string[alternatives.Count];
        for (int i = 0; i < runs.Length; i++)
            runs[i] = Encoding.Latin1.GetString(alternatives[i]);
        return runs;
    }
}
