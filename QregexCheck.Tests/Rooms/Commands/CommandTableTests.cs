using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Qmail;
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

    [Fact]
    public void The_stages_of_the_table_are_those_that_spp_knows()
    {
        IEnumerable<SppStage?> named = CommandTable.Row(CommandArgument.Stage).Words!.Split('|').Select(word => SppStages.Find(Encoding.ASCII.GetBytes(word)));
        Assert.Equal(Enum.GetValues<SppStage>().Where(stage => stage != SppStage.Unnamed).Select(stage => (SppStage?)stage), named);
    }

    private static string NameOf(CommandName command) => Encoding.ASCII.GetString(CommandTable.Row(command).Name);
}
