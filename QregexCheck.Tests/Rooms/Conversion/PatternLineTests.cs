using System.Text;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Conversion;
using QregexCheck.Proof;
using QregexCheck.Syntax;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Writes patterns as lines with <see cref="PatternLine"/>.</summary>
public sealed class PatternLineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("!a", false, "[!]a")]
    [InlineData("!a", true, "![!]a")]
    [InlineData("#a", false, "[#]a")]
    [InlineData("#a", true, "!#a")]
    [InlineData("a ", false, "a[ ]")]
    [InlineData("a\\ ", false, "a[ ]")]
    [InlineData("a\\\\ ", false, "a\\\\[ ]")]
    [InlineData("a\t", true, "!a[\t]")]
    [InlineData(" ", false, "[ ]")]
    [InlineData("!", false, "[!]")]
    [InlineData("", false, "^")]
    [InlineData("", true, "!^")]
    public void What_a_control_file_reads_in_its_own_way_is_guarded(string pattern, bool isNegated, string line) =>
        Assert.Equal(line, Encoding.Latin1.GetString(PatternLine.Of(Encoding.Latin1.GetBytes(pattern), isNegated)!));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void A_newline_or_a_NUL_has_no_line(string pattern) => Assert.Null(PatternLine.Of(Encoding.Latin1.GetBytes(pattern), isNegated: false));

    [Fact]
    public void A_line_is_read_as_the_rule_that_was_written()
    {
        int seed = Seed.Choose(1501, output);
        var patterns = new RandomPatterns(seed);
        var matcher = new RuleMatcher();
        for (int i = 0; i < 3_000; i++)
        {
            byte[] pattern = i % 2 == 0 ? patterns.Pattern() : patterns.BrokenPattern();
            bool isNegated = i % 3 == 0;
            byte[] line = PatternLine.Of(pattern, isNegated)!;
            LintedRule read = Assert.Single(new LintedFile("x", ControlList.BadMailTo, [.. line, (byte)'\n']).Rules);
            Assert.Equal(isNegated, read.IsNegated);
            foreach (byte[] subject in patterns.Subjects(5))
            {
                byte[] upper = CaseFolding.Upper(subject);
                MatchResult wanted = matcher.Match(pattern, upper, out _);
                if (wanted != MatchResult.Refused)
                    Assert.Equal(wanted, matcher.Match(read.Pattern, upper, out _));
            }
        }
    }
}
