using System.CommandLine;
using System.IO;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>The command lines of <c>compile</c> and <c>dump</c>: of the rules, or with <c>--recipients</c> of the snapshot.</summary>
internal static class CompileCommandLine
{
    /// <summary>Makes the command <c>compile</c>.</summary>
    public static Command BuildCompile(Stream output)
    {
        var tree = new CommandTree(CommandName.Compile);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<bool> check = tree.Flag(CommandOption.Check);
        Option<bool> recipients = tree.Flag(CommandOption.Snapshot);
        Option<string> reader = tree.Value(CommandOption.Reader);
        command.Validators.Add(result =>
        {
            if (result.GetValue(reader) is not null && (!result.GetValue(recipients) || result.GetValue(check)))
                result.AddError("Option '--for' goes with '--recipients', and not with '--check'.");
        });
        command.SetAction(parsed =>
        {
            ControlDirectory directory = CommandOptions.Directory(parsed, control);
            byte[]? user = parsed.GetValue(reader) is { } name ? CommandOptions.Bytes(name) : null;
            return (int)((parsed.GetValue(recipients), parsed.GetValue(check)) switch
            {
                (true, true) => SnapshotCommand.Check(directory, output),
                (true, false) => SnapshotCommand.Run(directory, user, output),
                (false, true) => CompileCommand.Check(directory, output),
                _ => CompileCommand.Run(directory, output),
            });
        });
        return command;
    }

    /// <summary>Makes the command <c>dump</c>.</summary>
    public static Command BuildDump(Stream output)
    {
        var tree = new CommandTree(CommandName.Dump);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<bool> recipients = tree.Flag(CommandOption.Snapshot);
        command.SetAction(parsed =>
        {
            ControlDirectory directory = CommandOptions.Directory(parsed, control);
            return (int)(parsed.GetValue(recipients) ? SnapshotDump.Run(directory, output) : DumpCommand.Run(directory, output));
        });
        return command;
    }
}
