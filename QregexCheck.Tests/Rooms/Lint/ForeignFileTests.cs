using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>Lists of other programs: the file is named once, and each line is offered as a rule.</summary>
public sealed class ForeignFileTests
{
    public static TheoryData<string, string, string, string[]> Files => new()
    {
        {
            "badmailfrom",
            "/\\.click$/ REJECT We take no mail from there\n/^foo@bar\\.example$/\tREJECT\n/@spam\\./i 554 5.7.1 no\n/^postmaster@/ OK\nif /x/\nendif\n",
            "Postfix",
            ["1 #: reply=\"553 We take no mail from there\" \\.click$", "2 ^foo@bar\\.example$", "3 #: reply=\"554 5.7.1 no\" @spam\\.",
            "4 goodmailfrom ^postmaster@"]
        },
        {
            "badhelo",
            "/^dsl-\\d+/ 450 4.7.1 not from dial-ups\n/^mail\\.example\\.net$/ DUNNO\n/\\.dyn.example$/ WARN seen\n",
            "Postfix",
            ["1 #: action=defer reply=\"450 4.7.1 not from dial-ups\" ^dsl-[0-9]+", "3 #: action=log \\.dyn\\.example$"]
        },
        {
            "badmailfrom",
            "@www.bad.example  mail never comes from www\njoe@bad.example\tREJECT\n@.*@    no multiple at signs\n",
            "qpsmtpd",
            ["1 #: reply=\"553 mail never comes from www\" @www\\.bad\\.example$", "2 ^joe@bad\\.example$", "3 #: reply=\"553 no multiple at signs\" @.*@"]
        },
        {
            "badmailfrom",
            "From:joe@bad.example REJECT\nbad.example ERROR:\"550 go \"away\"\"\n*@b.example  421 later\n",
            "sendmail",
            ["1 ^joe@bad\\.example$", "2 #: reply=\"550 go \\\"away\" [@.]bad\\.example$", "3 #: action=defer reply=\"421 later\" @b\\.example$"]
        },
        { "badmailfrom", "<joe@bad.example>\n<ann@bad.example>,\n", "header of a message", ["1 ^joe@bad\\.example$", "2 ^ann@bad\\.example$"] },
        { "badmailfrom", "\"joe@bad.example\",\n'@b.example'\n", "configuration", ["1 ^joe@bad\\.example$", "2 @b\\.example$"] },
        {
            "badmailfrom",
            "*@a.example : *@b.example\n\\N^\\d+@c\\.example$\\N\n",
            "Exim",
            ["1 @a\\.example$|@b\\.example$", "2 ^[0-9]+@c\\.example$"]
        },
        {
            "badmailfrom",
            "blacklist_from *@a.example joe@b.example\nblacklist_from\t*.c.example\n",
            "SpamAssassin",
            ["1 @a\\.example$|^joe@b\\.example$", "2 \\.c\\.example$"]
        },
        { "badmailfrom", "sender-blacklist-entry=@a.example\nsender-blacklist-entry=joe@b.example\n", "spamdyke", ["1 @a\\.example$", "2 ^joe@b\\.example$"] },
        { "goodmailto", "@a.example  a partner\njoe@a.example OK\n", "", ["1 @a\\.example$"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_list_of_another_programs_is_named_once(string file, string text, string program, string[] lines)
    {
        IReadOnlyList<Finding> all = Linting.Lint((file, text));
        Finding finding = Assert.Single(all);
        Assert.Equal(LintCatalog.ForeignFile, finding.Kind);
        Assert.Contains(program, finding.Message, StringComparison.Ordinal);
        Assert.Equal(lines, finding.Lines.Select(line =>
            line.Line + (line.File is null ? string.Empty : " " + line.File) + (line.Annotation is null ? string.Empty : " " + Linting.Text(line.Annotation))
                + " " + Linting.Text(line.Proposal)));

        // What is offered is a file in which nothing is found.
        foreach (IGrouping<string, LineProposal> offered in finding.Lines.GroupBy(line => line.File ?? file))
        {
            string rules = string.Concat(
                offered.Select(line => (line.Annotation is null ? string.Empty : Linting.Text(line.Annotation) + "\n") + Linting.Text(line.Proposal) + "\n"));
            Assert.Equal([], Linting.Lint((offered.Key, rules)).Where(other => other.Kind.Severity != Severity.Note).Select(other => other.Message));
        }
    }

    [Theory]
    [InlineData("*@bad.example OK", "trailing-text", "@bad\\.example$", null)]
    [InlineData("^joe@bad\\.example$ bulk sender", "trailing-text", "^joe@bad\\.example$", "#: reply=\"553 bulk sender\"")]
    [InlineData("joe@bad.example 550 5.1.1 gone", "trailing-text", "^joe@bad\\.example$", "#: reply=\"550 5.1.1 gone\"")]
    [InlineData("joe@bad.example\tdefer", "trailing-text", "^joe@bad\\.example$", "#: action=defer")]
    [InlineData("<joe@bad.example>", "wrapped", "^joe@bad\\.example$", null)]
    [InlineData("joe@bad.example,", "wrapped", "^joe@bad\\.example$", null)]
    [InlineData("joe@bad.example,ann@bad.example", "wrapped", "^joe@bad\\.example$|^ann@bad\\.example$", null)]
    [InlineData("joe@bad.example *@b.example", "wrapped", "^joe@bad\\.example$|@b\\.example$", null)]
    [InlineData("- joe@bad.example", "wrapped", "^joe@bad\\.example$", null)]
    [InlineData("joe@bad.example: REJECT", "trailing-text", "^joe@bad\\.example$", null)]
    [InlineData("joe@bad.example // go away", "trailing-text", "^joe@bad\\.example$", "#: reply=\"553 go away\"")]
    [InlineData("/^joe@bad\\.example$/ REJECT", "foreign-line", "^joe@bad\\.example$", null)]
    public void A_line_of_another_programs_is_offered_as_a_rule(string line, string id, string proposal, string? annotation)
    {
        Finding finding = Linting.Lint(("badmailfrom", line + "\n@a\\.example$\n@b\\.example$\n")).Single();
        Assert.Equal((id, proposal, annotation), (finding.Kind.Id, Linting.Text(finding.Proposal), Linting.Text(finding.Annotation)));
        Assert.Equal(Severity.Error, finding.Kind.Severity);
    }

    [Theory]
    [InlineData("badmailfrom", "^joe smith@x\\.ro$")]
    [InlineData("badmailfrom", "[ -~]x+%")]
    [InlineData("badmailfrom", ".*\\ @.*")]
    [InlineData("badmailfrom", "^[^@ ]+ [^@ ]+@")]
    [InlineData("badhelo", "^my computer$")]
    [InlineData("badmailfrom", "^\"[^\"]*\"@")]
    [InlineData("badmailfrom", "@[^>]*>$")]
    public void A_blank_or_a_quote_that_may_be_meant_is_left_alone(string file, string rule) =>
        Assert.Equal([], Linting.Lint((file, rule + "\n")).Select(finding => finding.Kind.Id));

    [Fact]
    public void An_annotation_that_the_reader_would_refuse_is_not_offered() =>
        Assert.Null(Linting.Lint(("badmailfrom", "@bad.example " + new string('x', 500) + "\n")).Single().Annotation);
}
