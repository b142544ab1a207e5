using System.Collections.Generic;
using System.IO;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The worked examples of the papers are run, and the pages are well formed.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_examples_of_the_readme_give_the_answers_it_shows() => AssertHold(Paper.MarkdownExamples("README.md"));

    [Theory]
    [InlineData(Paper.Manual)]
    [InlineData(Paper.RulesManual)]
    public void The_examples_of_a_manual_page_give_the_answers_it_shows(string page) => AssertHold(Paper.ManualExamples(page));

    [Theory]
    [InlineData(Paper.Manual)]
    [InlineData(Paper.RulesManual)]
    [InlineData(Paper.LintManual)]
    [InlineData(Paper.RecipientsManual)]
    [InlineData(Paper.DoctorManual)]
    public void A_manual_page_is_free_of_warnings(string page)
    {
        string[] arguments = ["-T", "lint", "-W", "warning", Repository.PathOf(page)];
        Assert.Equal((string.Empty, 0), Repository.Run("mandoc", arguments, Repository.PathOf(".")));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
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
