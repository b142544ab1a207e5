using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QregexCheck.Tests.Parity;
using QregexCheck.Tests.Rooms.Smtp;
using QregexCheck.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace QregexCheck.Tests.Regressions;

/// <summary>Plays a file of the corpus, and holds each answer to what the file says.</summary>
internal static class Replay
{
    /// <summary>
    /// Rules: <c>rule</c> for each, then <c>hits ADDRESS</c> or <c>misses ADDRESS</c>: what the first rule says; with more rules <c>first N ADDRESS</c>, 0 for
    /// none, and <c>refused N</c> for one that can't be used. All engines of the matrix are asked.
    /// </summary>
    /// <returns>How many answers there were.</returns>
    public static int Rules(IReadOnlyList<Corpus.Line> lines, ITestOutputHelper output)
    {
        string[] rules = [.. lines.Where(line => line.Word == "rule").Select(line => line.Text)];
        byte[][] patterns = [.. rules.Select(rule => Encoding.Latin1.GetBytes(rule.TrimStart('!')))];
        var matrix = new Matrix(output);
        int[] refused = [.. lines.Where(line => line.Word == "refused").Select(line => int.Parse(line.Text, CultureInfo.InvariantCulture))];
        foreach (Corpus.Line line in lines.Where(line => line.Word is not ("rule" or "refused")))
        {
            (int first, string address) = line.Word switch
            {
                "hits" => (1, line.Text),
                "misses" => (0, line.Text),
                "first" => (int.Parse(line.Text.AsSpan(0, line.Text.IndexOf(' ')), CultureInfo.InvariantCulture), line.Text[(line.Text.IndexOf(' ') + 1)..]),
                _ => throw new FormatException($"{line.Word} is no word of a file with rules"),
            };
            matrix.Ask(RuleLines.Of(patterns, [.. rules.Select(rule => rule[0] == '!')]), [Encoding.Latin1.GetBytes(address)], [Answer.Of(first, refused)]);
        }

        matrix.Close();
        return (int)matrix.Pairs;
    }

    /// <summary>
    /// A dialogue with the filter: <c>client</c> and <c>server</c> say something; <c>passes</c> is what then gets to the server and <c>hears</c> what
    /// the client hears, either may be left out where it is nothing. Whoever is bad@ anything or anything@bad is refused.
    /// </summary>
    public static int Dialogue(IReadOnlyList<Corpus.Line> lines)
    {
        var conversation = new Conversation();
        int answers = 0;
        for (int i = 0; i < lines.Count;)
        {
            Corpus.Line said = lines[i++];
            string passes = said.Word switch
            {
                "client" => conversation.Client(said.Text),
                "server" => conversation.Server(said.Text),
                _ => throw new FormatException($"{said.Word} follows nothing that was said"),
            };
            var expected = new Dictionary<string, string> { ["passes"] = string.Empty, ["hears"] = string.Empty };
            for (; i < lines.Count && expected.ContainsKey(lines[i].Word); i++, answers++)
                expected[lines[i].Word] += lines[i].Text;
            Assert.Equal((said.Text, expected["passes"], expected["hears"]), (said.Text, passes, conversation.TakeHeard()));
        }

        return answers;
    }

    /// <summary>
    /// Commands: <c>file NAME LINE</c> adds a line to a control file, <c>env</c> a variable, <c>in</c> a line to standard input; <c>run</c> runs the
    /// published program with words; then <c>exit</c>, <c>out</c> and <c>err</c> say how it ends and each line that it writes. <c>{control}</c> is
    /// the control directory.
    /// </summary>
    public static int Commands(IReadOnlyList<Corpus.Line> lines)
    {
        using var control = new ControlFolder();
        var files = new Dictionary<string, string>();
        var environment = new List<string> { control.Variable };
        string input = string.Empty;
        int answers = 0;
        for (int i = 0; i < lines.Count;)
        {
            Corpus.Line line = lines[i++];
            string text = line.Text.Replace("{control}", control.Path, StringComparison.Ordinal);
            switch (line.Word)
            {
                case "file":
                    string[] parts = text.Split(' ', 2);
                    files[parts[0]] = files.GetValueOrDefault(parts[0], string.Empty) + parts[1] + "\n";
                    control.With(parts[0], files[parts[0]]);
                    break;
                case "env":
                    environment.Add(text);
                    break;
                case "in":
                    input += text + "\n";
                    break;
                case "run":
                    Outcome outcome =
                        PublishedBinary.Run(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment, new() { [0] = Wire.Holding(input) });
                    var expected = new List<string>();
                    for (; i < lines.Count && lines[i].Word is "exit" or "out" or "err"; i++)
                        expected.Add($"{lines[i].Word} {lines[i].Text.Replace("{control}", control.Path, StringComparison.Ordinal)}");
                    Assert.Equal(expected, [$"exit {outcome.ExitCode}", .. Lines("out", outcome.Output), .. Lines("err", outcome.Error)]);
                    answers += expected.Count;
                    break;
                default:
                    throw new FormatException($"{line.Word} is no word of a file with commands");
            }
        }

        return answers;
    }

    private static IEnumerable<string> Lines(string word, string text) =>
        text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(line => $"{word} {line}");
}
