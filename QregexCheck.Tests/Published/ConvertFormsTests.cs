using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Conversion;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary>Each form through the program as it is installed: what comes out of it, what it says with places, and what hostile files make of it.</summary>
public sealed class ConvertFormsTests : IDisposable
{
    private readonly ControlFolder _folder = new();

    public static TheoryData<string> Formats => new(ConversionFormats.Names());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("spamdyke", "@Spam.example\njoe@\n@\n", 100, "[@.]Spam\\.example$ ^joe@", "warning: FILE:3:1: left out: an entry of nothing but @")]
    [InlineData("spamdyke", "spam.example\n", 0, "^spam\\.example$", "note: FILE:1:1: this is a whole address without an @")]
    [InlineData("qpsmtpd", "@a.example no mail\n^b+@\nc\n", 100, "@a\\.example$ ^b+@", "warning: FILE:3:1: left out: a line with neither an @")]
    [InlineData("qpsmtpd", "^a\\1@\n", 100, "", "warning: FILE:1:3: left out: ")]
    [InlineData("wildmat", "1@2\n[1\n", 100, "^1@2$", "warning: FILE:2:1: left out: the bracket is not closed")]
    [InlineData("wildmat", "a@2\n", 100, "^a@2$", "warning: FILE:1: not the same: case matters there")]
    [InlineData("sqmail", "joe@a.example\n@b.example-\n", 100, "^joe@a\\.example$", "warning: FILE:2:1: left out: a condition on the client's host name")]
    [InlineData("spamassassin", "score X 5\nblocklist_from *@a.example\n", 0, "@a\\.example$", "")]
    [InlineData("rspamd", "a.example\n\"x\n", 100, "@a\\.example$|^a\\.example@[^@]*$", "warning: FILE:2:1: left out: the quotation is not closed")]
    [InlineData("rspamd", "/(a/i\n/b@/i\n", 100, "b@", "warning: FILE:1:2: left out: the group is not closed")]
    [InlineData("opensmtpd", "@a.example\nb\n", 0, "@a\\.example$ ^b(\\+.*)?@[^@]*$", "")]
    [InlineData("opensmtpd", "@*.a.example\n", 0, "@[^.]*\\.a\\.example$", "note: FILE:1:1: a * ends there")]
    public void A_form_gives_rules_and_says_with_its_place_what_is_not_the_same(string format, string text, int code, string rules, string said)
    {
        _folder.With("list", text);
        Outcome outcome = Convert("--from", format, "FILE");
        Assert.Equal((code, rules), (outcome.ExitCode, string.Join(' ', Rules(outcome.Output))));
        if (said.Length == 0)
            Assert.Empty(outcome.Error);
        else
            Assert.StartsWith("qregexcheck: " + said.Replace("FILE", _folder.Of("list"), StringComparison.Ordinal), Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>Its rule is there, so the line is not left out.</summary>
    [Theory]
    [InlineData("postfix-regexp", "/^(a)@/ 550 no $1\n", "1:9", "is filled in for each address, which none here is")]
    [InlineData("qpsmtpd", "^a@ \u00e9\n", "1:5", "is too long, or not printable")]
    [InlineData("postfix-access", "a@b 550 \u00e9\n", "1:5", "is too long, or not printable")]
    public void A_reply_that_is_lost_is_told_at_its_rule(string format, string text, string place, string why)
    {
        File.WriteAllBytes(_folder.Of("list"), Encoding.Latin1.GetBytes(text));
        Outcome outcome = Convert("--from", format, "FILE");
        Assert.Equal((100, 1), (outcome.ExitCode, Rules(outcome.Output).Length));
        Assert.Contains($"\n# not the same as line 1: the reply {why}; the list's own is given\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"{_folder.Of("list")}:{place}: not the same: the reply {why}", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wildmat", "*@1.2\n!3@1.2\n", "^3@1\\.2$")]
    [InlineData("sqmail", "*@1.2\n!3@1.2\n", "^3@1\\.2$")]
    [InlineData("spamassassin", "blocklist_from *@a.example\nwelcomelist_from joe@a.example\n", "^joe@a\\.example$")]
    [InlineData("postfix-access", "a.example REJECT\njoe@a.example OK\n", "^joe@a\\.example$")]
    public void What_lets_through_goes_to_the_file_of_exceptions_or_is_left_out_with_100(string format, string text, string exception)
    {
        _folder.With("list", text);
        Assert.Equal(0, Convert("--from", format, "--good", "GOOD", "FILE").ExitCode);
        Assert.Equal([exception], Rules(File.ReadAllText(_folder.Of("good"))));
        Outcome without = Convert("--from", format, "FILE");
        Assert.Equal(100, without.ExitCode);
        Assert.Contains("as --good names no file for it", without.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spamassassin", "badmailto", "blocklist_to *@a.example\nblocklist_from *@b.example\n", "@a\\.example$")]
    [InlineData("qpsmtpd", "badmailto", "@a\\S\n", "@a[[:space:]]")]
    [InlineData("qpsmtpd", "badhelo", "a.example\n", "^a\\.example$")]
    [InlineData("sqmail", "badhelo", "a.example\n", "^a\\.example$")]
    [InlineData("rspamd", "badhelo", "a.example\n", "^a\\.example$")]
    [InlineData("opensmtpd", "badhelo", "*.a.example\n", "^[^.]*\\.a\\.example$")]
    [InlineData("wildmat", "badmailto", "*@1\n", "@1$")]
    [InlineData("spamdyke", "badmailto", "@a.example\n", "[@.]a\\.example$")]
    public void A_form_is_read_as_the_list_that_it_becomes(string format, string list, string text, string rule)
    {
        _folder.With("list", text);
        Outcome outcome = Convert("--from", format, "--as", list, "FILE");
        Assert.Equal([rule], Rules(outcome.Output));
        Assert.StartsWith($"# {list}, converted from {format}: ", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spamdyke", "badhelo")]
    [InlineData("wildmat", "badhelo")]
    [InlineData("spamassassin", "badhelo")]
    [InlineData("helo-names", "badmailfrom")]
    public void A_list_that_a_form_has_no_rules_for_is_100(string format, string list)
    {
        _folder.With("list", "a\n");
        Outcome outcome = Convert("--from", format, "--as", list, "FILE");
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"qregexcheck: fatal: unable to make {list} of {format}: ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_empty_file_is_an_empty_list(string format)
    {
        foreach (string text in new[] { string.Empty, "\n\n", "# a remark\n" })
        {
            _folder.With("list", text);
            Outcome outcome = Convert("--from", format, "FILE");
            Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
            Assert.StartsWith("# bad", Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_no_file_that_can_be_read_is_111(string format)
    {
        foreach (string name in new[] { _folder.Path, _folder.Of("none") })
        {
            Outcome outcome = PublishedBinary.Run(["convert", "--from", format, name], []);
            Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
            Assert.StartsWith($"qregexcheck: fatal: unable to read {name}: ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        }
    }

    /// <summary>NUL bytes, carriage returns, a byte order mark, a line of a megabyte, and no newline at the end.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void A_hostile_file_gives_whole_lines_that_lint_takes_for_rules(string format)
    {
        bool isTable = format is "postfix-regexp" or "postfix-pcre";
        string entry = isTable ? "/@a\\.example$/ REJECT" : format switch
        {
            "postfix-access" => "a.example REJECT",
            "spamassassin" => "blocklist_from *@a.example",
            "helo-names" or "domains" => "a.example",
            _ => "joe@a.example",
        };
        string longer = isTable ? $"/{new string('a', 1 << 20)}/ REJECT" : new string('a', 1 << 20) + "@a.example REJECT";
        string[] texts =
        [
            entry.Replace("a", "a\0", StringComparison.Ordinal) + "\n" + entry + "\n",
            $"{entry}\r\n{entry}\r\n",
            $"\u00ef\u00bb\u00bf{entry}\n{entry}\n",
            $"{longer}\n{entry}\n",
            entry,
            new string('(', 5_000) + "\n" + entry + "\n",
            string.Concat(Enumerable.Repeat("\\*?[^]!/ ", 200)) + "\n" + entry + "\n",
        ];
        foreach (string text in texts)
        {
            File.WriteAllBytes(_folder.Of("list"), Encoding.Latin1.GetBytes(text));
            Outcome outcome = Convert("--from", format, "FILE");
            Assert.True(outcome.ExitCode is 0 or 100, outcome.Error);
            Assert.All(outcome.ErrorLines, line => Assert.Matches("^qregexcheck: (warning|note): [ -~]{1,1000}$", line));
            Assert.Equal(outcome.ExitCode == 100, outcome.Error.Contains(": warning: ", StringComparison.Ordinal));
            Assert.DoesNotContain('\0', outcome.Output);
            _folder.With(format == "helo-names" ? "badhelo" : "badmailfrom", outcome.Output);
            Outcome lint = PublishedBinary.Run(["lint", "--json", "--all", _folder.Of(format == "helo-names" ? "badhelo" : "badmailfrom")], []);
            foreach (string id in new[] { "syntax", "too-large", "annotation", "example-fails", "nul" })
                Assert.DoesNotContain($"\"{id}\"", lint.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("local.cf", "blocklist_from *@a.example\n", "spamassassin")]
    [InlineData("badmailpatterns", "*@1\n", "wildmat")]
    [InlineData("badrcpttonorelay", "^a@\n", "qregex-names")]
    [InlineData("from.map", "/a@b/i\n", "rspamd")]
    [InlineData("sender_access", "a.example REJECT\n", "postfix-access")]
    [InlineData("spamdyke-senders", "@a.example\n", "spamdyke")]
    [InlineData("badmailfrom", "@a.example\n", "stock")]
    [InlineData("disposable.txt", "a.example\n", "domains")]
    public void Auto_tells_what_it_took_a_file_for(string name, string text, string format)
    {
        _folder.With(name, text);
        Outcome outcome = PublishedBinary.Run(["convert", "--from", "auto", _folder.Of(name)], []);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"converted from {format}: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(format, outcome.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_refuses_what_programs_read_differently_and_lists_them()
    {
        _folder.With("list", "@a.example\n");
        Outcome outcome = Convert("--from", "auto", "FILE");
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith("name the form: stock, spamdyke, opensmtpd or domains", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A list of recipients for senders refuses nobody, or others, and its exit code was 0.</summary>
    [Theory]
    [InlineData("badrcptto", "qpsmtpd", "badmailfrom", "badmailto")]
    [InlineData("recipient_access", "postfix-access", "badmailfrom", "badmailto")]
    [InlineData("helo_access", "postfix-access", "badmailfrom", "badhelo")]
    [InlineData("badhelonorelay", "auto", "badmailfrom", "badhelo")]
    [InlineData("badrcptto", "stock", "badmailfrom", "badmailto")]
    [InlineData("badrcptto", "helo-names", "badhelo", null)]
    [InlineData("helo", "stock", "badmailfrom", null)]
    [InlineData("sender_access", "postfix-access", "badmailfrom", null)]
    public void A_name_that_speaks_of_another_list_than_is_made_is_told(string name, string format, string made, string? meant)
    {
        _folder.With(name, "a@b.example REJECT\n");
        Outcome outcome = PublishedBinary.Run(["convert", "--from", format, _folder.Of(name)], []);
        Assert.StartsWith($"# {made}, ", outcome.Output, StringComparison.Ordinal);
        string said = $"qregexcheck: note: {_folder.Of(name)}: made for {made}, as no --as says otherwise; its name sounds like {meant}: --as {meant}";
        Assert.Equal(meant is not null, outcome.ErrorLines.Contains(said));
        Outcome asked = PublishedBinary.Run(["convert", "--from", format, "--as", made, _folder.Of(name)], []);
        Assert.Equal(outcome.Output, asked.Output);
        Assert.DoesNotContain("sounds like", asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_conditions_of_rules_of_qregex_are_written_above_them()
    {
        _folder.With("list", "#: only-to=\"^boss@\" action=defer\n^a@\n#: only-ip=192.0.2.0/24\n^b@\n");
        Outcome outcome = Convert("--from", "qregex-names", "FILE");
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        string[] lines = outcome.Output.Split('\n');
        Assert.Equal(["#: only-to=\"^boss@\"", "#: action=defer", "#: only-ip=192.0.2.0/24"], lines.Where(static line => line.StartsWith("#:", StringComparison.Ordinal)));
        _folder.With("badmailfrom", outcome.Output);
        Outcome lint = PublishedBinary.Run(["lint", "--json", _folder.Of("badmailfrom")], []);
        Assert.DoesNotContain("\"annotation\"", lint.Output, StringComparison.Ordinal);
    }

    private static string[] Rules(string file) => [.. file.Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];

    private Outcome Convert(params string[] arguments) => PublishedBinary.Run(
        [
            "convert",
            .. arguments.Select(argument => argument.Replace("FILE", _folder.Of("list"), StringComparison.Ordinal).Replace("GOOD", _folder.Of("good"), StringComparison.Ordinal)),
        ],
        []);
}
