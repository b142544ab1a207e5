using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Commands;
using QregexCheck.Qmail;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

public sealed class CommandTableTests
{
    private static readonly CommandName[] All = Enum.GetValues<CommandName>();

    [Fact]
    public void Each_command_is_found_by_its_name_and_by_no_other()
    {
        Assert.Equal(CommandTable.Last, All[^1]);
        foreach (CommandName command in All)
        {
            string name = NameOf(command);
            Assert.Equal(command, CommandTable.Find(Encoding.ASCII.GetBytes(name)));
            Assert.Null(CommandTable.Find(Encoding.ASCII.GetBytes(name + "s")));
            Assert.Null(CommandTable.Find(Encoding.ASCII.GetBytes(name[..^1])));
            Assert.Null(CommandTable.Find(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
        }

        Assert.Null(CommandTable.Find(default));
    }

    [Fact]
    public void Each_option_stands_in_some_command_once_and_has_a_row_of_its_own()
    {
        var used = new HashSet<CommandOption>();
        foreach (CommandName command in All)
        {
            var names = new List<string>();
            foreach (CommandOption option in CommandTable.Row(command).Options)
            {
                used.Add(option);
                names.Add(CommandTree.NameOf(option));
                Assert.Equal(option, OptionTable.Find(command, Encoding.ASCII.GetBytes(names[^1])));
            }

            Assert.Equal(names.Distinct(), names);
        }

        Assert.Equal(Enum.GetValues<CommandOption>(), used.Order());
        Assert.Equal(used.Count, used.Select(option => OptionTable.Row(option).Description).Distinct().Count());
    }

    /// <summary>The quick look at the words in front of PROG takes the next word for an option's value.</summary>
    [Fact]
    public void Each_option_in_front_of_a_program_has_a_value()
    {
        foreach (CommandName command in All)
        {
            CommandRow row = CommandTable.Row(command);
            if (!row.RunsProgram)
                continue;
            foreach (CommandOption option in row.Options)
                Assert.NotEqual(OptionKind.Flag, OptionTable.Row(option).Kind);
        }
    }

    [Fact]
    public void The_stages_of_the_table_are_those_that_spp_knows()
    {
        IEnumerable<SppStage?> named = CommandTable.Row(CommandArgument.Stage).Words!.Split('|').Select(word => SppStages.Find(Encoding.ASCII.GetBytes(word)));
        Assert.Equal(Enum.GetValues<SppStage>().Where(stage => stage != SppStage.Unnamed).Select(stage => (SppStage?)stage), named);
    }

    /// <summary>entry.c knows who asks before the runtime is there, so it has the words, too.</summary>
    [Fact]
    public void The_hooks_that_entry_c_knows_are_those_of_the_table()
    {
        string[] named = Paper.Found(EntrySource(), "is_same\\(argv\\[1\\], \"([a-z]+)\"").ToArray();
        Assert.Equal(All.Where(command => CommandTable.Row(command).IsHook).Select(NameOf).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_commands_and_options_that_get_a_large_heap_are_in_the_table()
    {
        string source = EntrySource();
        string[] commands = Paper.Found(source, "strcmp\\(argv\\[1\\], \"([a-z]+)\"").ToArray();
        Assert.NotEmpty(commands);
        Assert.All(commands, name => Assert.False(CommandTable.Row(Assert.NotNull(CommandTable.Find(Encoding.ASCII.GetBytes(name)))).IsHook));
        string[] options = Paper.Found(source, "has_option\\(argc, argv, \"(--[a-z]+)\"").Where(name => name != "--help").ToArray();
        Assert.NotEmpty(options);
        Assert.All(options, name => Assert.Contains(name, Enum.GetValues<CommandOption>().Select(CommandTree.NameOf)));
    }

    private static string NameOf(CommandName command) => Encoding.ASCII.GetString(CommandTable.Row(command).Name);

    private static string EntrySource() => string.Concat(
        Directory.GetFiles(Repository.PathOf("QregexCheck"), "*.c", SearchOption.AllDirectories)
            .Where(path => !Regex.IsMatch(path, "/(obj|bin)/")).Order(StringComparer.Ordinal).Select(File.ReadAllText));
}
