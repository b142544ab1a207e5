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
    [InlineData(@"@(?!abc$)", "@($|[^a]|a($|[^b]|b($|[^c]|c.)))")]
    [InlineData(@"^(?!ab)", "^($|[^a]|a($|[^b]))")]
    [InlineData(@"foo(?!bar)", "foo($|[^b]|b($|[^a]|a($|[^r])))")]
    [InlineData(@"@(?!.*\.)", "@[^.]*$")]
    [InlineData(@"^(?!.*\.\.)", @"^(\.?[^.])*\.?$")]
    [InlineData(@"(?<!\.)example\.com$", @"(^|[^.])example\.com$")]
    [InlineData(@"(?<=^|\.)example\.com$", @"(^|\.)example\.com$")]
    [InlineData(@"(?<=@)mail", "@mail")]
    [InlineData(@"(?<!@)(?<!\.)x$", @"(^|[^.@])x$")]
    [InlineData(@"\b(?!no)\w+@", @"\b(n@|([0-9a-mo-z_]|n[0-9a-np-z_])[0-9a-z_]*@)")]
    [InlineData(@"(?:^|@)(?!w)[a-z]+$", "(^|@)[a-vx-z][a-z]*$")]
    [InlineData(@"x|(?!.)y|z(?!.)", "x|z$")]
    public void A_lookaround_is_written_as_the_addresses_that_it_lets_through(string pattern, string rule) =>
        Assert.Equal(rule, Translated(pattern, PcreOptions.Caseless));

    [Theory]
    [InlineData("a++b", 2, "possessive")]
    [InlineData("x(?>a)", 2, "atomic")]
    [InlineData("(?R)", 1, "recursion")]
    [InlineData("(a)(?1)", 4, "recursion")]
    [InlineData("(?<n>a)(?&n)", 8, "recursion")]
    [InlineData("(?<n>a)(?P=n)", 8, "references")]
    [InlineData("(?(1)a|b)", 1, "conditional")]
    [InlineData(@"ab\p{L}", 3, "Unicode")]
    [InlineData(@"(a)\1", 4, "back-reference")]
    [InlineData(@"(?<n>a)\k<n>", 8, "back-reference")]
    [InlineData("(*ACCEPT)", 1, "verbs")]
    [InlineData("(?{1})", 1, "code")]
    [InlineData("ab(c", 3, "not closed")]
    [InlineData("ab)c", 3, "not opened")]
    [InlineData("a[bc", 2, "not closed")]
    [InlineData("[[:foo:]]", 2, "no class")]
    [InlineData("[b-a]", 2, "before it begins")]
    [InlineData(@"[\w-.]", 4, "PCRE2 refuses it")]
    [InlineData(@"(?=a(b\K))", 7, "newer versions")]
    [InlineData("*a", 1, "nothing before")]
    [InlineData("a**", 3, "nothing before")]
    [InlineData("a{,3}", 2, "lower bound")]
    [InlineData("a{3,2}", 2, "upper bound")]
    [InlineData(@"a\", 2, "ends behind")]
    [InlineData("(?<=a+)b", 1, "no fixed length")]
    [InlineData("(?<=(?!a)b)", 1, "lookahead in a lookbehind")]
    [InlineData("(?y)", 1, "option")]
    [InlineData(@"\x{100}", 1, "above 255")]
    [InlineData("a{300}(?!.*b.{30}c)", 1, "too large")]
    public void What_a_rule_can_not_say_is_said_with_its_place(string pattern, int column, string words)
    {
        PcreTranslation translation = PcreTranslator.Of(Encoding.Latin1.GetBytes(pattern), PcreOptions.Caseless);
        Assert.Null(translation.Pattern);
        Assert.Contains(words, translation.Problem, System.StringComparison.Ordinal);
        Assert.Equal(column, translation.Column);
    }

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("[Aa]", "a", false)]
    [InlineData(@"^\d+@", "^[0-9]+@", false)]
    [InlineData("(?i)abc", "abc", false)]
    [InlineData("(?i:a)b", "ab", true)]
    [InlineData("[^a]", ".", true)]
    [InlineData("[A-Z]", "[a-z]", true)]

    // ABC passes the lookahead, and so abc passes the rule.
    [InlineData("^(?!abc)", "^", true)]
    [InlineData("^(?!a)b", "^b", true)]
    public void A_pattern_that_sees_case_is_marked_as_wider_and_matches_what_it_matches_in_some_case(string pattern, string rule, bool isWider)
    {
        PcreTranslation translation = PcreTranslator.Of(Encoding.Latin1.GetBytes(pattern), PcreOptions.None);
        Assert.Equal(rule, Encoding.Latin1.GetString(translation.Pattern!));
        Assert.Equal(isWider, translation.Mark is not null);
    }

    [Fact]
    public void An_anchored_pattern_begins_where_the_address_begins() =>
        Assert.Equal("^(a|bc)", Translated("a|bc", PcreOptions.Caseless | PcreOptions.Anchored));

    [Fact]
    public void Perl_takes_a_hyphen_beside_a_class_as_a_byte() => Assert.Equal("[.0-9a-z_-]", Translated(@"[\w-.]", PcreOptions.Caseless | PcreOptions.Perl));

    [Fact]
    public void An_anchor_that_glibc_would_lose_in_a_copy_is_kept() => Assert.Equal("^a$", Translated("^(^a)+$", PcreOptions.Caseless));

    private static string Translated(string pattern, PcreOptions options)
    {
        PcreTranslation translation = PcreTranslator.Of(Encoding.Latin1.GetBytes(pattern), options);
        Assert.Null(translation.Problem);
        Assert.Null(translation.Mark);
        Assert.True(new PatternCompiler().TryParse(translation.Pattern, out _));
        return Encoding.Latin1.GetString(translation.Pattern!);
    }
}
