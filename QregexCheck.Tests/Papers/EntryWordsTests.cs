using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Qmail;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>words.h, which entry/ has from C# where both must say the same: written here as the build writes it, and held to the values of C#.</summary>
public sealed class EntryWordsTests
{
    private static readonly Lazy<string> Header = new(Write);

    [Fact]
    public void The_exit_codes_of_C_are_those_of_C_sharp()
    {
        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => $"{code} {(int)code}"), Defined("ExitCode_(\\w+ [0-9]+)"));
        Assert.Equal(Enum.GetValues<Hook>().Select(hook => $"{hook} {(int)hook}"), Defined("Hook_(\\w+ [0-9]+)"));
    }

    [Fact]
    public void The_reply_to_trouble_is_the_one_of_C_sharp() =>
        Assert.Equal([$"\"{Encoding.ASCII.GetString(ControlLists.TroubleReply)}\""], Defined("TroubleReply ([^\n]*)"));

    [Fact]
    public void The_memory_that_C_asks_for_is_what_doctor_wants() =>
        Assert.Equal([$"HookMemory {SoftLimit.HookMemory}", $"FilterMemory {SoftLimit.FilterMemory}"], Defined("(\\w+Memory [0-9]+)"));

    [Fact]
    public void The_commands_of_C_are_those_of_the_table_and_it_knows_which_ones_qmail_runs()
    {
        CommandName[] all = Enum.GetValues<CommandName>();
        Assert.Equal(all.Select(NameOf).Select(name => $"{name} \"{name}\""), Defined("Command_([^\n]*)"));
        Assert.Equal(all.Where(command => CommandTable.Row(command).IsHook).Select(NameOf), Paper.Found(Header.Value, "^HOOK_COMMAND\\(Command_([a-z]+)\\)$"));
    }

    [Fact]
    public void The_options_of_C_are_those_of_the_table()
    {
        IEnumerable<string> names = Enum.GetValues<CommandOption>().Select(option => Encoding.ASCII.GetString(OptionTable.Row(option).Name)).Distinct();
        Assert.Equal(names.Select(name => $"{name[2..].Replace('-', '_')} \"{name}\""), Defined("Option_([^\n]*)"));
    }

    /// <summary>
    /// A word in quotes there would be a second truth. The help is its parser's own, and the rest are the runtime's variables, qmail's and texts.
    /// </summary>
    [Fact]
    public void No_word_of_a_command_line_stands_in_C_itself()
    {
        string source = Repository.Read("QregexCheck/entry/fail.c") + Repository.Read("QregexCheck/entry/process.c");
        List<string> quoted = Paper.Found(source, "\"(-*[a-z]+)\"");
        Assert.Equal(["--help"], quoted.Where(word => word.StartsWith('-') || CommandTable.Find(Encoding.ASCII.GetBytes(word)) is not null));
        Assert.DoesNotContain(Encoding.ASCII.GetString(ControlLists.TroubleReply), source, StringComparison.Ordinal);
    }

    private static List<string> Defined(string pattern) => Paper.Found(Header.Value, $"^#define {pattern}$");

    private static string NameOf(CommandName command) => Encoding.ASCII.GetString(CommandTable.Row(command).Name);

    private static string Write()
    {
        string sources = Regex.Match(Repository.Read("QregexCheck/QregexCheck.csproj"), "<WordSource Include=\"([^\"]*)\" />").Groups[1].Value;
        (string output, int code) = Repository.Run("sed", ["-n", "-f", "entry/words.sed", .. sources.Split(';')], Repository.PathOf("QregexCheck"));
        Assert.Equal(0, code);
        return output;
    }
}
