using System;
using System.CommandLine;
using System.IO;

namespace QregexCheck.Commands;

/// <summary>The command line of <c>qregexcheck report</c>.</summary>
internal static class ReportCommandLine
{
    private const int DefaultUnused = 90;
    private const int MostUnused = 36_500;
    private const int DefaultTop = 5;
    private const int MostTop = 100;

    /// <summary>Builds the command for the parser.</summary>
    /// <param name="output">Where the command writes its report.</param>
    public static Command Build(Stream output)
    {
        var tree = new CommandTree(CommandName.Report);
        Command command = tree.Command;
        Option<string> control = tree.Value(CommandOption.Control);
        Option<string> since = tree.Value(CommandOption.Since);
        Option<string> until = tree.Value(CommandOption.Until);
        Option<string> unused = tree.Value(CommandOption.Unused);
        Option<string> top = tree.Value(CommandOption.Top);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<string> html = tree.Value(CommandOption.Html);
        Option<bool> strict = tree.Flag(CommandOption.StrictRules);
        Argument<string[]> logs = tree.Any(CommandArgument.Logs);
        LogDays.Check(command, since, until);
        LogDays.CheckNumber(unused, 0, MostUnused);
        LogDays.CheckNumber(top, 0, MostTop);
        LogDays.CheckLogs(command, logs);
        command.Validators.Add(result =>
        {
            if (result.GetValue(html) is { } page && (page.Length == 0 || page == "-"))
                result.AddError("Option '--html' takes the name of a file.");
            else if (result.GetValue(html) is not null && result.GetValue(json))
                result.AddError("Option '--html' writes a page: it can't go with '--json'.");
        });
        command.SetAction(parsed => (int)ReportCommand.Run(
            new ReportRequest(
                CommandOptions.Directory(parsed, control),
                new LogOptions(Array.ConvertAll(parsed.GetValue(logs) ?? [], CommandOptions.Bytes))
                {
                    Since = LogDays.Day(parsed.GetValue(since)),
                    Until = LogDays.Day(parsed.GetValue(until)),
                    Only = Logs.LogFormat.Own,
                },
                LogDays.Number(parsed.GetValue(unused), 0, MostUnused) ?? DefaultUnused,
                LogDays.Number(parsed.GetValue(top), 0, MostTop) ?? DefaultTop,
                parsed.GetValue(strict),
                parsed.GetValue(json),
                parsed.GetValue(html) is { } name ? CommandOptions.Bytes(name) : null),
            output));
        return command;
    }
}
