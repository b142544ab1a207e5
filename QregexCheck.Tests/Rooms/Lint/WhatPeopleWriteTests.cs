using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Lint;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Rules as people write them who have another program's lists in mind: what is found, what shows it, what is offered.</summary>
public sealed class WhatPeopleWriteTests
{
    [Theory]
    [InlineData(".ru", "info@yoga.guru", "\\.ru$")]
    [InlineData(".ru$", "info@yoga.guru", "\\.ru$")]
    [InlineData("@.*.me$", "info@doe.name", "@.*\\.me$")]
    [InlineData(".us$", "info@one.plus", "\\.us$")]
    [InlineData(".example\\.org$", "info@notexample.org", "\\.example\\.org$")]
    [InlineData(".example.org", "info@notexample.org", "\\.example\\.org$")]
    [InlineData("^.*.ru$", "info@yoga.guru", "^.*\\.ru$")]
    [InlineData(".*@.*.ru", "info@yoga.guru", ".*@.*\\.ru$")]
    [InlineData(".(ru|cn|top)$", "info@yoga.guru", "\\.(ru|cn|top)$")]
    [InlineData("@.*.(us|ru)$", "info@one.plus", "@.*\\.(us|ru)$")]
    [InlineData("(.ru|.cn)$", "info@yoga.guru", "(\\.ru|\\.cn)$")]
    [InlineData("(.*).ru$", "info@yoga.guru", "(.*)\\.ru$")]
    [InlineData("@.example\\.com$", "a@aexample.com", "@.*\\.example\\.com$")]
    [InlineData(".CO$", "info@doe.myco", "\\.CO$")]
    [InlineData(".ab.xyz$", "info@notab.xyz", "\\.ab\\.xyz$")]
    public void A_dot_before_a_domain_is_any_byte(string rule, string witness, string proposal) =>
        AssertOffers(rule, LintCatalog.LeadingDot, proposal, witness);

    [Theory]
    [InlineData("\\.ru$")]
    [InlineData("@.*\\.ru$")]
    [InlineData("[.]ru$")]
    [InlineData("^.*@spam\\.example$")]
    [InlineData(".{65,}@")]
    [InlineData(".*bulk")]
    [InlineData("(^|.*[.@])spam\\.example$")]
    [InlineData("@(.*\\.)?spam\\.example$")]
    public void A_dot_that_is_meant_is_left_alone(string rule) => AssertClean("badmailfrom", rule);

    [Fact]
    public void A_leading_dot_is_found_in_host_names_too() =>
        Assert.Contains(Linting.Lint(("badhelo", ".ru$\n")), finding =>
            finding.Kind == LintCatalog.LeadingDot && Linting.Text(finding.Witness) == "yoga.guru" && Linting.Text(finding.Proposal) == "\\.ru$");

    [Theory]
    [InlineData("@*.icu", "@.*\\.icu$", "a@b.icu")]
    [InlineData("@*.icu$", "@.*\\.icu$", "a@b.icu")]
    [InlineData("@*bulk*", "@.*bulk", "a@bulk.example")]
    [InlineData(".*@*.bulk.example", "@.*\\.bulk\\.example$", "x@y.bulk.example")]
    [InlineData("*.bad.example$", "\\.bad\\.example$", "a@mx.bad.example")]
    [InlineData("^*@bad.example$", "@bad\\.example$", "a@bad.example")]
    [InlineData("*@foo\\.com", "@foo\\.com$", "a@foo.com")]
    [InlineData("*@*.ru", "@.*\\.ru$", "a@b.ru")]
    [InlineData("*spam*", "spam", "a@myspam.example")]
    [InlineData("*@(foo|bar).com", "@(foo|bar)\\.com$", "a@bar.com")]
    [InlineData("*@bad-?.example", "@bad-.\\.example$", "a@bad-1.example")]
    [InlineData("spam@*", "^spam@", "spam@a.example")]
    [InlineData("*spam.ru", ".*spam\\.ru$", "a@myspam.ru")]
    [InlineData("*spam.ru$", ".*spam\\.ru$", "a@spam.ru")]
    [InlineData("*-bounce@x.example", ".*-bounce@x\\.example$", "list-bounce@x.example")]
    [InlineData("*@spam.ru*", "@spam\\.ru.*$", "a@spam.ru.example")]
    [InlineData("@*.a_b.example", "@.*\\.a_b\\.example$", "a@mx.a_b.example")]
    [InlineData("*@.spam.ru", "@.*\\.spam\\.ru$", "a@mx.spam.ru")]
    [InlineData("?@x.example$", "^.@x\\.example$", "j@x.example")]
    [InlineData("?@x.example", "^.@x\\.example$", "j@x.example")]
    [InlineData("????@x.example", "^....@x\\.example$", "anna@x.example")]
    [InlineData("^news*@*.example.com", "^news.*@.*\\.example\\.com$", "newsletter@mail.example.com")]
    public void A_shell_pattern_is_offered_as_what_it_hits(string rule, string proposal, string hit)
    {
        AssertOffers(rule, LintCatalog.Glob, proposal);
        Assert.Equal(MatchResult.Match, new RuleMatcher().Match(Linting.Latin(proposal), CaseFolding.Upper(Linting.Latin(hit)), out _));
    }

