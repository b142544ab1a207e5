using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>What <see cref="PlainOwnDomainChecks"/> finds for a server that takes mail for <c>own.example</c>.</summary>
public sealed class PlainOwnDomainChecksTests
{
    [Theory]
    [InlineData("badmailtohosts=Own.example", "badmailtohosts:1 refuses-domain joe@own.example")]
    [InlineData("badmailtohosts=other.example,.example", "badmailtohosts:2 refuses-domain joe@own.example")]
    [InlineData("badmailtonorelayhosts=own.example", "badmailtonorelayhosts:1 refuses-domain joe@own.example")]
    [InlineData("badmailtohosts=Abuse@own.example,sales@own.example", "badmailtohosts:1 refuses-postmaster abuse@own.example")]
    [InlineData("badmailfromhosts=a.example,own.example", "badmailfromhosts:2 own-sender joe@own.example")]
    [InlineData("badmailfromhosts=Joe@OWN.example", "badmailfromhosts:1 own-sender joe@own.example")]
    [InlineData("badmailfromhosts=.sub.own.example", "")]
    [InlineData("badmailfromnorelayhosts=own.example", "")]
    [InlineData("badhelohosts=own.example", "")]
    [InlineData("goodmailtohosts=own.example", "")]
    [InlineData("badmailtohosts=own.example;goodmailtohosts=.own.example", "")]
    [InlineData("badmailtohosts=postmaster@own.example;goodmailto=^postmaster@", "")]
    [InlineData("badmailtohosts=#: action=log,own.example", "")]
    [InlineData("badmailtohosts=#: lint-ignore=refuses-domain,own.example", "")]
    [InlineData("badmailtohosts=#: only-ip=192.0.2.1,own.example", "")]
    [InlineData("badmailfromhosts=#: only-to=\"^boss@\",joe@own.example", "")]
    [InlineData("badmailtohosts=own.example;goodmailtohosts=#: only-ip=192.0.2.1,own.example", "badmailtohosts:1 refuses-domain joe@own.example")]
    [InlineData("badmailtohosts=own.example;goodmailto=#: only-ip=192.0.2.1,@", "badmailtohosts:1 refuses-domain joe@own.example")]
    public void An_entry_about_an_own_domain_is_found(string files, string finding)
    {
        IReadOnlyList<Finding> findings = Linting.Lint(
            [("rcpthosts", "own.example"), .. files.Split(';').Select(static file => file.Split('=', 2)).Select(static parts => (parts[0], parts[1].Replace(',', '\n') + "\n"))]);
        Assert.Equal(
            finding,
            string.Join('|', findings.Where(static found => found.Kind == LintCatalog.RefusesDomain || found.Kind == LintCatalog.RefusesPostmaster || found.Kind == LintCatalog.OwnSender)
                .Select(static found => $"{found.File.Name}:{found.Line} {found.Kind.Id} {Linting.Text(found.Witness)}")));
    }

    [Fact]
    public void An_entry_above_many_own_domains_is_one_finding()
    {
        IReadOnlyList<Finding> findings = Linting.Lint(("badmailtohosts", ".example\n"), ("rcpthosts", "a.example"), ("rcpthosts", "b.example"));
        Assert.Equal(
            "the entry refuses every recipient of a.example (and 1 more), and this server takes mail for it",
            Assert.Single(findings, static finding => finding.Kind == LintCatalog.RefusesDomain).Message);
    }
}
