using System;
using System.Linq;
using QregexCheck.Lint;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary><see cref="BounceRecipientChecks"/>: a rule of badbounceto never decides where badmailto refuses all that it hits.</summary>
public sealed class BounceRecipientChecksTests
{
    [Theory]
    [InlineData("badmailto=@x\\.ro$;badbounceto=^a@x\\.ro$", "badbounceto:1 badmailto:1 already refuses all that this rule hits, whoever the sender is")]
    [InlineData("badmailto=^a@x\\.ro$,^b@x\\.ro$;badbounceto=^[ab]@x\\.ro$",
        "badbounceto:1 badmailto:1 and badmailto:2 already refuse all that this rule hits, whoever the sender is")]
    [InlineData("badmailto=!@x\\.ro$;badbounceto=^a@y\\.ro$", "")]
    [InlineData("badmailto=^a@x\\.ro$;badbounceto=^[ab]@x\\.ro$", "")]
    [InlineData("badmailtonorelay=@x\\.ro$;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailfrom=@x\\.ro$;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=#: action=log,@x\\.ro$;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=#: only-ip=192.0.2.0/24,@x\\.ro$;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=#: until=2026-12-31,@x\\.ro$;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;badbounceto=#: action=log,^a@x\\.ro$",
        "badbounceto:2 badmailto:1 already refuses all that this rule hits, whoever the sender is")]
    [InlineData("badmailto=@x\\.ro$;badbounceto=#: lint-ignore=redundant,^a@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;goodmailto=^b@x\\.ro$;badbounceto=^a@x\\.ro$",
        "badbounceto:1 badmailto:1 already refuses all that this rule hits, whoever the sender is")]
    [InlineData("badmailto=@x\\.ro$;goodmailto=^[ab]@x\\.ro$;badbounceto=^[ac]@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;goodmailto=#: only-ip=192.0.2.0/24,^a@;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;goodmailto=(.)\\1;badbounceto=^a@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;goodmailtohosts=a@x.ro;badbounceto=^[ac]@x\\.ro$", "")]
    [InlineData("badmailto=@x\\.ro$;goodmailtohosts=y.ro;badbounceto=^[ac]@x\\.ro$",
        "badbounceto:1 badmailto:1 already refuses all that this rule hits, whoever the sender is")]
    [InlineData("badmailtohosts=.x.ro;badbouncetohosts=a.x.ro,b@c.x.ro,y.ro",
        "badbouncetohosts:1 badmailtohosts:1 already refuses all that this rule hits, whoever the sender is"
        + "|badbouncetohosts:2 badmailtohosts:1 already refuses all that this rule hits, whoever the sender is")]
    [InlineData("badmailtohosts=x.ro;goodmailtohosts=a@x.ro;badbouncetohosts=x.ro,b@x.ro",
        "badbouncetohosts:2 line 1 already hits all that this entry hits")]
    [InlineData("badbounceto=^a@x\\.ro$;goodbounceto=^b@", "")]
    public void Only_what_never_decides_is_named(string files, string expected)
    {
        var read = files.Split(';').Select(static file => file.Split('=', 2)).Select(static file => (file[0], file[1].Replace(',', '\n') + "\n")).ToArray();
        string[] found =
        [
            .. Linting.Lint(read)
                .Where(static finding => finding.Kind == LintCatalog.Redundant && finding.File.Name.StartsWith("badbounce", StringComparison.Ordinal))
                .Select(static finding => $"{finding.File.Name}:{finding.Line} {finding.Message}"),
        ];
        Assert.Equal(expected.Length == 0 ? [] : expected.Split('|'), found);
    }

    [Theory]
    [InlineData("badbounceto=@own\\.ro$;goodbounceto=^(postmaster|abuse)@", 0)]
    [InlineData("badbounceto=@own\\.ro$;goodmailto=^(postmaster|abuse)@", 1)]
    [InlineData("badbounceto=@own\\.ro$;goodbouncetohosts=postmaster@own.ro,abuse@own.ro", 0)]
    [InlineData("badbouncetohosts=own.ro;goodbounceto=^(postmaster|abuse)@", 0)]
    [InlineData("badbouncetohosts=own.ro", 1)]
    [InlineData("badbounceto=@other\\.ro$", 0)]
    [InlineData("badbounceto=^jobs@own\\.ro$", 0)]
    public void Postmaster_gets_bounces(string files, int count)
    {
        var read = files.Split(';').Select(static file => file.Split('=', 2)).Select(static file => (file[0], file[1].Replace(',', '\n') + "\n")).ToArray();
        Assert.Equal(count, Linting.Lint([.. read, ("rcpthosts", "own.ro")]).Count(static finding => finding.Kind == LintCatalog.RefusesPostmaster));
    }
}
