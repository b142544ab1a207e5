using System;
using System.Linq;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Rooms.Conversion;

/// <summary>Reads published lists of domains with <see cref="DomainList"/>.</summary>
public sealed class DomainListTests(ITestOutputHelper output)
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
    [InlineData("*@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData("*.joe@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData(".joe@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData("@joe@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData("joe@b.example@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData("\"joe\"@a.example", "!1:1 this is no address without quotes or wildcards")]
    [InlineData("b.example joe@a.example", "!1:1 there is more than one domain in the line")]
    public void What_is_no_domain_is_left_out(string line, string said)
    {
        var rules = new ConvertedRules(ConversionFormat.Domains, line);
        Assert.Equal(("not the same", said), (rules.Lines, Assert.Single(rules.Said)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_tables_refuse_their_domains_and_what_is_below_where_that_is_meant(bool withSubdomains) =>
        new TableOracle(ConversionFormat.Domains, ConversionTarget.BadMailFrom, 2412)
        {
            WithSubdomains = withSubdomains,
            Line = static random =>
            {
                string domain = Domain(random) + (random.Next(4) == 0 ? "." : string.Empty);
                return random.Next(5) switch { 0 => "." + domain, 1 => "*." + domain, 2 => "@" + domain, 3 => "  " + domain + "\t# no", _ => domain };
            },
            Subject = static random => RandomText.Of(random, "ab.") + "@" + Domain(random),
            Refuses = (lines, subject) => Array.Exists(
                lines, line => IsListed(line.Split('#')[0].Trim().TrimEnd('.'), "." + subject.Split('@')[1], withSubdomains)),
        }.Compare(output);

    private static bool IsListed(string entry, string host, bool withSubdomains)
    {
        bool isBelow = entry[0] is '.' or '*';
        string domain = entry.TrimStart('*', '.', '@');
        bool isItself = host.Equals("." + domain, StringComparison.OrdinalIgnoreCase);
        return isBelow ? !isItself && host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
            : isItself || (withSubdomains && host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }

    private static string Domain(Random random) => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomText.Of(random, "aB")[..1]));
}
