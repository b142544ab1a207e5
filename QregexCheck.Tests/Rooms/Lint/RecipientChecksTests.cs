using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>What is found in control/checkrcpthosts and control/validrcptto, and what is not.</summary>
public sealed class RecipientChecksTests
{
    [Fact]
    public void Files_that_say_what_was_meant_are_clean() =>
        Assert.Equal([], Found(
            ("checkrcpthosts", "#: action=log note=\"first week\" lint-ignore=idle-annotation\n*\n!lists.own.ro\n"
                + "#: until=2027-01-31\n!.deep.own.ro\n#+ a@x.ro\n#- a@own.ro\n#: relay=yes\nx.ro\n.virt.ro\n"),
            ("validrcptto", "# of the exporter\nbob@x.ro\nann@X.ro\n-joe@x.ro\n-@x.ro\n"),
            ("locals", "own.ro\nlists.own.ro\na.deep.own.ro\n"),
            ("virtualdomains", ".virt.ro:virt\nbob@y.ro:bob\n"),
            ("rcpthosts", "own.ro\nlists.own.ro\na.deep.own.ro\nx.ro\n.virt.ro\n")));

    [Fact]
    public void A_broken_annotation_is_said_to_leave_an_entry_that_only_logs()
    {
        IReadOnlyList<Finding> found = Lint(("checkrcpthosts", "#: ext=maybe\n*\n"), ("locals", "own.ro\n"));
        Assert.Equal("ext is yes or no; the annotation is ignored, and the entry in line 2 only logs", Assert.Single(found).Message);
        Assert.Equal(("checkrcpthosts", 1, 8, LintCatalog.Annotation), (found[0].File.Name, found[0].Line, found[0].Column, found[0].Kind));
    }

    [Fact]
    public void An_entry_whose_day_is_over_and_an_annotation_without_an_entry_are_told() =>
        Assert.Equal(
            ["checkrcpthosts:2 asleep", "checkrcpthosts:4 long-asleep", "checkrcpthosts:6 orphan-annotation"],
            Found(("checkrcpthosts", "#: until=2026-11-30\n*\n#: until=2026-01-31\nown.ro\nown.ro\n#: action=log\n"), ("locals", "own.ro\n")));

    [Fact]
    public void An_entry_that_sleeps_covers_nothing_and_overrides_nothing() =>
        Assert.Equal(
            ["checkrcpthosts:3 asleep", "locals:2 delivered-uncovered"],
            Found(("checkrcpthosts", "own.ro\n#: until=2026-11-30\n!own.ro\n"), ("locals", "own.ro\nx.ro\n")));

    [Fact]
    public void Of_an_exclusion_that_sleeps_it_is_said_what_covers_the_domain_again() =>
        Assert.Equal(
            ["the entry has been asleep since 2026-12-01, as if it were not there, and so the entry in line 1 covers own.ro again"],
            Lint(("checkrcpthosts", "*\n#: until=2026-11-30\n!own.ro\n"), ("locals", "own.ro\n")).Select(finding => finding.Message));

    [Fact]
    public void An_entry_that_outlasts_the_later_one_is_not_overridden() =>
        Assert.Equal([], Found(("checkrcpthosts", "own.ro\n#: until=2026-12-31\n!own.ro\n"), ("locals", "own.ro\n")));

    [Theory]
    [InlineData("#+ a@x.ro\n*\n", "checkrcpthosts:1 example-fails")]
    [InlineData("#- a@own.ro\n*\n", "checkrcpthosts:1 example-fails")]
    [InlineData("#- a@own.ro\n!own.ro\n*\n", "checkrcpthosts:1 example-fails")]
    [InlineData("#+ a@own.ro\n!own.ro\n*\n", null)]
    [InlineData("#+ a@a.own.ro\n.own.ro\n*\n", "checkrcpthosts:2 entry-covers-nothing")]
    public void The_examples_above_an_entry_are_tried(string text, string? found) =>
        Assert.Equal(found is null ? [] : [found], Found(("checkrcpthosts", text), ("locals", "own.ro\n"), ("rcpthosts", "own.ro\n")));

    [Fact]
    public void A_finding_is_ignored_where_the_entry_says_so_and_an_unknown_id_is_one() =>
        Assert.Equal(
            ["checkrcpthosts:5 annotation"],
            Found(
                ("checkrcpthosts", "*\n#: lint-ignore=entry-covers-nothing\nx.ro\n#: lint-ignore=no-such\nown.ro\n"),
                ("locals", "own.ro\n"),
                ("rcpthosts", "own.ro\n")));

