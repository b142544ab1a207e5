using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Published;

/// <summary><c>convert</c> as it is installed: its options, files and exit codes.</summary>
public sealed class ConvertTests
{
    [Theory]
    [InlineData("Option '--from' is missing; it takes stock, ", "FILE")]
    [InlineData("No form of rules is called 'postfix-regex'; did you mean: postfix-regexp?", "--from", "postfix-regex", "FILE")]
    [InlineData("option '--as' takes badmailfrom, badmailto or badhelo, not 'x'.", "--from=domains", "--as=x", "FILE")]
    [InlineData("unable to make badhelo of stock: ", "--from", "stock", "--as", "badhelo", "FILE")]
    [InlineData("unable to make badmailto of helo-names: ", "--from", "helo-names", "--as", "badmailto", "FILE")]
    [InlineData("unable to use --good with badhelo: ", "--from", "helo-names", "--good", "GOOD", "FILE")]
    [InlineData("unable to use --subdomains with stock: ", "--from", "stock", "--subdomains", "FILE")]
    [InlineData("unable to use --good FILE: it is the file that is read", "--from", "stock", "--good", "FILE", "FILE")]
    [InlineData("Option '--good' wants the name of a file.", "--from", "stock", "--good=", "FILE")]
    [InlineData("unable to use --good -: standard output takes the other rules", "--from", "stock", "--good", "-", "FILE")]
    public void A_wrong_command_line_is_100_with_one_line_and_changes_nothing(string complaint, params string[] arguments)
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n");
        Outcome outcome = Convert(folder, arguments);
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith(
            "qregexcheck: fatal: " + complaint.Replace("FILE", folder.Of("list"), StringComparison.Ordinal), Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(("a@b\n", 1), (File.ReadAllText(folder.Of("list")), Directory.GetFiles(folder.Path).Length));
    }

