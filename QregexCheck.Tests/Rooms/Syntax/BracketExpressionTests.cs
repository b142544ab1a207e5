using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Syntax;

public sealed class BracketExpressionTests
{
    [Theory]
    [InlineData("[]x]", "]X")]
    [InlineData("[x-]", "-X")]
    [InlineData("[-x]", "-X")]
    [InlineData("[+--]", "+,-")]
    [InlineData("[x^]", "X^")]
    [InlineData("[\\n]", "N\\")]
    [InlineData("[x[]", "X[")]
    [InlineData("[[.-.]x]", "-X")]
    [InlineData("[[=x=]-]", "-X")]
    [InlineData("[w-Y]", "WXY")]
    [InlineData("[[.].]]", "]")]
    [InlineData("[x\u00e9]", "X\u00e9")]
    public void Members(string bracket, string bytes)
    {
        int at = 0;
        SyntaxError error = BracketExpression.Read(Encoding.Latin1.GetBytes(bracket), ref at, out ByteSet set);
        Assert.Equal(SyntaxErrorKind.None, error.Kind);
        Assert.Equal(bracket.Length, at);
        Assert.Equal(bytes.Order(), Enumerable.Range(0, 256).Where(b => set.Contains((byte)b)).Select(b => (char)b));
    }

    [Fact]
    public void Reading_begins_and_ends_where_the_bracket_expression_does()
    {
        int at = 1;
        SyntaxError error = BracketExpression.Read("x[y]z]"u8, ref at, out ByteSet set);
        Assert.Equal((SyntaxErrorKind.None, 4), (error.Kind, at));
        Assert.True(set.Contains((byte)'Y'));
    }

    [Fact]
    public void Random_bracket_expressions_hold_what_glibc_finds_in_them()
    {
        string[] pieces = ["a", "z", "A", "-", "-", "]", "[", "^", "\\", "_", "`", "~", "[:digit:]", "[:upper:]", "[.-.]", "[=a=]", "[.a.]", "[.]", "[=",
            ":]", "\u00e9", " ", "0", "{"];
        byte[][] subjects = Enumerable.Range(1, 255).Select(b => new[] { (byte)b }).ToArray();
        var random = new Random(20261124);
        var engine = new OurEngine();
        var differences = new List<string>();
        for (int round = 0; round < 3000; round++)
        {
            string bracket = "[" + string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Length)])) + "]";
            string pattern = "^" + bracket + "$";
            byte[] bytes = Encoding.Latin1.GetBytes(pattern);
            string[] expected = Glibc.Verdicts(bytes, subjects);
            if (expected[0].StartsWith("error", StringComparison.Ordinal))
            {
                if (engine.Verdict(bytes, subjects[0]) != expected[0])
                    differences.Add($"{pattern}: {expected[0]}");
                continue;
            }

            for (int i = 0; i < subjects.Length; i++)
            {
                if (engine.Verdict(bytes, subjects[i]) != expected[i])
                    differences.Add($"{pattern} on {subjects[i][0]:X2}: {expected[i]}");
            }
        }

        Assert.Equal([], differences);
    }
}
