using System.CommandLine;
using System.IO;
using QregexCheck.Qmail;

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
        Option<string> fix = tree.Value(CommandOption.Fix);
        Option<bool> yes = tree.Flag(CommandOption.Yes);
        Option<bool> undo = tree.Flag(CommandOption.Undo);
        command.Validators.Add(result =>
        {
            if (result.GetValue(fix) is not { } text)
            {
                if (result.GetValue(yes) || result.GetValue(undo))
                    result.AddError($"Option '{(result.GetValue(yes) ? "--yes" : "--undo")}' goes with '--fix'.");
            }
            else if (FixOptions.Complaint(text) is { } complaint)
            {
                result.AddError(complaint);
            }
            else if (result.GetValue(strict))
            {
                result.AddError("Option '--strict' does not go with '--fix'.");
            }
        });
        command.SetAction(parsed =>
        {
            ControlDirectory directory = CommandOptions.Directory(parsed, control);
            return (int)(parsed.GetValue(fix) is not { } text ? DoctorCommand.Run(directory, parsed.GetValue(json), parsed.GetValue(strict), output)
                : DoctorCommand.Fix(directory, FixOptions.Read(text) with
                {
                    Writes = parsed.GetValue(yes),
                    Undoes = parsed.GetValue(undo),
                    IsJson = parsed.GetValue(json),
                }, output));
        });
        return command;
    }
}
