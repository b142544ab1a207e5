using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Decision;
using QregexCheck.Qmail;
using QregexCheck.Syntax;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The manual pages name all that the program knows: commands, options, variables, exit codes, messages.</summary>
public sealed class ManualTests
{
    public static TheoryData<string> Commands => new(WithNone(CommandsOf(Help(string.Empty))));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_manual_names_a_command_and_its_options_as_help_does(string command)
    {
        string manual = Paper.ReadManual(Paper.Manual);
        string help = Help(command);
        if (command.Length > 0)
            Assert.Matches($@"(?m)^\.Cm {command}\b", manual);
        List<string> options = Paper.Found(help, "(?<=[ ,])(--?[a-z?][a-z-]*)");
        Assert.Contains("--help", options);
        Assert.All(options, option => Assert.Matches($@"(?m)\bFl {Regex.Escape(option[1..])}(\s|$)", manual));
        foreach (string choices in Paper.Found(help, "<([a-z]+(?:\\|[a-z]+)+)>"))
            Assert.All(choices.Split('|'), choice => Assert.Matches($@"(?m)^\.Cm (.*\| )?{choice}\b", manual));
    }

    [Fact]
    public void The_manual_names_no_option_that_help_does_not()
    {
        string help = string.Concat(WithNone(CommandsOf(Help(string.Empty))).Select(Help));
        List<string> named = Paper.Found(Paper.ReadManual(Paper.Manual), @"\bFl (-[a-z]+)");
        Assert.NotEmpty(named);
        Assert.All(named, option => Assert.Contains("-" + option, help, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_names_every_variable_that_the_program_reads()
    {
        string manual = Paper.ReadManual(Paper.Manual);
        List<string> variables = Paper.Found(Paper.Sources(), "\"([A-Z][A-Z0-9_]+)\\\\0\"u8");
        Assert.Contains("RECIPIENT", variables);
        Assert.All(variables, variable => Assert.Matches($@"(?m)^\.It.*\bEv {variable}\b", manual));
    }

    [Fact]
    public void The_exit_codes_of_the_manual_are_those_of_the_program()
    {
        IEnumerable<int> named = Paper.Found(Paper.Section(Paper.Manual, "EXIT STATUS"), @"^\.It (\d+)$")
            .Select(code => int.Parse(code, CultureInfo.InvariantCulture));
        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => (int)code).Order(), named.Order());
    }

    [Fact]
    public void The_manual_names_every_field_of_the_log_and_its_longest_size()
    {
        string log = Paper.Section(Paper.Manual, "THE LOG");
        Assert.All(Enum.GetValues<LogField>(), field =>
        {
            LogFieldRow row = LogFields.Row(field);
            Assert.Contains(Encoding.ASCII.GetString(row.Lead), log, StringComparison.Ordinal);
            if (field != LogField.Relay)
                Assert.Matches($@"\b{row.Longest}\b", log);
        });
    }

    [Fact]
    public void The_manual_explains_every_fatal_message()
    {
        // The constant beginning of a text, up to a place to fill in or a semicolon. "new" makes the text of an exception. It also makes an
        // option, a command, an argument, a field of the log and a finding, whose names are no messages.
        const string Texts =
            "\\b(?:Fatal|Misuse|Trouble|ControlReadException|(?<!FindingKind \\w+ = |Ailment\\.\\w+ => )new)\\(\\s*\\$?\"(?!--| ?[a-z]+=?\"u8|[A-Z]+\")([^\"{;:]+)";
        List<string> messages = Paper.Found(Paper.Sources(), Texts);
        Assert.Contains("unable to run QREGEXCHECK_NEXT", messages);
        Assert.Contains("descriptor 3 is not open", messages);
        Assert.Contains("unable to read ", messages);
        List<string> entryMessages = Paper.Found(Repository.Read("QregexCheck/entry/fail.c"), "\"qregexcheck: fatal: ([^\";(]+)");
        Assert.Contains("cannot start: too little memory", entryMessages);
        string diagnostics = Paper.Section(Paper.Manual, "DIAGNOSTICS");
        messages.AddRange(entryMessages);
        Assert.All(messages, message => Assert.Contains(".It \"" + message.Trim(), diagnostics, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rules_manual_explains_all_that_can_be_wrong_with_a_rule()
    {
        string diagnostics = Paper.Section(Paper.RulesManual, "DIAGNOSTICS");
        foreach (SyntaxErrorKind kind in Enum.GetValues<SyntaxErrorKind>().Where(kind => kind != SyntaxErrorKind.None))
            Assert.Contains($".It \"{SyntaxError.Describe(kind)}\"", diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_manual_explains_all_that_can_be_wrong_with_an_annotation()
    {
        const string Texts = "(?:problem = |return |Fail\\((?:comment\\[nameStart\\.\\.\\], )?line, \\w+, |\\$)\"([^\"{:]{8,})";
        string sources = Repository.Read("QregexCheck/Rules/AnnotationParser.cs") + Repository.Read("QregexCheck/Rules/ReplyText.cs")
            + Repository.Read("QregexCheck/Rules/ConditionFields.cs") + Repository.Read("QregexCheck/Rules/IpNetwork.cs");
        List<string> messages = Paper.Found(sources, Texts);
        Assert.Contains("an empty expression hits everything; leave it out", messages);
        Assert.Contains("expected name=value", messages);
        Assert.Contains("the reply is longer than 400 bytes", messages);
        string diagnostics = Paper.Section(Paper.RulesManual, "DIAGNOSTICS");
        Assert.All(messages, message => Assert.Contains(".It \"" + message, diagnostics, StringComparison.Ordinal));
    }

    [Fact]
    public void The_recipients_manual_explains_all_that_can_be_wrong_with_a_line_of_checkrcpthosts()
    {
        string sources = Repository.Read("QregexCheck/Rules/RecipientFields.cs")
            + Repository.Read("QregexCheck/Mailboxes/DomainEntry.cs") + Repository.Read("QregexCheck/Mailboxes/CoveringLines.cs");
        List<string> messages = Paper.Found(sources, "(?:[?:=>] |return |, 1, )\"([^\":]{8,})");
        Assert.Contains("relay is yes or no", messages);
        Assert.Contains("a domain ends without a dot", messages);
        Assert.Contains("this byte can't stand in a domain", messages);
        Assert.Contains("the annotations of one entry are longer than 64 KiB", messages);
        string diagnostics = Paper.Section(Paper.RecipientsManual, "DIAGNOSTICS");
        Assert.All(messages, message => Assert.Contains(".It \"" + message, diagnostics, StringComparison.Ordinal));
    }

    private static IEnumerable<string> WithNone(IEnumerable<string> commands) => commands.Prepend(string.Empty);

    private static List<string> CommandsOf(string help) =>
        Paper.Found(help[help.IndexOf("Commands:", StringComparison.Ordinal)..], "^  ([a-z]+)");

    private static string Help(string command)
    {
        (string help, int code) = Repository.RunScript($"qregexcheck {command} --help", Repository.PathOf("."));
        Assert.Equal(0, code);
        return help;
    }
}
