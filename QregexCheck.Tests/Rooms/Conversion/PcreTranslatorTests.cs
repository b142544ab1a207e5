using System.Text;
using QregexCheck.Automata;
using QregexCheck.Conversion;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>What Perl-compatible patterns become. <see cref="PcrePerlTests"/> shows that it is right.</summary>
public sealed class PcreTranslatorTests
{
    [Theory]
    [InlineData(@"^info@example\.com$", @"^info@example\.com$")]
    [InlineData(@"^\w+@\d{1,3}\.\S*$", @"^[0-9a-z_]+@[0-9]{1,3}\.[^[:space:]]*$")]
    [InlineData(@"(?:viagra|cialis)", "viagra|cialis")]
    [InlineData(@"@(?:a|b)\.example$", @"@[ab]\.example$")]
    [InlineData(@"^.*?spam.*?$", "^.*spam.*$")]
    [InlineData(@"\Qa.b\E+", @"a\.b+")]
    [InlineData(@"\x41\x{62}\103", "abc")]
    [InlineData(@"[[:alpha:]][[:^digit:]]", "[a-z][^0-9]")]
    [InlineData(@"\A(?<user>[^@]+)@", "^[^@]+@")]
    [InlineData(@"a (?#comment)b", "a[ ]b")]
    [InlineData(@"(?x) a  b # comment", "ab")]
    [InlineData(@"\bfoo\b", @"\bfoo\b")]
    [InlineData(@"!x", "[!]x")]
    [InlineData(@"#x", "[#]x")]
    [InlineData("", "^")]
    [InlineData(@"a|", "a?")]
    [InlineData(@"(?:a|bc|)d", "(a|bc)?d")]
    [InlineData(@"[\w.+-]+@", "[+.0-9a-z_-]+@")]
    [InlineData(@"[\]^[-]", @"[][^-]")]
    [InlineData(@"[-^]", "[-^]")]
    [InlineData(@"foo\n", "$.")]
    [InlineData(@"(?=a)b", "$.")]
    [InlineData(@"(?|a|(b))", "[ab]")]
    [InlineData(@"a\Kb", "ab")]
    [InlineData(@"[[:<:]]foo[[:>:]]", @"\<foo\>")]
    public void A_pattern_becomes_a_rule_that_reads_like_it(string pattern, string rule) =>
        Assert.Equal(rule, Translated(pattern, PcreOptions.Caseless));

    [Theory]
    [InlineData(@"@(?!example\.com$)", "@")]
    public void A_lookahead_becomes_its_complement(string pattern, string rule) => Assert.Equal(rule, Translated(pattern, PcreOptions.Caseless));

    private static string Translated(string pattern, PcreOptions options)
    {
        PcreTranslation translation = PcreTranslator.Of(Encoding.Latin1.GetBytes(pattern), options);
        Assert.Null(translation.Problem);
        Assert.Null(translation.Mark);
        Assert.True(new PatternCompiler().TryParse(translation.Pattern, out _));
        return Encoding.Latin1.GetString(translation.Pattern!);
    }
}
