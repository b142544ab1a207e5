using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace QregexCheck.Commands;

/// <summary>Reads the days and numbers that <c>report</c> and <c>replay</c> take.</summary>
internal static class LogDays
{
    /// <summary>A day such as <c>2026-11-01</c>; null when the text is none.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    /// <summary>A number in a range; null when the text is none.</summary>
    public static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;

    /// <summary>Sees to it that the two days are days, and that the first is not behind the last.</summary>
    public static void Check(Command command, Option<string> since, Option<string> until)
    {
        foreach (Option<string> option in (ReadOnlySpan<Option<string>>)[since, until])
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && Day(result.Tokens[0].Value) is null)
                    result.AddError($"{option.Name} takes a day such as 2026-11-01, in UTC.");
            });
        }

        command.Validators.Add(result =>
        {
            if (Day(result.GetValue(since)) is { } first && Day(result.GetValue(until)) is { } last && first > last)
                result.AddError($"--since {result.GetValue(since)} is behind --until {result.GetValue(until)}: no day is left.");
        });
    }

    /// <summary>Sees to it that a value is a number in a range.</summary>
    public static void CheckNumber(Option<string> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && Number(result.Tokens[0].Value, least, most) is null)
            result.AddError($"{option.Name} takes a number from {least} to {most}.");
    });

    /// <summary>Sees to it that a log is named.</summary>
    public static void CheckLogs(Command command, Argument<string[]> logs) => command.Validators.Add(result =>
    {
        if (result.GetResult(logs) is not { Tokens.Count: > 0 })
            result.AddError($"{command.Name} has nothing to read: name a LOG, a DIR of logs, or - for standard input.");
    });
}
