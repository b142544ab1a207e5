using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;

namespace QregexCheck.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageComplaint
{
    /// <summary>What is said of a command that there is not, with those that it could be.</summary>
    public static string OfVerb(ParseResult parsed, string name)
    {
        string complaint = Of(parsed);
        int question = complaint.IndexOf('?', StringComparison.Ordinal);
        string suggestions = question < 0 ? string.Empty : complaint[(question + 1)..].Trim().Replace(" ", ", ", StringComparison.Ordinal);
        return suggestions.Length == 0 ? $"unknown command '{name}'." : $"unknown command '{name}'; did you mean: {suggestions}?";
    }

    /// <summary>What System.CommandLine says of the errors, with its suggestions, in one line.</summary>
    public static string Of(ParseResult parsed)
    {
        using var errors = new StringWriter();
        using var suggestions = new StringWriter();
        if (parsed.Action is ParseErrorAction action)
        {
            action.ShowHelp = false;
            parsed.Invoke(new InvocationConfiguration { Output = suggestions, Error = errors, ProcessTerminationTimeout = null });
        }

        string[] lines = (errors.ToString() + '\n' + suggestions).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" ", lines);
    }
}
