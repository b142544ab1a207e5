using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Papers;

/// <summary>
/// A worked example: lines that begin with <c>$ </c> are typed, lines with <c>&gt; </c> just below go on with them, the others are
/// the answer.
/// </summary>
internal sealed class ConsoleExample
{
    // Stands in the output of the script behind the answer to each command.
    private const string Mark = "-- end of answer --";

    private readonly List<(string Command, string Answer)> _steps = new();

    /// <summary>Reads the lines of one block.</summary>
    public ConsoleExample(IEnumerable<string> lines)
    {
        var command = new StringBuilder();
        var answer = new StringBuilder();
        foreach (string line in lines)
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                Flush();
                command.Append(line.AsSpan(2)).Append('\n');
            }
            else if (answer.Length == 0 && line.StartsWith("> ", StringComparison.Ordinal))
            {
                command.Append(line.AsSpan(2)).Append('\n');
            }
            else
            {
                answer.Append(line).Append('\n');
            }
        }

        Flush();

        void Flush()
        {
            if (command.Length > 0)
                _steps.Add((command.ToString(), answer.ToString()));
            else if (answer.Length > 0)
                throw new FormatException("an example begins with a command: " + answer);
            command.Clear();
            answer.Clear();
        }
    }

    public int Steps => _steps.Count;

    /// <summary>The example as it stands in the paper.</summary>
    public static string Expected(IEnumerable<ConsoleExample> examples) =>
        string.Concat(examples.SelectMany(example => example._steps).Select(step => "$ " + step.Command + step.Answer));

    /// <summary>The example with the answers of today. All examples of a paper are typed into one shell, one after the other.</summary>
    public static string Actual(IReadOnlyList<ConsoleExample> examples, string directory)
    {
        List<string> commands = examples.SelectMany(example => example._steps).Select(step => step.Command).ToList();
        string script = string.Concat(commands.Select(command => $"{command}code=$?\necho '{Mark}'\n(exit $code)\n"));
        string[] answers = Repository.RunScript(script, directory).Output.Split(Mark + "\n");
        return string.Concat(commands.Zip(answers, (command, answer) => "$ " + command + answer));
    }
}