    [Theory]
    [InlineData("spam*@x.example", "^spam.*@x\\.example$")]
    [InlineData("bounce*", "^bounce")]
    [InlineData("foo*bar@x.example", "^foo.*bar@x\\.example$")]
    [InlineData("user?@x.example", "^user.@x\\.example$")]
    [InlineData("info-*@x\\.example$", "^info-.*@x\\.example$")]
    [InlineData("mail*.isp.example", "[@.]mail.*\\.isp\\.example$")]
    [InlineData("user+*@x.example", "^user\\+.*@x\\.example$")]
    public void A_star_behind_a_word_is_a_shells(string rule, string proposal) => AssertOffers(rule, LintCatalog.InnerGlob, proposal);

    [Theory]
    [InlineData("go*gle")]
    [InlineData("^go*gle@")]
    [InlineData("https?://")]
    [InlineData("^(first\\.last|x)")]
    [InlineData("^[a-z]*@")]
    [InlineData("^a*b@")]
    [InlineData("^x+y*z@")]
    public void A_star_in_a_word_may_be_meant(string rule) => AssertClean("badmailfrom", rule);

    [Theory]
    [InlineData("*")]
    [InlineData("*@*")]
    [InlineData("*@*.*")]
    [InlineData("**")]
    public void What_would_refuse_everyone_is_not_offered(string rule)
    {
        IReadOnlyList<Finding> all = Linting.Lint(("badmailfrom", rule + "\n"));
        Assert.NotEmpty(all);
        Assert.All(all, finding => Assert.Null(finding.Proposal));
    }

    [Fact]
    public void A_star_alone_is_not_offered_as_nothing() =>
        Assert.Equal([(LintCatalog.Glob, null)], Linting.Lint(("badhelo", "*\n")).Select(finding => (finding.Kind, Linting.Text(finding.Proposal))));

    [Theory]
    [InlineData("badhelo", "^(\\d{1,3}-){3}\\d{1,3}\\.isp\\.example$", "^([0-9]{1,3}-){3}[0-9]{1,3}\\.isp\\.example$")]
    [InlineData("badhelo", "^user\\d\\d\\d\\.isp\\.example$", "^user[0-9][0-9][0-9]\\.isp\\.example$")]
    [InlineData("badhelo", "[a-z]{2,5}.isp.example$", "[a-z]{2,5}\\.isp\\.example$")]
    [InlineData("badmailfrom", "\\yeah.net$", "[@.]yeah\\.net$")]
    [InlineData("badmailfrom", "^\\d+@x.example", "^[0-9]+@x\\.example$")]
    [InlineData("badmailfrom", "(?:a|b)@x.example", "(a|b)@x\\.example$")]
    [InlineData("badmailfrom", "/^joe@x.example/i", "^joe@x\\.example$")]
    [InlineData("badmailfrom", "^(a|b@x.ro$", "^(a|b)@x\\.ro$")]
    [InlineData("badmailfrom", "^(a||b)@x.ro", "^(a|b)@x\\.ro$")]
    [InlineData("badmailfrom", "^[\\w.-_]+@x.ro", "^[a-z0-9_._-]+@x\\.ro$")]
    [InlineData("badmailfrom", "<joe@a_b.example>", "^joe@a_b\\.example$")]
    [InlineData("badmailfrom", "<joe+tag@x.example>", "^joe\\+tag@x\\.example$")]
    [InlineData("badmailfrom", "joe+tag@x.example REJECT", "^joe\\+tag@x\\.example$")]
    [InlineData("badmailfrom", "From: joe+tag@x.example", "^joe\\+tag@x\\.example$")]
    [InlineData("badmailfrom", "ann@x.example, joe+tag@x.example", "^ann@x\\.example$|^joe\\+tag@x\\.example$")]
    [InlineData("badmailfrom", "[joe@x.example]", "^joe@x\\.example$")]
    [InlineData("badmailfrom", "mailto:joe@x.example", "^joe@x\\.example$")]
    [InlineData("badmailfrom", "http://x.example/", "[@.]x\\.example$")]
    [InlineData("badmailfrom", "@x.example:", "@x\\.example$")]
    [InlineData("badmailfrom", "@x.example/", "@x\\.example$")]
    [InlineData("badhelo", "[192.0.2.1]", "^\\[192\\.0\\.2\\.1]$")]
    [InlineData("badmailto", "[192.0.2.1]", "@\\[192\\.0\\.2\\.1]$")]
    [InlineData("badhelo", "*isp.example", ".*isp\\.example$")]
    [InlineData("badmailfrom", "spam.example", "[@.]spam\\.example$")]
    [InlineData("badmailfrom", "^spam\\.example$", "[@.]spam\\.example$")]
    [InlineData("badmailfrom", "spam.example.", "[@.]spam\\.example$")]
    [InlineData("badmailfrom", "@spam\\.example\\.$", "@spam\\.example$")]
    [InlineData("badmailfrom", "tim\\.ro$|joe@x\\.ro", "[@.]tim\\.ro$|^joe@x\\.ro$")]
    public void One_rule_mends_the_whole_line(string file, string rule, string proposal)
    {
        List<string?> offered = Linting.Lint((file, rule + "\n")).Select(finding => Linting.Text(finding.Proposal)).Where(text => text is not null).Distinct()
            .ToList();
        Assert.Equal([proposal], offered);
        AssertClean(file, proposal);
    }

