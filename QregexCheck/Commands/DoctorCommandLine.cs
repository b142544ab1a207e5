using System.CommandLine;
using System.IO;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck doctor</c>.</summary>
internal static class DoctorCommandLine
{
    /// <summary>Builds the command for the parser.</summary>
    /// <param name="output">Where the command writes its report.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Doctor);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<bool> strict = tree.Flag(CommandOption.StrictFindings);
        command.SetAction(parsed => (int)DoctorCommand.Run(
            CommandOptions.Directory(parsed, control), parsed.GetValue(json), parsed.GetValue(strict), output));
        return command;
    }
}
