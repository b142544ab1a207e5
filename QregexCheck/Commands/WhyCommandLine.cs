using System.CommandLine;
using System.IO;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck why</c>.</summary>
internal static class WhyCommandLine
{
    /// <summary>Builds the command for the parser.</summary>
    /// <param name="output">Where the command writes its answers.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Why);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<string> color = tree.Value(CommandOption.Color);
        Argument<string> line = tree.One(CommandArgument.LoggedLine);
        command.SetAction(parsed => (int)WhyCommand.Run(
            CommandOptions.Bytes(parsed.GetValue(line)!), CommandOptions.Directory(parsed, control), parsed.GetValue(json),
            Terminal.WantsColor(parsed.GetValue(color)), output));
        return command;
    }
}