    [Theory]
    [InlineData("^\\[IPv6:")]
    [InlineData("^[a-z]+://")]
    [InlineData("/")]
    [InlineData("[0-9.]")]
    public void A_colon_or_a_slash_may_end_a_rule(string rule) =>
        Assert.DoesNotContain(Linting.Lint(("badhelo", rule + "\n")), finding => finding.Kind == LintCatalog.Wrapped
            || finding.Kind == LintCatalog.ForeignLine);

    [Theory]
    [InlineData("(keyword|shop\\.example)", "a@shop.example.ro", "(keyword|shop\\.example$)")]
    [InlineData("viagra|@shop\\.example", "a@shop.example.ro", "viagra|@shop\\.example$")]
    [InlineData("@(a\\.example|b\\.example)", "a@a.example.ro", "@(a\\.example|b\\.example)$")]
    [InlineData("@tim\\.(ro|com)", "a@tim.ro.ro", "@tim\\.(ro|com)$")]
    public void Only_alternatives_that_end_in_a_domain_are_held_at_the_end(string rule, string witness, string proposal) =>
        AssertOffers(rule, LintCatalog.OpenRight, proposal, witness);

    [Theory]
    [InlineData(".*\\ @.*")]
    [InlineData("^[^@]* [^@]*@")]
    [InlineData("\x01@")]
    [InlineData("@.*@")]
    public void What_a_quoted_local_part_can_hold_is_an_address(string rule) => AssertClean("badmailfrom", rule);

