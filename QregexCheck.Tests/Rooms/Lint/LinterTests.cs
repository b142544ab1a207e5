using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using QregexCheck.Proof;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Each kind of finding: where, shown by what, and what is proposed.</summary>
public sealed class LinterTests
{
    /// <summary>Id, badmailto's text, line, column, witness and proposal (empty: none), other files.</summary>
    internal static IReadOnlyList<Case> Cases { get; } =
    [
        new("syntax", "x{foo", 1, 2, null, "x\\{foo"),
        new("syntax", "^[0-9-.]+@x\\.ro$", 1, 6, null, "^[0-9.-]+@x\\.ro$"),
        new("syntax", "^[[:Digit:]]+@x\\.ro$", 1, 3, null, "^[[:digit:]]+@x\\.ro$"),
        new("syntax", "+40@x\\.ro$", 1, 1, null, "\\+40@x\\.ro$"),
        new("syntax", "^a@x\\.ro\\", 1, 9, null, "^a@x\\.ro$"),
        new("syntax", "^(a@x\\.ro$", 1, 2, null, "^a@x\\.ro$"),
        new("syntax", "!a{x}", 1, 3, null, null),
        new("glob", "*@x.ro", 1, 1, null, "@x\\.ro$"),
        new("glob", "*.x.ro", 1, 1, null, "\\.x\\.ro$"),
        new("glob", "spam@*", 1, 6, null, "^spam@"),
        new("inner-glob", "spam*@x\\.ro$", 1, 5, "spamop@x.ro", "^spam.*@x\\.ro$"),
        new("perl-group", "(?i)^a@x\\.ro$", 1, 1, null, "^a@x\\.ro$"),
        new("perl-group", "^(?:a|b)@x\\.ro$", 1, 2, null, "^(a|b)@x\\.ro$"),
        new("perl-group", "^(?!info)@x\\.ro$", 1, 2, null, null),
        new("perl-delimiters", "/^a@x\\.ro$/i", 1, 1, null, "^a@x\\.ro$"),
        new("dead-escape", "^\\d+@x\\.ro$", 1, 2, null, "^[0-9]+@x\\.ro$"),
        new("dead-escape", "^a\\n@x\\.ro$", 1, 3, null, null),
        new("letter-escape", "^a@x\\.ro\\Z", 1, 9, null, "^a@x\\.ro$"),
        new("too-large", "(a{1000}){1000}", 1, 1, null, null),
        new("matches-all", "a|", 1, 1, "joe@optim.ro", null),
        new("matches-all", "@", 1, 1, "joe@optim.ro", null),
        new("matches-all", "\\.", 1, 1, "joe@optim.ro", null),
        new("matches-none", "a$b", 1, 1, null, null),
        new("matches-none", "a^b", 1, 1, null, null),
        new("matches-no-address", "^spammer$", 1, 1, "spammer", null),
        new("negated-refuses-all", "!a$b", 1, 1, "joe@optim.ro", null),
        new("negated-refuses-none", "!.*", 1, 1, "joe@optim.ro", null),
        new("negated-refuses-none", "!.", 1, 1, "joe@optim.ro", null),
        new("negated-refuses-most", "!@x\\.ro$", 1, 1, "a@a.ro", null),
        new("exception-dialect", "@x\\.ro$\n!^good@x\\.ro$", 2, 1, "a@a.ro", "^good@x\\.ro$"),
        new("exception-dialect", "!*@x.ro", 1, 1, null, "@x\\.ro$"),
        new("carriage-return", "#\n^a@x\\.ro$\r\n^b@x\\.ro$\r", 2, 10, null, "^a@x\\.ro$"),
        new("nul", "^a@\0x", 1, 4, null, null),
        new("byte-order-mark", "\xEF\xBB\xBF^a@x\\.ro$", 1, 1, null, "^a@x\\.ro$"),
        new("leading-blank", "\t ^a@x\\.ro$", 1, 1, null, "^a@x\\.ro$"),
        new("inner-comment", "^a@x\\.ro$  # why", 1, 11, null, "^a@x\\.ro$"),
        new("trailing-text", "^a@x\\.ro$ why", 1, 10, null, "^a@x\\.ro$"),
        new("wrapped", "<a@x.ro>", 1, 1, null, "^a@x\\.ro$"),
        new("foreign-line", "/@x\\.ro$/ REJECT", 1, 1, null, "@x\\.ro$"),
        new("foreign-file", "@x\\.ro$\n<a@y.ro>\n<b@y.ro>", 2, 1, null, null),
        new("dead-file", "\n^spammer$", 2, 1, null, null),
        new("glob-file", "*@x.ro\n*@y.ro\n^a@z\\.ro$", 1, 1, null, null),
        new("perl-file", "/a@x\\.ro/\n\\d@y\\.ro$", 1, 1, null, null),
        new("plain-list", string.Join('\n', Enumerable.Range(0, 10).Select(static i => $"@d{i}.ro")), 1, 1, "joe@d0aro", "@d0\\.ro$"),
        new("leading-dot", ".ru$", 1, 1, "info@yoga.guru", "\\.ru$"),
        new("trailing-dot", "@x\\.ro.$", 1, 7, null, "@x\\.ro$"),
        new("unescaped-dot", "@tim.ro$", 1, 5, "a@timaro", "@tim\\.ro$"),
        new("unescaped-dot", "[@.]mail.tim.ro$", 1, 9, "a@mailatim.ro", "[@.]mail\\.tim\\.ro$"),
        new("open-left", "tim\\.ro$", 1, 1, "a@optim.ro", "[@.]tim\\.ro$"),
        new("open-left", "info@tim\\.ro$", 1, 1, "opinfo@tim.ro", "^info@tim\\.ro$"),
        new("open-right", "@tim\\.ro", 1, 8, "a@tim.ro.ro", "@tim\\.ro$"),
        new("public-suffix", "[@.]co\\.uk$", 1, 1, "joe@optim.co.uk", null),
        new("address-in-helo", "", 1, 1, null, "(^|\\.)x\\.ro$", ("badhelo", "@x\\.ro$")),
        new("eight-bit", "@b\xC3\xBC\\.ro$", 1, 2, null, "@xn--b-eha\\.ro$"),
        new("bracket-escape", "^[\\w.-]+@x\\.ro$", 1, 3, null, "^[a-z0-9_.-]+@x\\.ro$"),
        new("bracket-escape", "^[\\W\\D]+@x\\.ro$", 1, 3, null, null),
        new("bracket-escape", "^[a\\]b]+@x\\.ro$", 1, 4, null, null),
        new("bracket-range", "^[.-_]+@x\\.ro$", 1, 3, null, "^[._-]+@x\\.ro$"),
        new("bracket-range", "^[A-z]+@x\\.ro$", 1, 3, null, "^[a-z]+@x\\.ro$"),
        new("class-outside-brackets", "^[:alpha:]+@x\\.ro$", 1, 2, null, "^[[:alpha:]]+@x\\.ro$"),
        new("doubled-quantifier", "^a+?@x\\.ro$", 1, 4, null, "^a+@x\\.ro$"),
        new("doubled-quantifier", "^a**@x\\.ro$", 1, 4, null, "^a*@x\\.ro$"),
        new("empty-alternative", "^(a||b)@x\\.ro$", 1, 5, null, "^(a|b)@x\\.ro$"),
        new("stray-parenthesis", "^a)@x\\.ro$", 1, 3, null, "^a@x\\.ro$"),
        new("repeated-anchor", "(^a|b)+@x\\.ro$", 1, 1, null, null),
        new("back-reference", "^(.)\\1@x\\.ro$", 1, 5, null, null),
        new("refuses-postmaster", "^(root|postmaster)@", 1, 1, "postmaster@own.ro", null, ("rcpthosts", "own.ro")),
        new("refuses-postmaster", "^abuse@", 1, 1, "abuse@own.ro", null, ("rcpthosts", "own.ro")),
        new("refuses-domain", "[@.]own\\.ro$", 1, 1, "joe@own.ro", null, ("rcpthosts", "own.ro")),
        new("own-sender", "", 1, 1, "joe@own.ro", null, ("rcpthosts", "own.ro"), ("badmailfrom", "@own\\.ro$")),
        new("own-sender", "", 1, 1, "bob@own.ro", null, ("rcpthosts", "own.ro"), ("badmailfrom", "^bob@own\\.ro$")),
        new("refuses-postmaster", "", 1, 1, "postmaster@own.ro", null, ("rcpthosts", "own.ro"), ("badbounceto", "@own\\.ro$")),
        new("refuses-postmaster", "", 1, 1, "postmaster@own.ro", null, ("rcpthosts", "own.ro"), ("badbouncetohosts", "own.ro")),
        new("hits-field", "", 1, 1, "From: joe@optim.ro", null, ("badbounce", "^from:")),
        new("own-message-id", "", 1, 1, "Message-ID: <20260101000000.4711.qmail@mail.optim.ro>", null, ("badbounce", "^message-id: <[0-9]{14}\\.")),
        new("own-message-id", "", 1, 1, "Message-ID: <20260101000000.4711.qmail@mail.own.ro>", null, ("rcpthosts", "own.ro"), ("badbounce", "[@.]own\\.ro>$")),
        new("no-goodbounce", "", 2, 1, null, null, ("badbounce", "#: action=reject\n^received: from own\\.ro ")),
        new("duplicate", "^a@x\\.ro$\n^a@x\\.ro$", 2, 1, null, null),
        new("redundant", "@x\\.ro$\n^[a-z]+@x\\.ro$", 2, 1, "a@x.ro", null),
        new("redundant", "^a@x\\.ro$\n^b@x\\.ro$\n^[ab]@x\\.ro$", 3, 1, "a@x.ro", null),
        new("redundant", "!@\n!^[^@]+@", 2, 1, "a@x.ro", null, ("badmailtonorelay", "^a@x\\.ro$\n^a@x\\.[r]o$")),
        new("redundant", "@x\\.ro$", 1, 1, "a@x.ro", null, ("badmailtonorelay", "^a@x\\.ro$")),
        new("redundant", "^[ab]@x\\.ro$", 2, 1, null, null, ("badbounceto", "^z@x\\.ro$\n^a@x\\.ro$")),
        new("redundant", "", 1, 1, null, null, ("badmailtohosts", "x.ro"), ("badbounceto", "^a@x\\.ro$")),
        new("redundant", "", 1, 1, null, null, ("badmailtohosts", "x.ro"), ("badbouncetohosts", "a@x.ro")),
        new("redundant", "@x\\.ro$", 1, 1, null, null, ("badbouncetohosts", "x.ro")),
        new("shadowed", "^bob@x\\.ro$", 1, 1, "bob@x.ro", null, ("goodmailto", "@x\\.ro$")),
        new("unchecked", "a.{18}b\na.{18}b.*c", 2, 1, null, null),
        new("asked-each-time", string.Join('\n', Enumerable.Range(0, 100).Select(static i => $"([a-z]).{{{i}}}\\1[0-9]@")), 1, 1, null, null),
        new("annotation", "#: action=foo\n^a@x\\.ro$", 1, 11, null, null),
        new("condition", "#: only-to=\"(\"\n^a@x\\.ro$", 1, 12, null, null),
        new("wider-in-qregex", "#: only-to=\"^b@\"\n^a@x\\.ro$", 2, 1, null, null),
        new("orphan-annotation", "^a@x\\.ro$\n#+ a@x.ro", 2, 1, null, null),
        new("example-fails", "#+ b@x.ro\n^a@x\\.ro$", 1, 1, "b@x.ro", null),
        new("example-fails", "#- a@x.ro\n^a@x\\.ro$", 1, 1, "a@x.ro", null),
        new("asleep", "#: until=2026-11-30\n^a@x\\.ro$", 2, 1, null, null),
        new("long-asleep", "#: until=2026-08-31\n^a@x\\.ro$", 2, 1, null, null),
        new("domain-entry", "", 1, 2, null, "!.x.ro", ("checkrcpthosts", "!*.x.ro")),
        new("entry-overridden", "", 1, 1, null, null, ("checkrcpthosts", "x.ro\n!X.ro"), ("locals", "x.ro")),
        new("entry-covers-nothing", "", 2, 1, null, null, ("checkrcpthosts", "*\nx.ro"), ("locals", "own.ro"), ("rcpthosts", "own.ro")),
        new("needless-exclusion", "", 1, 1, null, null, ("checkrcpthosts", "!x.ro\nown.ro"), ("locals", "own.ro\nx.ro")),
        new("idle-annotation", "", 2, 1, null, null, ("checkrcpthosts", "#: action=log\n!x.ro\n*"), ("locals", "x.ro")),
        new("relayed-unlisted", "", 2, 1, null, null, ("checkrcpthosts", "*"), ("locals", "own.ro"), ("rcpthosts", "own.ro\nx.ro")),
        new("delivered-uncovered", "", 2, 1, null, null, ("checkrcpthosts", "own.ro"), ("locals", "own.ro\nx.ro")),
        new("address-entry", "", 1, 1, null, "bob@x.ro", ("checkrcpthosts", "x.ro"), ("validrcptto", "bob@x.ro\r\n-@x.ro")),
        new("address-contradicted", "", 1, 1, null, null, ("checkrcpthosts", "x.ro"), ("validrcptto", "-Bob@x.ro\nbob@x.ro\n-@x.ro")),
        new("duplicate-address", "", 3, 1, null, null, ("checkrcpthosts", "x.ro"), ("validrcptto", "bob@x.ro\n-@x.ro\nBOB@x.ro")),
        new("needless-address", "", 2, 1, null, null, ("checkrcpthosts", "x.ro"), ("validrcptto", "@x.ro\nbob@x.ro")),
        new("open-list", "", 1, 1, null, null, ("checkrcpthosts", "x.ro"), ("validrcptto", "bob@x.ro")),
        new("list-without-addresses", "", 1, 1, null, null, ("checkrcpthosts", "x.ro"), ("validrcptto", "-@x.ro")),
        new("list-uncovered", "", 1, 1, null, null, ("checkrcpthosts", "own.ro"), ("validrcptto", "bob@x.ro\n-@x.ro")),
        new("plain-entry", "", 1, 1, null, null, ("badmailfromhosts", "@x.ro")),
        new("plain-return", "", 2, 5, null, null, ("badmailfromhosts", "#\nx.ro\r")),
    ];

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, Cases.Count));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_finding_has_its_place_its_witness_and_its_proposal(int number)
    {
        Case expected = Cases[number];
        IReadOnlyList<Finding> all = Linting.Lint([("badmailto", expected.Text), .. expected.Others]);
        string shown = string.Join("\n", all.Select(Show));
        Assert.True(
            all.Any(finding => finding.Kind.Id == expected.Id && finding.Line == expected.Line && finding.Column == expected.Column
                && Linting.Text(finding.Witness) == expected.Witness && Linting.Text(finding.Proposal) == expected.Proposal)
            || (expected.IsElsewhere && all.Any(finding => finding.Kind.Id == expected.Id)),
            $"{expected.Id} for {expected.Text}; found:\n{shown}");
    }

    [Theory]
    [InlineData("badmailto", "@tim\\.ro$\n[@.]optim\\.ro$\n^[a-z]+[0-9]+@example\\.com$\n!@\n^(info|sales)-[0-9]+@")]
    [InlineData("badmailto", "viagra\n^bounce-\n^[^@]*%\n[!-~]{65,}@\n[ -~]x+%")]
    [InlineData("badmailfrom", "^[a-z]+[0-9]{3,}@\n\\.(click|loan)$\n!@\n^root@localhost$")]
    [InlineData("badhelo", "^\\[?192\\.0\\.2\\.\n^localhost$\n(^|\\.)spam\\.example$")]
    [InlineData("goodmailto", "^postmaster@\n^abuse@")]
    [InlineData("badbounceto", "^(jobs|newsletter-signup)@example\\.com$")]
    [InlineData("badbounce", "^received: from example\\.com[^a-z0-9.-]\n^message-id: <[0-9a-f]+\\$[0-9a-f]+\\$[0-9a-f]+@example\\.com>$\n^message-id: <!&!")]
    [InlineData("badmailto", "#: until=2027-01-31 note=\"x\"\n#+ ab1@x.ro\n#- ab@x.ro\n^[a-z]+[0-9]@x\\.ro$")]
    public void Ordinary_files_are_clean(string name, string text) =>
        Assert.Equal([], Linting.Lint((name, text + "\n")).Select(Show));

    [Fact]
    public void A_rule_that_outlasts_the_one_above_is_not_redundant()
    {
        var found = Linting.Lint(("badmailto", "#: until=2026-12-31\n@x\\.ro$\n^a@x\\.ro$\n#: until=2026-12-31\n^b@x\\.ro$\n"));
        Assert.Equal(["badmailto:5:1 redundant: b@x.ro -> "], found.Select(Show));
    }

    [Fact]
    public void A_rule_for_the_log_covers_nothing() =>
        Assert.Equal([], Linting.Lint(("badmailto", "#: action=log\n@x\\.ro$\n^a@x\\.ro$\n")).Select(Show));

    [Fact]
    public void Own_domains_may_be_named_behind_a_negation_of_recipients() =>
        Assert.Equal([], Linting.Lint(("badmailto", "!@own\\.ro$\n"), ("rcpthosts", "own.ro")).Select(Show));

    [Fact]
    public void An_exception_keeps_postmaster() =>
        Assert.Equal([], Linting.Lint(("badmailto", "^(postmaster|root)@\n"), ("goodmailto", "^postmaster@\n"), ("rcpthosts", "own.ro")).Select(Show));

    /// <summary>The sample of such a rule is an address that ends in its @.</summary>
    [Theory]
    [InlineData("^x@$")]
    [InlineData("^$")]
    [InlineData("^@")]
    [InlineData("!.")]
    public void A_rule_that_hits_no_domain_stands_beside_a_plain_list(string rule)
    {
        foreach (string beside in new[] { "badmailtohosts", "goodmailtohosts", "badbouncetohosts", "badmailtonorelayhosts" })
        {
            Assert.NotNull(Linting.Lint(
                ("badmailto", rule + "\n"), ("badbounceto", rule + "\n"), ("badmailtonorelay", rule + "\n"), (beside, "x.ro\n"), ("rcpthosts", "own.ro")));
        }

        var names = PlainNames.Of(new LintedFile("badmailtohosts", QregexCheck.Control.ControlList.BadMailToHosts, Linting.Latin("x.ro\n")), Linting.Today);
        Assert.All((string[])["X@", "@", ""], subject => Assert.Null(names.Hitting(Linting.Latin(subject))));
    }

    [Fact]
    public void Hostile_files_are_survived()
    {
        string everyByte = string.Concat(Enumerable.Range(0, 256).Select(b => $"{(char)b}\n[{(char)b}-\n{(char)b}@{(char)b}.ro\n"));
        Assert.NotEmpty(Linting.Lint(("badmailto", everyByte)));
        Assert.NotEmpty(Linting.Lint(("badmailto", new string('(', 50_000))));
        Assert.NotNull(Linting.Lint(("badmailto", new string('(', 20_000) + "a" + new string(')', 20_000))));
        Assert.NotNull(Linting.Lint(("badmailto", "a{32767}\n(a|b){9,}" + new string('x', 100_000) + "\n")));
        Assert.Equal([], Linting.Lint(("badmailto", string.Empty)));
        Assert.NotEmpty(Linting.Lint(("badmailto", "!\n")));
    }

    private static string Show(Finding finding) =>
        $"{finding.File.Name}:{finding.Line}:{finding.Column} {finding.Kind.Id}: {Linting.Text(finding.Witness)} -> {Linting.Text(finding.Proposal)}";

    /// <summary>What is expected; line 0: in one of the other files, anywhere.</summary>
    internal sealed record Case(string Id, string Text, int Line, int Column, string? Witness, string? Proposal, params (string Name, string Text)[] Others)
    {
        public bool IsElsewhere => Line == 0;
    }
}
