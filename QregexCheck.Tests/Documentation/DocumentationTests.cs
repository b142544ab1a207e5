using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Documentation;

/// <summary>What the papers say is what the published program does.</summary>
public sealed class DocumentationTests
{
    private const string Manual = "QregexCheck/man/qregexcheck.8";
    private const string RulesManual = "QregexCheck/man/qregexcheck-rules.5";

    public static TheoryData<string> Commands => new(CommandsOf(Help()).Prepend(string.Empty));

    [Fact]
    public void The_examples_of_the_readme_give_the_answers_it_shows()
    {
        MatchCollection blocks = Regex.Matches(Repository.Read("README.md"), "^```console\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        AssertHolds(blocks.Select(block => new ConsoleExample(LinesOf(block.Groups[1].Value))).ToList());
    }

    [Theory]
    [InlineData(Manual)]
    [InlineData(RulesManual)]
    public void The_examples_of_a_manual_page_give_the_answers_it_shows(string page)
    {
        string section = Regex.Match(Repository.Read(page), @"^\.Sh EXAMPLES\n(.*?)^\.Sh ", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        MatchCollection blocks = Regex.Matches(section, @"^\.Bd -literal[^\n]*\n(\$ .*?)^\.Ed$", RegexOptions.Multiline | RegexOptions.Singleline);
        AssertHolds(blocks.Select(block => new ConsoleExample(LinesOf(Unescape(block.Groups[1].Value)))).ToList());
    }

    [Theory]
    [InlineData(Manual)]
    [InlineData(RulesManual)]
    public void A_manual_page_is_free_of_warnings(string page) =>
        Assert.Equal((string.Empty, 0), Repository.Run("mandoc", ["-T", "lint", "-W", "warning", Repository.PathOf(page)], Repository.PathOf(".")));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_manual_names_every_command_and_option_that_help_does(string command)
    {
        string manual = Unescape(Repository.Read(Manual));
        string help = Help(command);
        if (command.Length > 0)
            Assert.Matches($@"(?m)^\.Cm {command}\b", manual);
        List<string> options = Regex.Matches(help, @"(?<=[ ,])--?[a-z?][a-z-]*").Select(match => match.Value).Distinct().ToList();
        Assert.Contains("--help", options);
        foreach (string option in options)
            Assert.Matches($@"(?m)\bFl (\\&)?{Regex.Escape(option[1..])}(\s|$)", manual);
        foreach (Match choices in Regex.Matches(help, "<([a-z]+(?:\\|[a-z]+)+)>"))
            Assert.All(choices.Groups[1].Value.Split('|'), choice => Assert.Matches($@"(?m)^\.Cm (.*\| )?{choice}\b", manual));
    }

    [Fact]
    public void The_manual_names_no_option_that_help_does_not()
    {
        string help = string.Concat(CommandsOf(Help()).Prepend(string.Empty).Select(Help));
        List<string> named = Regex.Matches(Unescape(Repository.Read(Manual)), @"\bFl (-[a-z]+)").Select(match => "-" + match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_names_every_variable_that_the_program_reads()
    {
        string manual = Repository.Read(Manual);
        List<string> variables = Sources().SelectMany(source => Regex.Matches(source, "\"([A-Z][A-Z0-9_]+)\\\\0\"u8").Select(match => match.Groups[1].Value)).Distinct().ToList();
        Assert.Contains("RECIPIENT", variables);
        Assert.All(variables, variable => Assert.Matches($@"(?m)^\.It.*\bEv {variable}\b", manual));
    }

    [Fact]
    public void The_manual_explains_every_fatal_message()
    {
        string manual = Unescape(Repository.Read(Manual));

        // The last one is how an exception's text is made where its type is known.
        Assert.All(MessagesGivenTo("Fatal", "Misuse", "Trouble", "ControlReadException", "new"), message => Assert.Contains(message, manual, StringComparison.Ordinal));
        Assert.All(FatalTextsOfEntry(), message => Assert.Contains(message, manual, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rules_manual_explains_everything_that_can_be_wrong_with_a_rule()
    {
        string manual = Unescape(Repository.Read(RulesManual));
        foreach (SyntaxErrorKind kind in Enum.GetValues<SyntaxErrorKind>().Where(kind => kind != SyntaxErrorKind.None))
            Assert.Contains(".It \"" + SyntaxError.Describe(kind) + "\"", manual, StringComparison.Ordinal);

        string parser = Repository.Read("QregexCheck/Rules/AnnotationParser.cs");
        List<string> messages = Regex.Matches(parser, "(?:problem = |return |Fail\\(line, \\w+, |\\$)\"([^\"{:]{8,})").Select(match => match.Groups[1].Value).ToList();
        Assert.InRange(messages.Count, 9, 30);
        Assert.All(messages, message => Assert.Contains(message, manual, StringComparison.Ordinal));
    }

    [Fact]
    public void The_exit_codes_of_the_manual_are_those_of_the_program()
    {
        string section = Regex.Match(Repository.Read(Manual), @"^\.Sh EXIT STATUS\n(.*?)^\.Sh ", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        IEnumerable<int> named = Regex.Matches(section, @"^\.It (\d+)$", RegexOptions.Multiline).Select(match => int.Parse(match.Groups[1].Value, null));
        Assert.Equal(Enum.GetValues<Qmail.ExitCode>().Select(code => (int)code).Order(), named.Order());
    }

    [Fact]
    public void Links_to_files_of_the_repository_lead_somewhere()
    {
        foreach (string paper in new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" })
        {
            foreach (Match match in Regex.Matches(Repository.Read(paper), @"`((?:QregexCheck|QregexCheck\.Tests|control-samples)/[A-Za-z0-9./-]*)`"))
                Assert.True(Path.Exists(Repository.PathOf(match.Groups[1].Value)), $"{paper} names {match.Groups[1].Value}");
        }
    }

    private static void AssertHolds(IReadOnlyList<ConsoleExample> examples)
    {
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.NotEqual(0, example.Steps));
        using var directory = new FreshDirectory();
        Assert.Equal(ConsoleExample.Expected(examples), ConsoleExample.Actual(examples, directory.Path));
    }

    private static string[] LinesOf(string block) => block.TrimEnd('\n').Split('\n');

    /// <summary>A manual page's text with roff's escapes undone.</summary>
    private static string Unescape(string text) =>
        text.Replace("\\&", string.Empty, StringComparison.Ordinal).Replace("\\e", "\\", StringComparison.Ordinal).Replace("\\-", "-", StringComparison.Ordinal);

    private static string Help(string command = "")
    {
        (string help, int code) = Repository.RunScript($"qregexcheck {command} --help", Repository.PathOf("."));
        Assert.Equal(0, code);
        return help;
    }

    private static IEnumerable<string> CommandsOf(string help)
    {
        string section = help[help.IndexOf("Commands:", StringComparison.Ordinal)..];
        return Regex.Matches(section, "^  ([a-z]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Repository.PathOf("QregexCheck"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    /// <summary>The constant beginning, up to a place to fill in or a semicolon, of each text handed to one of these.</summary>
    private static List<string> MessagesGivenTo(params string[] takers)
    {
        var pattern = new Regex($@"\b(?:{string.Join('|', takers)})\(\s*\$?""([^""{{;:]+)");
        List<string> messages = Sources().SelectMany(source => pattern.Matches(source).Select(match => match.Groups[1].Value.Trim())).Distinct().ToList();
        Assert.Contains("unable to run QREGEXCHECK_NEXT", messages);
        Assert.Contains("descriptor 3 is not open", messages);
        return messages;
    }

    private static List<string> FatalTextsOfEntry()
    {
        List<string> texts = Regex.Matches(Repository.Read("QregexCheck/entry.c"), "\"qregexcheck: fatal: ([^\";(]+)").Select(match => match.Groups[1].Value.Trim()).Distinct().ToList();
        Assert.NotEmpty(texts);
        return texts;
    }
}
