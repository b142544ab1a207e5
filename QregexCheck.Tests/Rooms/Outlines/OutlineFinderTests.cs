using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Outlines;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Outlines;

/// <summary>An outline may take a rule for wider than it is, never for narrower.</summary>
public sealed class OutlineFinderTests
{
    private readonly PatternCompiler _compiler = new();
    private readonly RuleMatcher _matcher = new();
    private readonly OutlineFinder _finder = new();

    [Theory]
    [InlineData("^[a-z]{3}[0-9]{4}@", "^ 26:3-3 10:4-4 1:1-1")]
    [InlineData("[bcd]{6}[0-9]+", "3:6-6 10:1-1")]
    [InlineData("^[^@]{20,}@", "^ 63:20- 1:1-1")]
    [InlineData("(a|b)[xy]{3}[0-9]{5}", "2:1-1 2:3-3 10:5-5")]
    [InlineData("[a-z][a-z][a-z]+$", "26:3-3 $")]
    [InlineData("^([a-z]+\\.){2,3}[0-9]*x$", "^ 27:4- 10:0- 1:1-1 $")]
    [InlineData("^(ab|cde)?[0-9]", "^ 5:0-3 10:1-1")]
    [InlineData(".{300}", "64:254-254")]
    [InlineData("[0-9]*", "")]
    [InlineData("^$", "")]
    [InlineData("(^[0-9]|x)[a-c]", "11:1-1 3:1-1")]
    [InlineData("a^[0-9]", "1:1-1 10:1-1")]
    [InlineData("([0-9]$)[a-c]*", "10:1-1")]
    public void A_pattern_is_a_row_of_sets_of_bytes(string pattern, string expected) => Assert.Equal(expected, Describe(Find(pattern)));

    [Fact]
    public void A_row_is_cut_where_it_tells_enough() =>
        Assert.Equal("^ 3:3-3 10:4-4 1:1-1 1:1-1 1:1-1", Describe(Find("^[abc]{3}[0-9]{4}@example\\.com$")));

    [Fact]
    public void A_row_that_is_too_long_is_cut_and_open_at_its_end()
    {
        string pattern = "^" + string.Concat(Enumerable.Repeat("[^a][^b]", Outline.MostRuns)) + "$";
        Outline outline = Find(pattern)!;
        Assert.Equal((Outline.MostRuns, true, false), (outline.Runs.Length, outline.BeginsAtStart, outline.EndsAtEnd));
    }

    /// <summary>Tried on patterns of all kinds, and on subjects around the ends of words of 64 places.</summary>
    [Fact]
    public void Whatever_a_rule_matches_has_its_outline()
    {
        var patterns = new RandomPatterns(20261201);
        var random = new Random(20261202);
        (int matched, int refused) = (0, 0);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = patterns.Pattern();
            if (!_compiler.TryParse(pattern, out _) || _finder.Find(_compiler.Tree) is not { } outline)
                continue;
            for (int k = 0; k < 4; k++)
            {
                byte[] subject = [.. Enumerable.Repeat((byte)'A', random.Next(3) * random.Next(70)), .. CaseFolding.Upper(patterns.Subject())];
                bool hasOutline = OutlineMatcherTests.Has(outline, subject);
                bool matches = _matcher.Match(pattern, subject, out _) == MatchResult.Match;
                Assert.True(hasOutline || !matches, $"{Encoding.Latin1.GetString(pattern)} on {Encoding.Latin1.GetString(subject)}");
                matched += matches ? 1 : 0;
                refused += hasOutline ? 0 : 1;
            }
        }

        Assert.InRange(matched, 1_000, int.MaxValue);
        Assert.InRange(refused, 1_000, int.MaxValue);
    }

    /// <summary>The other way round for rules that start with an exclamation mark: what has one of these is matched.</summary>
    [Fact]
    public void Whatever_has_a_certain_outline_is_matched()
    {
        var patterns = new RandomPatterns(20261204);
        var random = new Random(20261205);
        var finder = new CertainOutlines(CertainOutlines.FewWays);
        var outlines = new List<Outline>();
        (int had, int missed) = (0, 0);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] pattern = patterns.Pattern();
            if (!_compiler.TryParse(pattern, out _))
                continue;
            outlines.Clear();
            finder.Begin(_compiler.Tree);
            while (finder.Next() is { } certain)
                outlines.Add(certain);
            for (int k = 0; k < 4; k++)
            {
                byte[] subject = [.. Enumerable.Repeat((byte)'A', random.Next(3) * random.Next(70)), .. CaseFolding.Upper(patterns.Subject())];
                bool matches = _matcher.Match(pattern, subject, out _) == MatchResult.Match;
                foreach (Outline outline in outlines)
                {
                    bool hasOutline = OutlineMatcherTests.Has(outline, subject);
                    Assert.True(matches || !hasOutline, $"{Encoding.Latin1.GetString(pattern)} on {Encoding.Latin1.GetString(subject)}");
                    had += hasOutline ? 1 : 0;
                    missed += matches && !hasOutline ? 1 : 0;
                }
            }
        }

        Assert.InRange(had, 1_000, int.MaxValue);
        Assert.InRange(missed, 1, int.MaxValue);
    }

    [Theory]
    [InlineData("@(example|host1)\\.org$", 2)]
    [InlineData("(a|b(c|[de]))@", 3)]
    [InlineData("^(ab)*@", 0)]
    [InlineData("\\<ab", 0)]
    [InlineData("(a)\\1|x", 0)]
    [InlineData("(^a|b)$", 2)]
    [InlineData("c(^a|b)$", 1)]
    [InlineData("a{300}", 0)]
    public void Each_way_through_the_choices_is_a_certain_outline(string pattern, int expected)
    {
        Assert.True(_compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _));
        var finder = new CertainOutlines(CertainOutlines.FewWays);
        finder.Begin(_compiler.Tree);
        int count = 0;
        while (finder.Next() is not null)
            count++;
        Assert.Equal(expected, count);
    }

    private Outline? Find(string pattern)
    {
        Assert.True(_compiler.TryParse(Encoding.Latin1.GetBytes(pattern), out _));
        return _finder.Find(_compiler.Tree);
    }

    private static string Describe(Outline? outline)
    {
        if (outline is null)
            return string.Empty;
        string runs = string.Join(' ', outline.Runs.Select(run =>
            $"{ulong.PopCount(run.Set)}:{run.Least}-{(run.Most == OutlineRun.Unbounded ? string.Empty : run.Most.ToString(System.Globalization.CultureInfo.InvariantCulture))}"));
        return (outline.BeginsAtStart ? "^ " : string.Empty) + runs + (outline.EndsAtEnd ? " $" : string.Empty);
    }
}