    [Theory]
    [InlineData("x.ro", "the entry covers nothing: x.ro is neither in rcpthosts nor delivered here, and validrcptto has no line for it")]
    [InlineData(".x.ro", "the entry covers nothing: nothing below x.ro is in rcpthosts, delivered here, or in validrcptto")]
    [InlineData(
        ".own.ro", "the entry covers nothing: nothing below own.ro is in rcpthosts, delivered here, or in validrcptto; write own.ro for the domain itself")]
    [InlineData("own.ro", null)]
    [InlineData("RELAY.ro", null)]
    [InlineData("a.relay.org", null)]
    [InlineData(".relay.org", null)]
    [InlineData(".a.relay.org", null)]
    [InlineData("listed.ro", null)]
    [InlineData("virt.ro", null)]
    [InlineData(".virt.org", null)]
    [InlineData("a.virt.org", null)]
    [InlineData("part.ro", null)]
    [InlineData("remote.virt.org", "the entry covers nothing: remote.virt.org is neither in rcpthosts nor delivered here, and validrcptto has no line for it")]
    public void An_entry_covers_something_where_mail_comes_here(string entry, string? message)
    {
        IEnumerable<string> messages = Lint(
                ("checkrcpthosts", entry + "\n"), ("locals", "own.ro\n"), ("rcpthosts", "own.ro\nrelay.ro\n.relay.org\n"),
                ("virtualdomains", "virt.ro:v\n.virt.org:v\nremote.virt.org:v\nremote.virt.org:\nbob@part.ro:bob\n"),
                ("validrcptto", "bob@listed.ro\n-@listed.ro\n"))
            .Where(finding => finding.Kind == LintCatalog.EntryCoversNothing).Select(finding => finding.Message);
        Assert.Equal(message is null ? [] : [message], messages);
    }

    [Fact]
    public void Domains_of_morercpthosts_are_taken_and_a_file_that_cannot_be_believed_is_no_reason()
    {
        Assert.Equal(["entry-covers-nothing 3", "relayed-unlisted 2"], Kinds(CdbFile.Of(("more.ro", ""), (".more.org", ""))));
        Assert.Equal(["relayed-unlisted 2", "relayed-unlisted 3"], Kinds("torn"u8.ToArray()));
        Assert.Equal(["entry-covers-nothing 2", "entry-covers-nothing 3", "entry-covers-nothing 4"], Kinds(null));

        static IEnumerable<string> Kinds(byte[]? more)
        {
            LintedFile File(string name, string text) => new(name, Linting.Latin(text));
            var files = new RecipientFiles
            {
                Covered = File("checkrcpthosts", "*\nmore.ro\nx.ro\n.more.org\n"),
                Locals = File("locals", "own.ro\n"),
                Received = File("rcpthosts", "own.ro\n"),
                MoreReceived = more,
                IsWhole = true,
            };
            return RecipientChecks.Run(files, Linting.Today).Select(finding => $"{finding.Kind.Id} {finding.Line}").Order();
        }
    }

    [Fact]
    public void A_file_without_an_entry_and_a_star_without_a_domain_cover_nothing()
    {
        Assert.Equal(["checkrcpthosts:1 entry-covers-nothing"], Found(("checkrcpthosts", "# nothing yet\n"), ("locals", "own.ro\n")));
        Assert.Equal(["checkrcpthosts:1 entry-covers-nothing"], Found(("checkrcpthosts", "*\n"), ("locals", "")));
        Assert.Equal([], Found(("checkrcpthosts", "*\n"), ("locals", ""), ("virtualdomains", ":all\n")));
        Assert.Equal([], Found(("checkrcpthosts", "*\n"), ("me", "own.ro\n")));
    }

    [Fact]
    public void What_is_not_known_is_no_reason()
    {
        // Without locals and me it is not known what is delivered here, without rcpthosts not what is taken.
        Assert.Equal([], Found(("checkrcpthosts", "*\nx.ro\n!.y.ro\n"), ("rcpthosts", "own.ro\n")));
        Assert.Equal(["checkrcpthosts:2 relayed-unlisted"], Found(("checkrcpthosts", "*\nx.ro\n"), ("locals", "own.ro\n")));
    }