    [Fact]
    public void A_file_that_can_t_be_read_or_written_is_111_with_nothing_on_standard_output()
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n");
        Outcome missing = Convert(folder, "--from", "stock", "FILE.no");
        Assert.Equal((111, string.Empty), (missing.ExitCode, missing.Output));
        Outcome unwritten = Convert(folder, "--from", "stock", "--good", "GOOD/x", "FILE");
        Assert.Equal((111, string.Empty), (unwritten.ExitCode, unwritten.Output));
        Assert.EndsWith("; nothing was converted", Assert.Single(unwritten.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_exceptions_is_written_anew_even_when_there_are_none()
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n").With("good", "old\n");
        Assert.Equal(0, Convert(folder, "--from", "stock", "--good", "GOOD", "FILE").ExitCode);
        Assert.StartsWith("# goodmailfrom", Assert.Single(File.ReadAllLines(folder.Of("good"))), StringComparison.Ordinal);
    }

    /// <summary>As root <c>--good /dev/null</c> would put a file in the device's place.</summary>
    [Fact]
    public void What_is_no_regular_file_is_not_replaced_by_the_exceptions()
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n");
        Assert.Equal(0, new Child("/usr/bin/mkfifo", folder.Of("good")).Run().ExitCode);
        Outcome outcome = Convert(folder, "--from", "stock", "--good", "GOOD", "FILE");
        Assert.Equal((111, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith(": it is a FIFO; name a file; nothing was converted", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("good", new Child("/usr/bin/find", folder.Path, "-type", "p", "-printf", "%f").Run().Output);
    }

    /// <summary>Otherwise the exceptions, or the rules, would take the place of what was there, and nobody would say so.</summary>
    [Theory]
    [InlineData("good", "unable to use --good GOOD: standard output goes to it", "--from", "stock", "--good", "GOOD", "FILE")]
    [InlineData("good.tmp", "unable to use --good GOOD: standard output goes to GOOD.tmp, which is written", "--from", "stock", "--good", "GOOD", "FILE")]
    [InlineData("good", "unable to use --good /dev/stdout: standard output goes to it", "--from", "stock", "--good", "/dev/stdout", "FILE")]
    [InlineData("list", "unable to convert FILE: standard output goes to it", "--from", "stock", "FILE")]
    [InlineData("list", "unable to convert FILE: standard output goes to it", "--from", "auto", "FILE")]
    public void A_file_that_standard_output_goes_to_is_left_as_it_is(string standardOutput, string complaint, params string[] arguments)
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n").With("good", "old\n");
        string[] command = ["convert", .. Named(folder, arguments)];
        string[] shell = ["-c", "to=$1; shift; exec \"$@\" >> \"$to\"", "sh", folder.Of(standardOutput), PublishedBinary.Path];
        Outcome outcome = new Child("/bin/sh", [.. shell, .. command]).Run();
        Assert.Equal(100, outcome.ExitCode);
        Assert.StartsWith(
            "qregexcheck: fatal: " + Assert.Single(Named(folder, [complaint])), outcome.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(("a@b\n", "old\n"), (File.ReadAllText(folder.Of("list")), File.ReadAllText(folder.Of("good"))));
    }

    [Fact]
    public void The_source_is_not_the_file_that_is_written_on_the_way_to_the_exceptions()
    {
        using ControlFolder folder = new ControlFolder().With("good.tmp", "a@b\n");
        Outcome outcome = Convert(folder, "--from", "stock", "--good", "GOOD", "GOOD.tmp");
        Assert.Equal((100, string.Empty), (outcome.ExitCode, outcome.Output));
        Assert.Contains(".tmp, which is written on the way, is the file that is read", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("a@b\n", File.ReadAllText(folder.Of("good.tmp")));
    }

    [Fact]
    public void Standard_input_is_read_for_a_dash()
    {
        using ControlFolder folder = new ControlFolder().With("list", "a@b\n");
        Outcome outcome = PublishedBinary.Run(["convert", "--from", "stock", "-"], [], new Dictionary<int, Wire> { [0] = Wire.File(folder.Of("list")) });
        Assert.Equal((0, "^a@b$"), (outcome.ExitCode, outcome.Output.Split('\n')[^2]));
    }

    /// <summary>No byte may break a line of the result, or a line of standard error; and what comes out is rules.</summary>
    [Theory]
    [InlineData("stock")]
    [InlineData("qregex-names")]
    [InlineData("domains")]
    [InlineData("helo-names")]
    [InlineData("postfix-regexp")]
    [InlineData("postfix-pcre")]
    [InlineData("postfix-access")]
    public void Any_bytes_become_a_file_that_lints_without_an_unused_rule_and_give_whole_lines(string format)
    {
        var random = new Random(1505);
        var text = new StringBuilder();
        for (int line = 0; line < 400; line++)
        {
            text.Append(format.StartsWith("postfix-", StringComparison.Ordinal) && line % 2 == 0 && format != "postfix-access" ? "/" : "a");
            for (int i = random.Next(12); i > 0; i--)
                text.Append(random.Next(3) == 0 ? (char)random.Next(256) : "ab@.#!:+-\\\"' "[random.Next(13)]);
            text.Append(format.StartsWith("postfix-", StringComparison.Ordinal) && format != "postfix-access" ? "/ REJECT \"x\\\" " : " REJECT").Append('\n');
        }

        using ControlFolder folder = new ControlFolder().With("list", text.ToString());
        Outcome outcome = Convert(folder, "--from", format, "FILE");
        Assert.InRange(outcome.ExitCode, 0, 100);
        Assert.All(outcome.ErrorLines, static line => Assert.StartsWith("qregexcheck: ", line, StringComparison.Ordinal));
        string list = format == "helo-names" ? "badhelo" : "badmailfrom";
        folder.With(list, outcome.Output);
        string[] findings = PublishedBinary.Run(["lint", "--json", "--all", folder.Of(list)], []).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] unused = ["syntax", "too-large", "annotation", "example-fails", "nul"];
        Assert.All(findings, finding => Assert.DoesNotContain(unused, id => finding.Contains($"\"{id}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_hundred_thousand_domains_become_as_many_rules()
    {
        using ControlFolder folder = new ControlFolder().With("list", string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"d{i}.example\n")));
        Outcome outcome = Convert(folder, "--from", "domains", "FILE");
        Assert.Equal((0, string.Empty), (outcome.ExitCode, outcome.Error));
        Assert.Equal(100_000, outcome.Output.Split('\n').Count(static line => line.EndsWith("\\.example$", StringComparison.Ordinal)));
    }

    private static Outcome Convert(ControlFolder folder, params string[] arguments) => PublishedBinary.Run(["convert", .. Named(folder, arguments)], []);

    private static IEnumerable<string> Named(ControlFolder folder, string[] words) =>
        words.Select(word => word.Replace("FILE", folder.Of("list"), StringComparison.Ordinal).Replace("GOOD", folder.Of("good"), StringComparison.Ordinal));
}
