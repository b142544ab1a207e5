using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>What the command lines of <c>report</c> and <c>replay</c> have in common: which logs are read, and what of them.</summary>
internal sealed class LogCommandLine
{
    private const int MostJobs = 1024;

    private readonly Argument<string[]> _logs;
    private readonly Option<string> _since;
    private readonly Option<string> _until;
    private readonly Option<string> _jobs;
    private readonly Option<string>? _format;

    /// <param name="tree">The command. It has the argument LOG and the options --since, --until and --jobs, and may have --format.</param>
    public LogCommandLine(CommandTree tree)
    {
        _logs = tree.Any(CommandArgument.Logs);
        _since = tree.Value(CommandOption.Since);
        _until = tree.Value(CommandOption.Until);
        _jobs = tree.Value(CommandOption.Jobs);
        _format = tree.PerhapsValue(CommandOption.LogFormat);
        _since.Validators.Add(CheckDay);
        _until.Validators.Add(CheckDay);
        _jobs.Validators.Add(static result =>
        {
            if (result.Tokens is [{ } token] && Jobs(token.Value) is null)
                result.AddError($"Option '--jobs' takes a number from 1 to {MostJobs}.");
        });
        tree.Command.Validators.Add(result =>
        {
            if (result.GetResult(_logs) is not { Tokens.Count: > 0 })
                result.AddError($"{result.Command.Name} wants a LOG: a file, a directory, or - for standard input.");
            else if (Day(result.GetValue(_since)) > Day(result.GetValue(_until)))
                result.AddError("No day lies between '--since' and '--until': the first comes behind the last.");
        });
    }

    /// <summary>The values that the command line gives.</summary>
    public LogOptions Read(ParseResult parsed)
    {
        var options = new LogOptions(Array.ConvertAll(parsed.GetValue(_logs) ?? [], CommandOptions.Bytes))
        {
            Since = Day(parsed.GetValue(_since)),
            Until = Day(parsed.GetValue(_until)),
            Only = _format is null ? null : Format(parsed.GetValue(_format)),
        };
        return Jobs(parsed.GetValue(_jobs)) is { } jobs ? options with { Jobs = jobs } : options;
    }

    /// <summary>The words of the option stand in the order of the formats.</summary>
    private static LogFormat? Format(string? word) =>
        word is null ? null : (LogFormat)Array.IndexOf(OptionTable.Row(CommandOption.LogFormat).Value!.Split('|'), word);

    private static void CheckDay(OptionResult result)
    {
        if (result.Tokens is [{ } token] && Day(token.Value) is null)
            result.AddError($"Option '{result.Option.Name}' takes a day, as in 2026-11-01.");
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year is >= 1970 and < 2200
            ? day : null;

    private static int? Jobs(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MostJobs ? number : null;
}