    [Theory]
    [InlineData("!x.ro\n", "no other entry covers what it is about")]
    [InlineData("*\n!x.ro\n", "only * could cover it, and * is about what is delivered here: x.ro is not")]
    [InlineData("*\n!.own.ro\n!a.own.ro\n", "line 2 has taken it out already")]
    [InlineData("own.ro\n!*\n", "no other entry covers what it is about")]
    [InlineData("*\n!own.ro\n", null)]
    [InlineData(".ro\n!x.ro\n", null)]
    [InlineData(".ro\n!.x.ro\n", null)]
    [InlineData("x.ro\n!x.ro\n", null)]
    [InlineData("*\n!.own.ro\na.own.ro\n!*\n", "line 4 has taken it out already")]
    public void An_exclusion_takes_out_what_another_entry_covers(string text, string? why)
    {
        IEnumerable<string> messages = Lint(("checkrcpthosts", text), ("locals", "own.ro\na.own.ro\n"), ("rcpthosts", "own.ro\na.own.ro\nx.ro\nb.x.ro\n"))
            .Where(finding => finding.Kind == LintCatalog.NeedlessExclusion).Select(finding => finding.Message);
        Assert.Equal(why is null ? [] : ["the ! takes nothing out: " + why], messages);
    }

    [Fact]
    public void Fields_for_mailboxes_here_change_nothing_for_a_domain_that_is_relayed() =>
        Assert.Equal(
            [
                "checkrcpthosts:3 idle-annotation: ext= and age= change nothing: no mail that the entry is about is delivered here, "
                + "and validrcptto alone decides",
            ],
            Lint(
                ("checkrcpthosts", "*\n#: ext=no age=60\nx.ro\n#: ext=no age=60\nown.ro\n"), ("locals", "own.ro\n"), ("rcpthosts", "x.ro\n"),
                ("validrcptto", "a@x.ro\n-@x.ro\n"))
                .Select(finding => $"{finding.File.Name}:{finding.Line} {finding.Kind.Id}: {finding.Message}"));

    [Fact]
    public void Domains_of_qmail_that_no_entry_is_about_are_told_in_their_own_files() =>
        Assert.Equal(
            ["rcpthosts:2 relayed-unlisted", "rcpthosts:5 relayed-unlisted", "locals:3 delivered-uncovered", "virtualdomains:2 delivered-uncovered"],
            Found(
                ("checkrcpthosts", "own.ro\n!out.ro\n.out.ro\nvirt.ro\n"),
                ("rcpthosts", "own.ro\nx.ro\nlisted.ro\nout.ro\n.far.ro\n"),
                ("locals", "own.ro\nout.ro\nforgotten.ro\n"),
                ("virtualdomains", "virt.ro:v\nmeant.ro:m\nremote.ro:\nbob@z.ro:bob\nnocolon\n"),
                ("validrcptto", "a@listed.ro\n-@listed.ro\n")).Where(static line => !line.Contains("list-uncovered", StringComparison.Ordinal)
                && !line.Contains("exclusion", StringComparison.Ordinal) && !line.Contains("covers-nothing", StringComparison.Ordinal)));

    [Theory]
    [InlineData(
        "bob@x.ro\n-@x.ro\n", "*\n",
        "no entry of checkrcpthosts covers x.ro: * is about what is delivered here, and this is not; its lines are never asked")]
    [InlineData("bob@x.ro\n-@x.ro\n", "own.ro\n", "no entry of checkrcpthosts covers x.ro; its lines are never asked")]
    [InlineData("bob@x.ro\n-@x.ro\n", ".ro\n!x.ro\n", "line 2 of checkrcpthosts takes x.ro out; its lines are never asked")]
    [InlineData("bob@x.ro\n-@x.ro\n", null, "there is no checkrcpthosts, so no line of the file is asked")]
    [InlineData("bob@own.ro\n-@own.ro\n", "*\n", null)]
    [InlineData("bob@a.x.ro\n-@a.x.ro\n", ".x.ro\n", null)]
    public void A_list_is_asked_where_an_entry_covers_its_domain(string valid, string? covered, string? message)
    {
        (string, string)[] files = [("validrcptto", valid), ("locals", "own.ro\n")];
        IEnumerable<string> messages = Lint(covered is null ? files : [.. files, ("checkrcpthosts", covered)])
            .Where(finding => finding.Kind == LintCatalog.ListUncovered).Select(finding => finding.Message);
        Assert.Equal(message is null ? [] : [message], messages);
    }

    [Fact]
    public void Lines_of_validrcptto_are_told_with_what_becomes_of_them() =>
        Assert.Equal(
            [
                "1 address-entry: the entry has no @; an entry is user@domain or @domain, with a - before it for no; it is passed over",
                "2 address-entry: the entry begins with a blank; it is taken for bob@x.ro, and until it is mended -@domain is not believed for a domain that it names",
                "3 address-entry: the entry ends in CR; it is passed over"
                + ", and until it is mended -@domain is not believed for a domain that it names",
                "4 list-without-addresses: no line is an address of x.ro, so -@x.ro is not believed and refuses nobody: "
                + "a list that lost its addresses looks so",
            ],
            Lint(("checkrcpthosts", "x.ro\n"), ("validrcptto", "bob\n bob@x.ro\n-ann@x.ro\r\n-@x.ro\n"))
                .Select(finding => $"{finding.Line} {finding.Kind.Id}: {finding.Message}"));

