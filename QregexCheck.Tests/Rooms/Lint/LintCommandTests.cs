using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using QregexCheck.Commands;
using QregexCheck.Lint;
using QregexCheck.Qmail;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>The commands as a whole: files in, text and exit codes out.</summary>
public sealed class LintCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("lint").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_finding_is_shown_as_compilers_show_theirs()
    {
        Write("badmailto", "# ours\ntim\\.ro$\n");
        Assert.Equal(
            ExitCode.Accept,
            Lint(out string text));
        Assert.Equal(
            $"{_directory}/badmailto:2:1: warning: the first label may be longer: it needs [@.] before it [open-left]\n"
            + "    tim\\.ro$\n    ^\n    witness: a@optim.ro\n    try:     [@.]tim\\.ro$\n0 errors, 1 warning, 0 notes in 1 file\n",
            text);
    }

    [Fact]
    public void A_caret_stands_under_its_place_behind_bytes_that_are_escaped()
    {
        Write("badmailto", "^\xE9\xFF[\\w]@x\\.ro$\n");
        Lint(out string text);
        string[] lines = text.Split('\n');
        Assert.Equal("    ^\\xE9\\xFF[\\w]@x\\.ro$", lines[1]);
        Assert.Equal("              ^~", lines[2]);
        Assert.Equal(lines[1].IndexOf("\\w", StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_line_is_cut_around_its_place()
    {
        Write("badmailto", new string('a', 120) + "[\\w]" + new string('b', 120) + "@x\\.ro$\n");
        Lint(out string text);
        string[] lines = text.Split('\n');
        Assert.All(lines[..3], line => Assert.True(line.Length < 200));
        Assert.Equal(lines[1].IndexOf("\\w", StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_are_100_and_warnings_only_when_strict()
    {
        Write("badmailto", "tim\\.ro$\n");
        Assert.Equal(ExitCode.Accept, Lint(out _));
        Assert.Equal(ExitCode.HardError, Lint(out _, strict: true));
        Write("badmailto", "*\n");
        Assert.Equal(ExitCode.HardError, Lint(out _));
        Write("badmailto", "^a@x\\.ro$\n");
        Assert.Equal(ExitCode.Accept, Lint(out string text, strict: true));
        Assert.Equal("0 errors, 0 warnings, 0 notes in 1 file\n", text);
    }

    [Fact]
    public void What_cannot_be_read_is_111()
    {
        Assert.Equal(ExitCode.SoftError, Lint(out _, false, false, _directory + "/missing"));
        Assert.Equal(ExitCode.SoftError, Lint(out _, false, false, _directory + "/bad*"));
        Directory.CreateDirectory(_directory + "/badmailto");
        Assert.Equal(ExitCode.SoftError, Lint(out _));
    }

    [Fact]
    public void Globs_name_files_in_order()
    {
        Directory.CreateDirectory(_directory + "/a/b");
        Write("a/badmailto", "*\n");
        Write("a/b/badmailto", "+\n");
        Write("a/goodmailto", "*\n");
        Lint(out string text, false, true, _directory + "/**/bad*");
        Assert.Equal(
            [_directory + "/a/b/badmailto", _directory + "/a/badmailto"],
            text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()));
    }

    [Fact]
    public void The_files_about_recipients_are_looked_at_with_the_rules()
    {
        Write("badmailto", "^a@x\\.ro$\n");
        Write("checkrcpthosts", "*\nown,ro\n");
        Write("locals", "own.ro\n");
        Write("rcpthosts", "own.ro\n");
        Write("validrcptto", "-@own.ro\n");
        Assert.Equal(ExitCode.HardError, Lint(out string text));
        Assert.Equal(
            $"{_directory}/checkrcpthosts:2:4: error: this byte can't stand in a domain: an entry is no regular expression; the line covers nothing [domain-entry]\n"
            + "    own,ro\n       ^\n"
            + $"{_directory}/validrcptto:1:1: warning: no line is an address of own.ro, so -@own.ro is not believed and refuses nobody: "
            + "a list that lost its addresses looks so [list-without-addresses]\n    -@own.ro\n    ^~~~~~~~\n"
            + "1 error, 1 warning, 0 notes in 3 files\n",
            text);
    }

    [Fact]
    public void A_file_about_recipients_may_be_named_alone_and_then_the_other_one_is_not_missed()
    {
        Write("checkrcpthosts", "*\nx.ro\n");
        Write("validrcptto", "bob@y.ro\n-@y.ro\n");
        Write("locals", "own.ro\n");
        Write("rcpthosts", "own.ro\n");
        foreach (string name in (string[])["checkrcpthosts", "validrcptto"])
            Assert.Equal((ExitCode.Accept, "0 errors, 0 warnings, 0 notes in 1 file\n"), (Lint(out string alone, files: $"{_directory}/{name}"), alone));
        Lint(out string both, false, true, _directory + "/validrcptto", _directory + "/checkrcpthosts");
        Assert.Equal(
            ["entry-covers-nothing", "list-uncovered"],
            both.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public void Json_holds_all_of_a_finding()
    {
        Write("badmailto", "\xE9tim\\.ro$\n@own\\.ro$\n");
        Write("rcpthosts", "own.ro\n.sub.ro\n# x\n");
        Assert.Equal(ExitCode.HardError, Lint(out string text, json: true));
        JsonElement finding = JsonDocument.Parse(text.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(
            ["file", "line", "column", "length", "severity", "id", "message", "text", "witness", "encoding"],
            finding.EnumerateObject().Select(member => member.Name));
        Assert.Equal("refuses-domain", finding.GetProperty("id").GetString());
        Assert.Equal("@own\\.ro$", finding.GetProperty("text").GetString());
        Assert.Equal("joe@own.ro", finding.GetProperty("witness").GetString());
    }

    [Fact]
    public void Compare_exits_0_100_or_111()
    {
        Write("old", "@x\\.ro$\n");
        Write("new", "@x[.]ro$\n");
        Assert.Equal((ExitCode.Accept, "both refuse the same\n"), Compare("old", "new"));
        Write("new", "^a@x\\.ro$\n");
        Assert.Equal((ExitCode.HardError, $"- {_directory}/old:1: @x\\.ro$\n    no longer refused: o@x.ro\n1 rule differs\n"), Compare("old", "new"));
        Write("new", "^(.)\\1@x\\.ro$\n@x\\.ro$\n");
        Assert.Equal(ExitCode.SoftError, Compare("old", "new").Code);
        Assert.Equal(ExitCode.SoftError, Compare("old", "missing").Code);
        Assert.Equal(ExitCode.HardError, Compare("old", ".").Code);
        Directory.CreateDirectory(_directory + "/d");
        Write("d/badmailto", "@x\\.ro$\n");
        Assert.Equal(ExitCode.Accept, Compare("d", "d").Code);
        Assert.Equal(ExitCode.HardError, Compare(".", "d").Code);
    }

    [Fact]
    public void Explain_shows_a_rule_or_the_rules_that_hit_an_address()
    {
        Write("badmailto", "^b@x\\.ro$\n@x\\.ro$\n!@\n");
        Assert.Equal(ExitCode.Accept, Explain("a@x.ro", out string hits));
        Assert.StartsWith($"{_directory}/badmailto:2: @x\\.ro$\n  words     refuses what has: \"@x.ro\", then at the end\n", hits, StringComparison.Ordinal);
        Assert.Contains("  shortest  an address: a@x.ro; any text: @x.ro\n", hits, StringComparison.Ordinal);
        Assert.Contains("  address   a@x.ro: hit\n             ^~~~~\n", hits, StringComparison.Ordinal);
        Assert.DoesNotContain("badmailto:1", hits, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Accept, Explain("a@y.ro", out hits));
        Assert.Equal("no rule hits a@y.ro\n", hits);
        Assert.Equal(ExitCode.HardError, Explain("!a[", out string broken));
        Assert.Equal("!a[\n  ^ the rule ends just after [; the rule is skipped\n", broken);
        Assert.Equal(ExitCode.Accept, Explain("!@", out string negated, "ab", "a@b"));
        Assert.Contains("ab: no match, so it is hit\n  address   a@b: matches, so it is not hit\n", negated, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllBytes($"{_directory}/{name}", Encoding.Latin1.GetBytes(text));

    private ExitCode Lint(out string text, bool strict = false, bool json = false, params string[] files)
    {
        using var output = new MemoryStream();
        ExitCode code = LintCommand.Run(
            new LintOptions(
                new ControlDirectory(Encoding.UTF8.GetBytes(_directory)), json ? LintFormat.Json : LintFormat.Text, strict, ShowsAll: false,
                new HashSet<FindingKind>(), HasColor: false, files),
            output);
        text = Encoding.Latin1.GetString(output.ToArray());
        return code;
    }

    private (ExitCode Code, string Text) Compare(string old, string changed)
    {
        using var output = new MemoryStream();
        ExitCode code = CompareCommand.Run($"{_directory}/{old}", $"{_directory}/{changed}", writesJson: false, output);
        return (code, Encoding.Latin1.GetString(output.ToArray()));
    }

    private ExitCode Explain(string rule, out string text, params string[] addresses)
    {
        using var output = new MemoryStream();
        ExitCode code = ExplainCommand.Run(
            Encoding.Latin1.GetBytes(rule), addresses.Select(Encoding.Latin1.GetBytes).ToList(), new ControlDirectory(Encoding.UTF8.GetBytes(_directory)),
            null, output);
        text = Encoding.Latin1.GetString(output.ToArray());
        return code;
    }
}
