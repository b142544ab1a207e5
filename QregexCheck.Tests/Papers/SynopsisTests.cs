using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Commands;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>The synopsis of the manual says of each command what the table of commands says, and nothing else.</summary>
public sealed class SynopsisTests
{
    public static TheoryData<int> Commands => new(Enum.GetValues<CommandName>().Select(command => (int)command));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_synopsis_of_a_command_is_that_of_the_table(int number)
    {
        CommandRow row = CommandTable.Row((CommandName)number);
        var wanted = new List<string>();
        foreach (CommandOption option in row.Options)
            wanted.Add(OfOption(OptionTable.Row(option)));
        wanted.AddRange(OfArguments(row.Arguments));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), FormsOf(Encoding.ASCII.GetString(row.Name)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_synopsis_names_the_commands_of_the_table_only() => Assert.Equal(
        Enum.GetValues<CommandName>().Select(command => Encoding.ASCII.GetString(CommandTable.Row(command).Name)).Order(StringComparer.Ordinal),
        Forms().Select(form => form.Command).Where(command => command.Length > 0).Distinct().Order(StringComparer.Ordinal));

    /// <summary>What stands behind a command in all its forms, each once; <c>--</c> is no option.</summary>
    private static IEnumerable<string> FormsOf(string command) => Forms()
        .Where(form => form.Command == command)
        .SelectMany(form => form.Lines)
        .Where(line => line != ".Op Fl -")
        .Select(line => Regex.Replace(line, @"^\.Op Fl", ".Fl"))
        .Distinct();

    private static IEnumerable<(string Command, string[] Lines)> Forms() =>
        Paper.Section(Paper.Manual, "SYNOPSIS").Split(".Nm\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(form => form.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(lines => lines is [var first, ..] && first.StartsWith(".Cm ", StringComparison.Ordinal) ? (first[4..], lines[1..]) : (string.Empty, lines));

    private static string OfOption(OptionRow row) => ".Fl " + Encoding.ASCII.GetString(row.Name[1..]) + row.Kind switch
    {
        OptionKind.Flag => string.Empty,
        OptionKind.OneOf => " Ns = Ns Cm " + Words(row.Value!),
        OptionKind.Values => $" Ar {Words(row.Value!)} ...",
        _ => " Ar " + Words(row.Value!),
    };

    private static IEnumerable<string> OfArguments(ReadOnlySpan<CommandArgument> arguments)
    {
        var once = new List<string>();
        var lines = new List<string>();
        foreach (CommandArgument argument in arguments)
        {
            ArgumentRow row = CommandTable.Row(argument);
            string name = Words(row.Name);
            if (row.Kind == ArgumentKind.One)
            {
                once.Add(name);
                continue;
            }

            lines.Add(row.Kind switch
            {
                ArgumentKind.OneOf => ".Cm " + Words(row.Words!),
                ArgumentKind.Any => $".Op Ar {name} ...",
                ArgumentKind.Program => $".Ar {name} Op Ar arg ...",
                _ => $".Op Ar {name} Op Ar arg ...",
            });
        }

        return once.Count == 0 ? lines : lines.Prepend(".Ar " + string.Join(' ', once));
    }

    private static string Words(string name) => name.ToLowerInvariant().Replace("|", " | ", StringComparison.Ordinal);
}
