using System.CommandLine;
using System.Globalization;
using System.IO;
using QregexCheck.Logs;

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
        var logs = new LogCommandLine(tree);
        Option<string> unused = tree.Value(CommandOption.Unused);
        Option<string> top = tree.Value(CommandOption.Top);
        Option<bool> json = tree.Flag(CommandOption.Json);
        Option<string> html = tree.Value(CommandOption.Html);
        Option<string> color = tree.Value(CommandOption.Color);
        Option<bool> strict = tree.Flag(CommandOption.StrictRules);
        CheckNumber(unused, MostUnused);
        CheckNumber(top, MostTop);
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
                logs.Read(parsed) with { Only = LogFormat.Own },
                Number(parsed.GetValue(unused), MostUnused) ?? DefaultUnused,
                Number(parsed.GetValue(top), MostTop) ?? DefaultTop,
                parsed.GetValue(strict),
                parsed.GetValue(json),
                Terminal.WantsColor(parsed.GetValue(color)),
                parsed.GetValue(html) is { } name ? CommandOptions.Bytes(name) : null),
            output));
        return command;
    }

    private static void CheckNumber(Option<string> option, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ } token] && Number(token.Value, most) is null)
            result.AddError($"Option '{option.Name}' takes a number from 0 to {most}.");
    });

    private static int? Number(string? text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most ? number : null;
}
