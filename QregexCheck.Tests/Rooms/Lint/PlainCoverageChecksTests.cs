using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>
/// What <see cref="PlainCoverageChecks"/> finds where rules and plain lists say the same. Files are written <c>name=line,line;name=line</c>.
/// </summary>
public sealed class PlainCoverageChecksTests
{
    [Theory]
    [InlineData("badmailfrom=@spam\\.example$;badmailfromhosts=spam.example,joe@spam.example,a.spam.example", "badmailfromhosts:1 redundant|badmailfromhosts:2 redundant")]
    [InlineData("badmailfrom=[@.]spam\\.example$;badmailfromhosts=.spam.example,.a.spam.example,spam.example.net", "badmailfromhosts:1 redundant|badmailfromhosts:2 redundant")]
    [InlineData("badmailfrom=@a\\.example$,@(b|c)\\.example$;badmailfromnorelayhosts=c.example", "badmailfromnorelayhosts:1 redundant")]
    [InlineData("badmailfromnorelay=@a\\.example$;badmailfromhosts=a.example", "badmailfromnorelay:1 redundant")]
    [InlineData("badmailfromhosts=.a.example;badmailfromnorelayhosts=a.example", "badmailfromnorelayhosts:1 redundant")]
    [InlineData("badhelo=^(.*\\.)?a\\.example$;badhelohosts=.a.example,b.example", "badhelohosts:1 redundant")]
    [InlineData("goodmailto=^joe@;goodmailtohosts=joe@a.example", "goodmailtohosts:1 redundant")]
    [InlineData("goodmailto=^joe@;badmailtohosts=joe@a.example,jim@a.example", "badmailtohosts:1 shadowed")]
    [InlineData("badmailto=@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=#: until=2027-01-01 reply=\"553 no\",@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=#: action=log,@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=#: lint-ignore=redundant,^a@b\\.example$;badmailfromhosts=b.example", "")]
    [InlineData("badmailfrom=#: only-to=\"^boss@\" action=defer,@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=@a\\.example$;badmailfromhosts=#: only-ip=192.0.2.1,a.example", "badmailfromhosts:2 redundant")]
    [InlineData("goodmailto=#: not-ip=192.0.2.1,^joe@;badmailtohosts=joe@a.example", "")]
    public void An_entry_that_rules_cover_is_needless(string files, string findings) => Assert.Equal(findings, Lint(files));

    [Theory]
    [InlineData("badmailfrom=^joe@a\\.example$;badmailfromhosts=a.example", "badmailfrom:1 redundant")]
    [InlineData("badmailfrom=^[^@]+@x?\\.a\\.example$;badmailfromhosts=.a.example", "badmailfrom:1 redundant")]
    [InlineData("badmailfrom=^(joe|jim)@(a|b)\\.example$;badmailfromhosts=a.example,.b.example", "badmailfrom:1 redundant")]
    [InlineData("badmailfrom=^(joe|jim)@(a|b)\\.example$;badmailfromhosts=a.example,b.example.net", "")]
    [InlineData("badmailfrom=#: until=2027-01-01,^[^@]+@a\\.example$;badmailfromhosts=a.example", "badmailfrom:2 redundant")]
    [InlineData("badmailfrom=^joe@a\\.example$;badmailfromhosts=#: until=2027-01-01,a.example", "")]
    [InlineData("badmailfrom=#: reply=\"553 no\",^joe@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=#: reply=\"553 no\",^joe@a\\.example$;badmailfromhosts=#: reply=\"553 no\",a.example", "badmailfrom:2 redundant")]
    [InlineData("badmailfrom=#: action=defer,^joe@a\\.example$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfromnorelay=#: action=defer,^joe@a\\.example$;badmailfromhosts=a.example", "badmailfromnorelay:2 redundant")]
    [InlineData("badmailfrom=^joe@a\\.example$;badmailfromnorelayhosts=a.example", "")]
    [InlineData("badmailfrom=^joe@a\\.example$;goodmailfromhosts=a.example", "badmailfrom:1 shadowed")]
    [InlineData("goodmailfrom=#: note=\"x\",^joe@a\\.example$;goodmailfromhosts=a.example", "goodmailfrom:2 redundant")]
    [InlineData("badhelo=^a\\.example$;badhelohosts=.example", "badhelo:1 redundant")]
    [InlineData("badmailfrom=^joe@a\\.example$;badmailfromhosts=#: only-to=\"^boss@\",a.example", "")]
    [InlineData("badmailfrom=^joe@a\\.example$;goodmailfromhosts=#: only-ip=192.0.2.1,a.example", "")]
    [InlineData("badmailfromnorelay=^joe@a\\.example$;badmailfromhosts=#: only-ip=192.0.2.1,a.example", "")]
    [InlineData("badmailfrom=#: only-to=\"^boss@\",^joe@a\\.example$;badmailfromhosts=a.example", "badmailfrom:2 redundant")]
    [InlineData("badmailfrom=@$;badmailfromhosts=a.example", "")]
    [InlineData("badmailfrom=@.*@;badmailfromhosts=a.example,.b.example", "")]
    [InlineData("badmailfrom=@\\.$,@.*\\.$;badmailfromhosts=.a.example", "")]
    [InlineData("badhelo=^$;badhelohosts=a.example", "")]
    public void A_rule_that_a_plain_list_covers_is_needless(string files, string findings) => Assert.Equal(findings, Lint(files));

    [Fact]
    public void A_finding_names_the_places_that_make_it()
    {
        Finding finding = Assert.Single(Run("badmailfrom=^joe@(a|b)\\.example$;badmailfromhosts=a.example,b.example"));
        Assert.Equal("badmailfromhosts:1 and badmailfromhosts:2 hit all that this rule hits, with the same answer", finding.Message);
        Assert.Equal(2, finding.By.Count);
    }

    [Fact]
    public void A_long_list_that_one_rule_covers_is_said_within_a_limit()
    {
        string many = string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"host{i}.example"));
        Finding[] findings = [.. Run("badmailfrom=\\.example$;badmailfromhosts=" + many)];
        Assert.Equal(1, findings.Count(static finding => finding.Kind == LintCatalog.Unchecked));
        Assert.Equal(FindingLimit.Most + 1, findings.Count(static finding => finding.Kind == LintCatalog.Redundant));
    }

    private static string Lint(string files) => string.Join('|', Run(files).Select(static finding => $"{finding.File.Name}:{finding.Line} {finding.Kind.Id}"));

    private static IEnumerable<Finding> Run(string files) =>
        Linting.Lint([.. files.Split(';').Select(static file => file.Split('=', 2)).Select(static parts => (parts[0], parts[1].Replace(',', '\n') + "\n"))])
            .Where(static finding => finding.Kind == LintCatalog.Redundant || finding.Kind == LintCatalog.Shadowed || finding.Kind == LintCatalog.Unchecked);
}
