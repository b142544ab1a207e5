using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Commands;
using QregexCheck.Lint;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>What is said of many lines at once, what is left out, and for whom it is written.</summary>
public sealed class LintOutputTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lint").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("badmailfrom", "@d{0}.example", "@d0\\.example$", "joe@d0aexample")]
    [InlineData("badmailfrom", "joe+x@d{0}.example.com", "^joe\\+x@d0\\.example\\.com$", "joex@d0aexample.com")]
    [InlineData("badmailto", "d{0}.example", "[@.]d0\\.example$", "joe@d0aexample")]
    [InlineData("badmailto", ".d{0}.example", "\\.d0\\.example$", "joe@ad0aexample")]
    [InlineData("badhelo", "mail.d{0}.example", "(^|\\.)mail\\.d0\\.example$", "mailad0.example")]
    public void A_list_of_plain_names_is_one_finding(string name, string line, string proposal, string witness)
    {
        string text = string.Concat(Enumerable.Range(0, 300).Select(i => Format(line, i) + "\n"))
            + (name == "badhelo" ? "^real\\.rule\\.x\\.ro$\n" : "^real\\.rule@x\\.ro$\n");
        Finding finding = Assert.Single(Linting.Lint((name, text)));
        Assert.Equal((LintCatalog.PlainList, 1), (finding.Kind, finding.Line));
        Assert.StartsWith("300 of the file's 301 rules are plain ", finding.Message, StringComparison.Ordinal);
        Assert.Equal((proposal, witness), (Linting.Text(finding.Proposal), Linting.Text(finding.Witness)));
        Assert.Empty(Linting.Lint((name, proposal + "\n")));
        Assert.True(Matches(Format(line, 0), witness));
        Assert.False(Matches(proposal, witness));
    }

    [Theory]
    [InlineData("@d{0}.example", 9)]
    [InlineData("@d{0}\\.example$", 300)]
    [InlineData("word{0}", 300)]
    [InlineData("@host{0}", 300)]
    public void Few_names_and_rules_are_no_list(string line, int count) =>
        Assert.DoesNotContain(
            LintCatalog.PlainList,
            Linting.Lint(("badmailfrom", string.Concat(Enumerable.Range(0, count).Select(i => Format(line, i) + "\n")))).Select(finding => finding.Kind));

    [Fact]
    public void What_is_no_name_in_a_list_is_looked_at()
    {
        string text = string.Concat(Enumerable.Range(0, 50).Select(static i => $"@d{i}.example\n")) + "tim\\.ro$\n@d7.example\n*@x.ro\n";
        Assert.Equal(
            ["plain-list 1", "open-left 51", "duplicate 52", "glob 53"],
            Linting.Lint(("badmailfrom", text)).Select(finding => $"{finding.Kind.Id} {finding.Line}"));
    }

    [Theory]
    [InlineData("badmailfrom")]
    [InlineData("badhelo")]
    public void The_commands_of_the_manual_make_clean_rules_of_a_list(string name)
    {
        string[] names = name == "badhelo"
            ? ["mail{0}.example", "a-b.c{0}.example.org  ", ".pool{0}.example"]
            : ["@d{0}.example", "joe+x{0}@bulk.example", "offers{0}.example.com\t", ".sub{0}.example"];
        string rule = name == "badhelo" ? "^real{1,2}\\.example$" : "^real{1,2}@rule\\.example$";
        string list = $"# a list\n\n{rule}\n" + string.Concat(Enumerable.Range(0, 20).SelectMany(i => names.Select(line => Format(line, i) + "\n")));
        Assert.Contains(LintCatalog.PlainList, Linting.Lint((name, list)).Select(finding => finding.Kind));
        File.WriteAllText($"{_directory}/{name}", list);
        string rules = Run(Commands().Single(command => command.EndsWith(name, StringComparison.Ordinal)));
        Assert.Equal(list.Count(static c => c == '\n'), rules.Count(static c => c == '\n'));
        Assert.Contains($"\n{rule}\n", rules, StringComparison.Ordinal);
        Assert.Empty(Linting.Lint((name, rules)));
        string[] lines = rules.Split('\n');
        var proposals = new LintedFile(name, LintedFile.ListOf(name), Linting.Latin(list)).Rules.Skip(1).ToList();
        Assert.All(proposals, plain => Assert.Equal(Linting.Text(PlainList.ProposalOf(plain)), lines[plain.Line - 1]));
    }

    [Fact]
    public void Beyond_ten_of_a_kind_in_a_file_only_their_number_is_said()
    {
        string text = string.Concat(Enumerable.Range(0, 25).Select(static i => $"tim{i}\\.ro$\n"));
        Write("badmailto", text + "*@x.ro\n");
        Write("badmailfrom", text);
        Assert.Equal(ExitCode.HardError, Lint(out string shown));
        string[] lines = shown.Split('\n');
        Assert.Equal(20, lines.Count(line => line.Contains("the first label may be longer", StringComparison.Ordinal)));
        Assert.Equal(
            2, lines.Count(
            line => line.EndsWith(":11:1: warning: 15 more findings of this kind, up to line 25; --all shows each, --ignore open-left none [open-left]",
            StringComparison.Ordinal)));
        Assert.Equal("1 error, 50 warnings, 0 notes in 2 files", lines[^2]);
        Lint(out string all, showsAll: true);
        Assert.Equal(50, all.Split('\n').Count(line => line.EndsWith("[open-left]", StringComparison.Ordinal)));
        Assert.Equal(lines[^2], all.Split('\n')[^2]);
        Lint(out string json, format: LintFormat.Json);
        Assert.Equal(51, json.Count(static c => c == '\n'));
    }

    [Fact]
    public void What_is_ignored_is_not_shown_and_not_counted()
    {
        Write("badmailto", "tim\\.ro$\n@x.ro$\n*@x.ro\n");
        Assert.Equal(ExitCode.HardError, Lint(out _));
        Assert.Equal(ExitCode.Accept, Lint(out string text, ignored: ["glob", "open-left"]));
        Assert.EndsWith("\n0 errors, 1 warning, 0 notes in 1 file\n", text, StringComparison.Ordinal);
        Assert.Contains("[unescaped-dot]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("open-left", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_keeps_findings_from_its_rule_alone()
    {
        IReadOnlyList<Finding> found = Linting.Lint(
            ("badmailto",
            "#: lint-ignore=open-left,unescaped-dot note=\"x\"\n#: lint-ignore=example-fails\n#+ zzz\ntim.ro$\ntom.ro$\n#: lint-ignore=open-left\npit.ro$\n"));
        Assert.Equal(
            ["open-left 5", "unescaped-dot 5", "unescaped-dot 7"],
            found.Select(finding => $"{finding.Kind.Id} {finding.Line}").Order());
    }

    [Fact]
    public void An_annotation_that_names_no_finding_is_found()
    {
        Finding finding = Linting.Lint(("badmailto", "#: lint-ignore=opn-left\n^a@x\\.ro$\n")).Single();
        Assert.Equal((LintCatalog.Annotation, "no finding is called opn-left: qregexcheck-lint(5) lists what lint-ignore can name"),
            (finding.Kind, finding.Message));
        foreach (string value in (string[])["", "\"\"", "a,,b", "a,", ",a", "A", "a b"])
            Assert.Contains(LintCatalog.Annotation, Linting.Lint(("badmailto", $"#: lint-ignore={value}\n^a@x\\.ro$\n")).Select(one => one.Kind));
    }

    [Fact]
    public void Workflow_commands_hold_a_finding_each_and_nothing_of_a_rule_ends_one()
    {
        string name = "bad,mail:to%\n::error::x";
        Write(name, "tim\\.ro%0A::error::\r\x1b$\n[\\w]@tim\\.ro%,:$\n");
        Assert.Equal(ExitCode.Accept, Lint(out string text, format: LintFormat.GitHub, files: $"{_directory}/{name}"));
        Assert.NotEmpty(text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(
            "^::(error|warning|notice) file=[^,:]*bad%2Cmail%3Ato%25\\\\x0A%3A%3Aerror%3A%3Ax,line=[12],col=[0-9]+,endColumn=[0-9]+,title=[a-z-]+::[^\r\x1b]+$", line));
        Assert.Contains("%0Atry: [a-z0-9_]@tim\\.ro%25,:$", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open-lefft", "no finding is called 'open-lefft'; did you mean: open-left?")]
    [InlineData("glob,zzzzzzzzz", "no finding is called 'zzzzzzzzz'; qregexcheck-lint(5) lists them.")]
    [InlineData("", "no finding is called ''; qregexcheck-lint(5) lists them.")]
    public void An_id_that_there_is_not_is_a_wrong_command_line(string ids, string complaint) => Assert.Equal(complaint, LintIds.Complaint(ids));

    [Fact]
    public void Ids_stand_alone_or_with_commas_between()
    {
        Assert.Null(LintIds.Complaint("glob,open-left"));
        Assert.Equal(["glob", "open-left", "syntax"], LintIds.Kinds(["glob,open-left", "syntax"]).Select(kind => kind.Id).Order());
    }

    private static string Format(string line, int number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, number);

    private static bool Matches(string rule, string word) =>
        new QregexCheck.Automata.RuleMatcher()
            .Match(Linting.Latin(rule), QregexCheck.Syntax.CaseFolding.Upper(Linting.Latin(word)), out _) == QregexCheck.Syntax.MatchResult.Match;

    /// <summary>The commands of qregexcheck-lint(5), as a reader sees them.</summary>
    private static List<string> Commands()
    {
        string page = File.ReadAllText(Path.Combine(PublishedBinary.Root, "QregexCheck/man/qregexcheck-lint.5"));
        return Regex.Matches(page, "^\\.nf\n(sed .*?)^\\.fi$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(static match => ManualPage.Unescape(match.Groups[1].Value).TrimEnd())
            .ToList();
    }

    private string Run(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _directory, RedirectStandardOutput = true })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }

    private void Write(string name, string text) => File.WriteAllBytes($"{_directory}/{name}", Encoding.Latin1.GetBytes(text));

    private ExitCode Lint(out string text, LintFormat format = LintFormat.Text, bool showsAll = false, string[]? ignored = null, params string[] files)
    {
        using var output = new MemoryStream();
        ExitCode code = LintCommand.Run(
            new LintOptions(new ControlDirectory(Encoding.UTF8.GetBytes(_directory)), format, IsStrict: false, showsAll, LintIds.Kinds(ignored ?? []), HasColor: false, files),
            output);
        text = Encoding.Latin1.GetString(output.ToArray());
        return code;
    }
}
