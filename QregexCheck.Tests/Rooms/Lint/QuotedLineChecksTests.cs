using System;
using System.Linq;
using QregexCheck.Lint;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary><see cref="QuotedLineChecks"/>: what in badbounce would hit bounces of this server's own mail.</summary>
public sealed class QuotedLineChecksTests
{
    private static readonly string[] Samples = ["badbounce", "goodbounce", "badbounceto", "goodbounceto", "badbouncetohosts", "goodbouncetohosts"];

    [Theory]
    [InlineData("^received:", "", "hits-field")]
    [InlineData("received", "", "hits-field")]
    [InlineData("^received: (from|by|\\(|[^fb(]|f[^r]|b[^y])", "", "")]
    [InlineData("^(from|return-path): ", "", "hits-field")]
    [InlineData("!^x-mailer: ", "", "hits-field")]
    [InlineData("!^received: from mail\\.own\\.ro ", "", "hits-field")]
    [InlineData("^received: from own\\.ro[^a-z0-9.-]", "", "")]
    [InlineData("#: until=2026-11-30,^received:", "", "")]
    [InlineData("#: only-ip=192.0.2.0/24,^received:", "", "")]
    [InlineData("#: lint-ignore=hits-field,^received:", "", "")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@", "", "own-message-id")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@", "^received: .* by mail\\.own\\.ro[ ;]", "own-message-id")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@", "^message-id: .*@mx7\\.own\\.ro>$", "")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@mx7\\.own\\.ro>", "", "own-message-id", "mx7.own.ro")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@mx7\\.own\\.ro>", "", "")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@own\\.ro>", "", "", "mx7.own.ro")]
    [InlineData("^message-id: .*[@.]own\\.ro>", "", "own-message-id")]
    [InlineData("^message-id: .*[@.]own\\.ro>", "", "own-message-id", "mx7.own.ro")]
    [InlineData("^message-id: .*[@.]own\\.ro>", "", "", "mx7.other.ro")]
    [InlineData("^message-id: <[0-9]{14}\\.[0-9]+\\.qmail@mail\\.optim\\.ro>", "", "")]
    [InlineData("^message-id: <[0-9]{13}\\.", "", "")]
    public void A_rule_that_hits_own_mail_is_named(string bad, string good, string id, string? idHost = null)
    {
        (string, string)[] files = [("badbounce", bad.Replace(',', '\n') + "\n"), ("rcpthosts", "own.ro")];
        if (good.Length > 0)
            files = [.. files, ("goodbounce", good + "\n")];
        if (idHost is not null)
            files = [.. files, ("idhost", idHost)];
        string[] ids = [LintCatalog.HitsField.Id, LintCatalog.OwnMessageId.Id, LintCatalog.NoGoodbounce.Id];
        string[] found = [.. Linting.Lint(files).Select(static finding => finding.Kind.Id).Where(ids.Contains)];
        Assert.Equal(id.Length == 0 ? [] : [id], found);
    }

    [Theory]
    [InlineData("^x\n", null, "")]
    [InlineData("^x\n#: action=reject\n^y\n#: action=defer\n^z\n", null, "3")]
    [InlineData("#: action=reject\n^y\n", "^received: .* by mail\\.own\\.ro[ ;]\n", "")]
    [InlineData("#: action=reject until=2020-01-01\n^y\n", null, "")]
    [InlineData("#: action=reject\n(\n", null, "")]
    public void Rules_that_refuse_want_exceptions(string bad, string? good, string lines)
    {
        (string, string)[] files = [("badbounce", bad)];
        if (good is not null)
            files = [.. files, ("goodbounce", good)];
        var found = Linting.Lint(files).Where(static finding => finding.Kind == LintCatalog.NoGoodbounce);
        Assert.Equal(lines, string.Join(' ', found.Select(static finding => finding.Line)));
    }

    [Fact]
    public void The_samples_have_no_such_finding()
    {
        var files = Samples.Select(static name => (name, Repository.Read("control-samples/" + name)));
        var found = Linting.Lint([.. files, ("rcpthosts", "example.com")]);
        Assert.Equal([], found.Select(static finding => $"{finding.File.Name}:{finding.Line} {finding.Kind.Id}"));
    }
}
