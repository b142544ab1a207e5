using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The worked examples of the papers are run, and the pages are well formed.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_examples_of_the_readme_give_the_answers_it_shows() => AssertHold(Paper.MarkdownExamples("README.md"));

    public static TheoryData<string> ManualsWithExamples => [.. Paper.Manuals.Where(page => Paper.ManualExamples(page).Count > 0)];

    [Theory]
    [MemberData(nameof(ManualsWithExamples))]
    public void The_examples_of_a_manual_page_give_the_answers_it_shows(string page) => AssertHold(Paper.ManualExamples(page));

    public static TheoryData<string> Manuals => [.. Paper.Manuals];

    [Theory]
    [MemberData(nameof(Manuals))]
    public void A_manual_page_is_free_of_warnings(string page)
    {
        string[] arguments = ["-T", "lint", "-W", "warning", Repository.PathOf(page)];
        Assert.Equal((string.Empty, 0), Repository.Run("mandoc", arguments, Repository.PathOf(".")));
    }

    [Fact]
    public void Pages_that_a_page_refers_to_are_there()
    {
        foreach (string page in Paper.Manuals)
        {
            List<string> names = Paper.Found(Repository.Read(page), @"^\.Xr (qregexcheck[a-z-]* [0-9])");
            Assert.All(names, name => Assert.True(File.Exists(Repository.PathOf($"QregexCheck/man/{name.Replace(' ', '.')}")), $"{page} names {name}"));
        }
    }

    /// <summary>A newcomer reads it in five minutes.</summary>
    [Fact]
    public void The_readme_has_at_most_200_lines() => Assert.InRange(File.ReadLines(Repository.PathOf("README.md")).Count(), 100, 200);

    [Theory]
    [InlineData("echo joe@example.com", "joe@example.com\n-@example.com\n")]
    [InlineData("echo ann@example.com; exit 1", "old\n")]
    [InlineData("exit 1", "old\n")]
    public void The_line_for_cron_puts_a_whole_list_in_the_place_of_the_old_one_or_none(string exporter, string expected)
    {
        string line = Paper.Found(Paper.ReadManual(Paper.RecipientsManual), @"^7 \* \* \* \* ([^\n]*list-mailboxes[^\n]*)$").Single();
        using var directory = new FreshDirectory();
        string here = line.Replace("/var/qmail/control", ".", StringComparison.Ordinal).Replace("list-mailboxes", "list", StringComparison.Ordinal);
        string script = $"list() {{ ({exporter}); }}\necho old > validrcptto\n{here}\ncat validrcptto";
        Assert.Equal((expected, 0), Repository.RunScript(script, directory.Path));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("SECURITY.md")]
    [InlineData("ARCHITECTURE.md")]
    public void Every_file_that_a_paper_names_is_there(string paper)
    {
        // Between backquotes, and behind a link or a picture.
        const string Names = @"(?:`(?=(?:QregexCheck|QregexCheck\.Tests|control-samples|bench)/)|\]\((?![a-z]+:|#))([A-Za-z0-9./-]+)[`)]";
        List<string> names = Paper.Found(Repository.Read(paper), Names);
        Assert.All(names, name => Assert.True(Path.Exists(Repository.PathOf(name)), $"{paper} names {name}"));
    }

    private static void AssertHold(List<ConsoleExample> examples)
    {
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.NotEqual(0, example.Steps));
        using var directory = new FreshDirectory();
        Assert.Equal(ConsoleExample.Expected(examples), ConsoleExample.Actual(examples, directory.Path));
    }
}
