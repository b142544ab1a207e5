using System;
using System.Linq;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>
/// A pattern of another program may be anything. <see cref="PcreTranslator"/> always comes to an end, with a rule that can stand in a file or with a place.
/// </summary>
public sealed class PcreHostileTests
{
    private readonly ITestOutputHelper _output;

    public PcreHostileTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("(", 5_000, "a")]
    [InlineData("(?=", 5_000, "a")]
    [InlineData("(a", 2_000, ")")]
    [InlineData("(?:a|", 1_000, ")")]
    [InlineData("(?!a", 2_000, ")")]
    [InlineData("(?<!a", 8, ")")]
    [InlineData("a{", 5_000, "")]
    [InlineData("[", 5_000, "")]
    [InlineData("[[:", 2_000, "")]
    [InlineData("[a]{2,", 500, "3}")]
    [InlineData("(?=.*a)", 1_000, "")]
    [InlineData("(?<=a)", 1_000, "")]
    [InlineData("(?!.*a.{9}b)", 20, "")]
    [InlineData("(?#", 2_000, "")]
    [InlineData("\\Q", 2_000, "")]
    [InlineData("\\", 8_191, "")]
    [InlineData("|", 8_000, "")]
    [InlineData("(?i)", 2_000, "a")]
    [InlineData("a", 100_000, "")]
    public void A_pattern_of_one_part_over_and_over_has_an_answer(string part, int times, string end) =>
        Check(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(part, times)) + string.Concat(Enumerable.Repeat(end, end == ")" ? times : 1))));

    [Theory]
    [InlineData("((((((a{100}){100}){100}){100}){100}){100}){100}")]
    [InlineData("(?=((((a{100}){100}){100}){100}){100})")]
    [InlineData("(?:(?:(?:(?:a*)*)*)*)*(?!b)")]
    [InlineData("(?!.{100}a.{100}b)")]
    [InlineData("(?!.*a.{15}b.{15}c)")]
    [InlineData("(?<!a.{15}b.{15})c")]
    [InlineData("^(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g)(?=.*h)(?=.*i)(?=.*j)(?=.*k)(?=.*l)(?=.*m)(?=.*n)(?=.*o)(?=.*p)")]
    [InlineData("(?:(?=.*a.{9}b)|(?=.*c.{9}d)|.)*(?!.*e.{9}f)")]
    [InlineData("^(?=.*\\d)(?=.*[a-z])(?=.*[_-]).{8,20}@")]
    [InlineData("(?:(?:x(?!y)){30}){30}")]
    [InlineData("(?=a{0}(?!b{0}(?=c*)))")]
    [InlineData("\\x{ffffffffffff}")]
    [InlineData("a{99999999999999}")]
    [InlineData("a{65536}(?=b)")]
    public void A_pattern_whose_automaton_would_be_huge_has_an_answer(string pattern) => Check(Encoding.Latin1.GetBytes(pattern));

    [Fact]
    public void Random_bytes_have_an_answer()
    {
        var random = new Random(Seed.Choose(20261126, _output));
        for (int i = 0; i < 5_000; i++)
        {
            var pattern = new byte[random.Next(0, 40)];
            random.NextBytes(pattern);
            Check(pattern);
        }
    }

    [Fact]
    public void Each_byte_alone_behind_a_backslash_and_in_brackets_has_an_answer()
    {
        for (int b = 0; b < 256; b++)
        {
            Check([(byte)b]);
            Check([(byte)'\\', (byte)b]);
            Check([(byte)'[', (byte)b, (byte)']']);
            Check([(byte)'[', (byte)'^', (byte)'\\', (byte)b, (byte)']']);
            Check([(byte)'(', (byte)'?', (byte)b, (byte)')']);
            Check([(byte)'a', (byte)'{', (byte)b, (byte)'}']);
            Check([(byte)'\\', (byte)'c', (byte)b]);
        }
    }

    private static void Check(byte[] pattern)
    {
        foreach (PcreOptions options in (PcreOptions[])[PcreOptions.Caseless, PcreOptions.Perl, PcreOptions.ExtendedMore | PcreOptions.Anchored])
        {
            PcreTranslation translation = PcreTranslator.Of(pattern, options);
            if (translation.Pattern is not byte[] rule)
            {
                Assert.NotNull(translation.Problem);
                Assert.InRange(translation.Column, 1, pattern.Length + 1);
                continue;
            }

            Assert.Null(translation.Problem);
            Assert.True(new PatternCompiler().TryParse(rule, out _));
            Assert.InRange(rule.Length, 1, EreText.MostBytes + 2);
            Assert.DoesNotContain(rule, b => b is 0 or (byte)'\n');
            Assert.DoesNotContain(rule[0], "!# \t\r"u8.ToArray());
            Assert.DoesNotContain(rule[^1], " \t\r"u8.ToArray());
        }
    }
}