    [Fact]
    public void Addresses_are_compared_without_case_and_through_nuls() =>
        Assert.Equal(
            [
                "1 address-contradicted: line 3 says that the address exists, and that counts: this line refuses nobody",
                "2 duplicate-address: the same entry stands above; there are 3 such lines in the file",
                "6 address-contradicted: by line 7 every address of y.ro exists, and that counts: this line refuses nobody",
                "6 needless-address: 1 address of y.ro: it changes nothing beside line 7, by which every address exists",
            ],
            Lint(
                ("checkrcpthosts", "x.ro\ny.ro\n"),
                ("validrcptto", "-bob@x.ro\n-BOB@x.ro\nbob@x.ro\0Bob@X.ro\n-@x.ro\nbob@x.ro \t\na@y.ro\0-@y.ro\n@y.ro\n"))
                .Select(finding => $"{finding.Line} {finding.Kind.Id}: {finding.Message}"));

    [Fact]
    public void An_open_list_is_told_with_what_decides_about_the_others() =>
        Assert.Equal(
            [
                "1 address of own.ro, and no line for all others: what is delivered here decides about all others",
                "2 addresses of x.ro, and no line for all others: nobody is missing there; write -@x.ro when these are all",
            ],
            Lint(("checkrcpthosts", "*\nx.ro\n"), ("locals", "own.ro\n"), ("validrcptto", "a@own.ro\na@x.ro\nb@x.ro\n-c@z\n"))
                .Where(finding => finding.Kind == LintCatalog.OpenList).Select(finding => finding.Message));

    [Fact]
    public void Of_a_kind_a_thousand_are_kept_and_the_rest_is_counted()
    {
        string text = string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"a@d{i}.ro\r\n"));
        var found = Lint(("checkrcpthosts", ".ro\n"), ("validrcptto", text)).Where(finding => finding.Kind == LintCatalog.AddressEntry).ToList();
        Assert.Equal(1_001, found.Count);
        Assert.Equal(5_000, found[^1].Line);
        Assert.StartsWith("4000 more findings of this kind; this is the last of them: the entry ends in CR; ", found[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_files_are_survived()
    {
        string everyByte = string.Concat(Enumerable.Range(0, 256).Select(
            static b => $"{(char)b}\n!{(char)b}.ro\n{(char)b}@{(char)b}.ro\n-{(char)b}@{(char)b}\n"));
        string dots = new string('.', 70_000) + "\n" + string.Concat(Enumerable.Repeat("a.", 400)) + "ro\n";
        foreach (string text in (string[])[everyByte, dots, "\0\0\0", "\n", "", "@", "-@", "-", "!", "!\0", "*\0*", ":\n:x\n.:x", "\xEF\xBB\xBFx.ro\n"])
        {
            foreach (string name in (string[])["checkrcpthosts", "validrcptto", "locals", "rcpthosts", "virtualdomains", "me"])
            {
                (string, string)[] others =
                [
                    ("checkrcpthosts", "*\n.ro\nx.ro\n"), ("validrcptto", "a@x.ro\n"), ("locals", "own.ro\n"), ("rcpthosts", "own.ro\n"),
                    ("virtualdomains", "v.ro:v\n"),
                ];
                Assert.All(
                    Lint([.. others.Where(other => other.Item1 != name), (name, text)]),
                    finding => Assert.True(finding.Line >= 1 && finding.Line <= finding.File.LineCount && finding.Column >= 1 && finding.Length >= 1));
            }
        }
    }

    [Fact]
    public void A_line_that_no_check_gets_past_is_told() =>
        Assert.Equal(
            ["validrcptto:1 address-entry", "validrcptto:1 address-entry"],
            Found(("checkrcpthosts", "x.ro\n"), ("validrcptto", new string('a', 70_000) + "@x.ro\n"))
                .Where(line => line.StartsWith("validrcptto:1 address", StringComparison.Ordinal)));

    private static IReadOnlyList<Finding> Lint(params (string Name, string Text)[] files) => Linting.Lint(files);

    private static IEnumerable<string> Found(params (string Name, string Text)[] files) =>
        Lint(files).Select(finding => $"{finding.File.Name}:{finding.Line} {finding.Kind.Id}");
}