    [Theory]
    [InlineData("[@.]com\\.ar$", "com.ar")]
    [InlineData("[@.]co\\.uk$", "co.uk")]
    [InlineData("\\.com$", "com")]
    [InlineData("@.*\\.(net|click)$", "net")]
    [InlineData("\\.(co|org)\\.nz$", "co.nz")]
    public void A_rule_for_a_whole_registry_is_noted(string rule, string registry)
    {
        Finding finding = Assert.Single(Linting.Lint(("badmailfrom", rule + "\n")));
        Assert.Equal(LintCatalog.PublicSuffix, finding.Kind);
        Assert.Contains($"under {registry}", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\.click$")]
    [InlineData("@spam\\.co\\.uk$")]
    [InlineData("^[0-9]+@.*\\.com$")]
    [InlineData("^[a-z]\\.com$@")]
    public void A_rule_for_less_or_for_a_country_is_not_noted(string rule) =>
        Assert.DoesNotContain(Linting.Lint(("badmailfrom", rule + "\n")), finding => finding.Kind == LintCatalog.PublicSuffix);

    [Theory]
    [InlineData("badhelo", "@foo\\.example$", "address-in-helo", "(^|\\.)foo\\.example$")]
    [InlineData("badmailfrom", "@b\xC3\xBC" + "cher\\.example$", "eight-bit", "@xn--bcher-kva\\.example$")]
    [InlineData("badmailfrom", "@b\xFC" + "cher\\.example$", "eight-bit", null)]
    public void Names_that_no_envelope_holds_are_found(string file, string rule, string id, string? proposal) =>
        Assert.Contains(Linting.Lint((file, rule + "\n")), finding => finding.Kind.Id == id && Linting.Text(finding.Proposal) == proposal);

    [Theory]
    [InlineData("^(ann|bob|postmaster|abuse)@example\\.com$", new string[0])]
    [InlineData("^ann@example\\.com$", new[] { "refuses-postmaster" })]
    [InlineData("^ann@example\\.org$", new[] { "refuses-domain" })]
    [InlineData("", new[] { "refuses-domain" })]
    public void A_domain_with_exceptions_is_not_refused_as_a_whole(string exceptions, string[] ids)
    {
        var found = Linting.Lint(("badmailto", "@example\\.com$\n"), ("goodmailto", exceptions + "\n"), ("rcpthosts", "example.com"));
        Assert.Equal(ids, found.Select(finding => finding.Kind.Id));
    }

    [Theory]
    [InlineData("badmailfrom", "goodmailfrom")]
    [InlineData("goodmailfrom", "goodmailfrom")]
    [InlineData("badmailtonorelay", "goodmailto")]
    [InlineData("goodmailto", "goodmailto")]
    public void An_exception_as_elsewhere_is_sent_to_the_file_of_its_own_subject(string file, string exceptions) =>
        Assert.Contains(
            Linting.Lint((file, "!*@x.ro\n")),
            finding => finding.Kind == LintCatalog.ExceptionDialect && finding.Message.EndsWith($" in {exceptions}", System.StringComparison.Ordinal));

    [Fact]
    public void Senders_of_an_own_domain_may_be_refused_but_for_those_named() =>
        Assert.DoesNotContain(
            Linting.Lint(("badmailfrom", "[@.]own\\.ro$\n"), ("goodmailfrom", "^list@own\\.ro$\n"), ("rcpthosts", "own.ro")),
            finding => finding.Kind == LintCatalog.OwnSender);

    [Theory]
    [InlineData("^spammer$\n", true)]
    [InlineData("^spammer$\n^other$\n", true)]
    [InlineData("^spammer$\n@spam\\.example$\n", false)]
    [InlineData("# nothing yet\n", false)]
    [InlineData("#: until=2026-11-30\n@spam\\.example$\n", false)]
    public void A_file_in_which_nothing_can_hit_is_an_error(string text, bool isDead)
    {
        IReadOnlyList<Finding> all = Linting.Lint(("badmailfrom", text));
        Assert.Equal(isDead, all.Any(finding => finding.Kind == LintCatalog.DeadFile));
        Assert.Equal(isDead, all.Any(finding => finding.Kind.Severity == Severity.Error));
    }

    [Theory]
    [InlineData("(^a|b)+@x\\.ro$", true)]
    [InlineData("^(^a)+@x\\.ro$", true)]
    [InlineData("(^a){2}@x\\.ro$", true)]
    [InlineData("^(^a)*@x\\.ro$", false)]
    [InlineData("^(^a)?@x\\.ro$", false)]
    [InlineData("(^|\\.)x\\.ro$", false)]
    public void A_repeated_anchor_is_said_where_it_is_lost(string rule, bool isLost)
    {
        Finding? finding = Linting.Lint(("badmailfrom", rule + "\n")).FirstOrDefault(finding => finding.Kind == LintCatalog.RepeatedAnchor);
        Assert.Equal(isLost, finding is not null);
        if (isLost)
            Assert.Contains("drops it from the copies", finding!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_loses_an_anchor_in_a_copy_as_the_finding_says() =>
        Assert.Equal(MatchResult.Match, new RuleMatcher().Match("^(^a)+$"u8, "AA"u8, out _));

    /// <summary>True for a rule in which nothing worse than a note is found.</summary>
    private static void AssertClean(string file, string rule) =>
        Assert.Equal([], Linting.Lint((file, rule + "\n")).Where(finding => finding.Kind.Severity != Severity.Note).Select(finding => finding.Kind.Id));

    private static void AssertOffers(string rule, FindingKind kind, string proposal, string? witness = null)
    {
        IReadOnlyList<Finding> all = Linting.Lint(("badmailfrom", rule + "\n"));
        string shown = string.Join("\n", all.Select(finding => $"{finding.Kind.Id}: {Linting.Text(finding.Witness)} -> {Linting.Text(finding.Proposal)}"));
        Assert.True(
            all.Any(finding => finding.Kind == kind && Linting.Text(finding.Proposal) == proposal
            && (witness is null || Linting.Text(finding.Witness) == witness)), shown);
        AssertClean("badmailfrom", proposal);
    }
}
