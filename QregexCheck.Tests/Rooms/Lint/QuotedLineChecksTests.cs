using System;
using System.Linq;
using System.Text;
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

    /// <summary>Rules see lines there, and no addresses: what a line can't be, where it ends, and what is meant by a name are other questions.</summary>
    [Theory]
    [InlineData(".*", "matches-all the rule matches every line [from: joe@optim.ro]")]
    [InlineData(":", "matches-all the rule matches every line [from: joe@optim.ro]")]
    [InlineData("[192.0.2.1]", "matches-all the rule matches every line [from: joe@optim.ro] > \\[192\\.0\\.2\\.1]")]
    [InlineData("!.*", "negated-refuses-none the part behind the ! matches everything: the rule hits no line [from: joe@optim.ro]")]
    [InlineData("!^subject: ",
        "negated-refuses-all the part behind the ! matches no line of Received, Message-ID, From or Return-Path: the rule hits every line "
            + "[from: joe@optim.ro]")]
    [InlineData("^subject: buy",
        "dead-file no rule of the file can hit: with it or without it, the same mail is taken []"
            + "|matches-no-address the rule matches no line of Received, Message-ID, From or Return-Path, only texts such as the one below [subject: buy]")]
    [InlineData("^a$@", "matches-none the rule matches nothing: no text satisfies all its parts []")]
    [InlineData("\\d", "dead-escape \\d matches nothing: it is a small d, and a line is compared in capitals [] > [0-9]")]
    [InlineData("^from: a|",
        "matches-all the rule matches every line [from: joe@optim.ro]|empty-alternative one side of this bar is empty, and an empty side matches every line []"
            + " > ^from: a")]
    [InlineData(" ^from: a", "leading-blank blanks in front are part of the rule: no line begins so [] > ^from: a")]
    [InlineData("^from: a\r",
        "carriage-return the rule ends in a carriage return, and no line holds one: the rule matches nothing, and with a ! it refuses everyone [] > ^from: a")]
    [InlineData("#+ Received: from x,^from: a", "example-fails the rule in line 2 does not hit this line [Received: from x]")]
    [InlineData("received: from mail.example.com",
        "unescaped-dot the dot matches any byte: to match a dot alone, it needs a backslash [received: from mailaexample.com]"
            + " > received: from mail\\.example\\.com")]
    [InlineData("*@spam.example", "glob a shell pattern is not a regular expression; the rule is skipped []")]

    // Each of these is about addresses, and a line is none.
    [InlineData("^message-id: <[^@]*>$", "")]
    [InlineData("!^(received|from|return-path): |^message-id: .*@", "")]
    [InlineData("^from: .*@example\\.com", "")]
    [InlineData("spam\\.example", "")]
    [InlineData("\\.ro", "")]
    [InlineData("^from: .*\xe4\\.example", "")]
    [InlineData("a\\.example,b\\.example,c\\.example,d\\.example", "")]
    public void What_is_said_of_a_rule_about_quoted_lines_is_true_of_lines(string bad, string wanted)
    {
        string[] ids = [LintCatalog.HitsField.Id, LintCatalog.OwnMessageId.Id, LintCatalog.NoGoodbounce.Id];
        var found = Linting.Lint(("badbounce", bad.Replace(',', '\n') + "\n")).Where(finding => !ids.Contains(finding.Kind.Id));
        Assert.Equal(wanted, string.Join('|', found.Select(static finding => $"{finding.Kind.Id} {finding.Message} [{Text(finding.Witness)}]"
            + (finding.Proposal is { } proposal ? " > " + Text(proposal) : ""))));
    }

    private static string Text(byte[]? bytes) =>
        bytes is null ? "" : Encoding.Latin1.GetString(bytes).Replace("From: joe", "from: joe", StringComparison.Ordinal);

    [Fact]
    public void The_samples_have_no_such_finding()
    {
        var files = Samples.Select(static name => (name, Repository.Read("control-samples/" + name)));
        var found = Linting.Lint([.. files, ("rcpthosts", "example.com")]);
        Assert.Equal([], found.Select(static finding => $"{finding.File.Name}:{finding.Line} {finding.Kind.Id}"));
    }
}
