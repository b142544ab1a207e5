using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads published lists of domains with <see cref="DomainList"/>.</summary>
public sealed class DomainListTests
{
    [Theory]
    [InlineData("a.example", "@a\\.example$", "[@.]a\\.example$")]
    [InlineData("@a.example.\r", "@a\\.example$", "[@.]a\\.example$")]
    [InlineData("  A.example  # of spam", "@A\\.example$", "[@.]A\\.example$")]
    [InlineData(".a.example", "\\.a\\.example$", "\\.a\\.example$")]
    [InlineData("*.a.example.", "\\.a\\.example$", "\\.a\\.example$")]
    [InlineData("joe@a.example", "^joe@a\\.example$", "^joe@a\\.example$")]
    [InlineData("\uFEFFa_b.example", "@a_b\\.example$", "[@.]a_b\\.example$")]
    public void A_domain_stands_for_itself_or_for_what_is_below_it_too(string line, string alone, string withSubdomains)
    {
        string text = line.Replace("\uFEFF", "\u00EF\u00BB\u00BF", System.StringComparison.Ordinal) + "\n#\n\n";
        Assert.Equal([alone], new ConvertedRules(ConversionFormat.Domains, text).Bad);
        Assert.Equal([withSubdomains], new ConvertedRules(ConversionFormat.Domains, text, withSubdomains: true).Bad);
    }

    [Theory]
    [InlineData("a.example", false, "^a\\.example$")]
    [InlineData("a.example", true, "(^|\\.)a\\.example$")]
    [InlineData("*.a.example", false, "\\.a\\.example$")]
    public void A_HELO_name_is_a_domain_without_an_at(string line, bool withSubdomains, string rule) =>
        Assert.Equal([rule], new ConvertedRules(ConversionFormat.Domains, line, ConversionTarget.BadHelo, withSubdomains: withSubdomains).Bad);

    [Theory]
    [InlineData("0.0.0.0 a.example", "!1:1 there is more than one domain in the line")]
    [InlineData(" m\u00C3\u00BCll.example", "!1:2 a domain comes over SMTP in its ASCII form; write it as xn--")]
    [InlineData("a.example/", "!1:1 this byte can't stand in a domain")]
    [InlineData("a\0b", "!1:1 this byte can't stand in a domain")]
    [InlineData("@", "!1:1 this is no domain")]
    [InlineData("*.", "!1:1 this byte can't stand in a domain")]
    [InlineData("..", "!1:1 this is no domain")]
    [InlineData("a..example", "!1:1 this is no domain")]
    public void What_is_no_domain_is_left_out(string line, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Domains, line);
        Assert.Equal(("not the same", said), (rules.Lines, Assert.Single(rules.Said)));
    }
}
