using System;
using System.IO;
using System.Linq;
using System.Text;
using QregexCheck.Logs;
using QregexCheck.Tests.Papers;
using Xunit;

namespace QregexCheck.Tests.Rooms.Logs;

/// <summary>
/// A log of each format that means something only by the order of its lines, with the events in it: <c>NAME.log</c> and <c>NAME.events</c>. In a log <c>\NN</c>
/// stands for a byte. All names are invented. Behind the events stand the lines that <see cref="LogSequence"/> understood, and those that are the format's own.
/// </summary>
public sealed class SequenceGoldenTests
{
    [Theory]
    [InlineData("qmail-send", nameof(LogFormat.QmailSend))]
    [InlineData("tcpserver", nameof(LogFormat.Tcpserver))]
    [InlineData("postfix", nameof(LogFormat.Postfix))]
    [InlineData("mailfront", nameof(LogFormat.Mailfront))]
    [InlineData("recordio", nameof(LogFormat.Recordio))]
    public void The_events_of_a_log_are_those_that_stand_beside_it(string name, string formatName)
    {
        LogFormat format = Enum.Parse<LogFormat>(formatName);
        string path = Repository.PathOf("QregexCheck.Tests/Rooms/Logs/" + name);
        string[] lines = [.. File.ReadAllLines(path + ".log", Encoding.Latin1).Select(Unescaped)];
        string expected = File.ReadAllText(path + ".events", Encoding.Latin1);
        foreach (int linesInBlock in (int[])[1, 3, 1000])
        {
            var run = new SequenceRun(null, "shop.example.com:alias-shop", ".wild.example.com:w", "boss@example.com:b-o");
            string[] events = run.Run(lines, linesInBlock);
            LineCounts counts = run.Sequence.Lines;
            string found = string.Join('\n', events) + $"\n{counts.Understood(format)} of {counts.Recognized(format)} of {counts.All} lines\n";
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [InlineData("mailfront", nameof(LogFormat.Mailfront))]
    [InlineData("recordio", nameof(LogFormat.Recordio))]
    public void With_another_format_asked_for_these_lines_are_nobodys(string name, string formatName)
    {
        string[] lines = [.. File.ReadAllLines(Repository.PathOf($"QregexCheck.Tests/Rooms/Logs/{name}.log"), Encoding.Latin1).Select(Unescaped)];
        var run = new SequenceRun(LogFormat.Own);
        Assert.Empty(run.Run(lines));
        Assert.Equal(0, run.Sequence.Lines.Recognized(Enum.Parse<LogFormat>(formatName)));
    }

    private static string Unescaped(string line)
    {
        var text = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            bool isEscape = line[i] == '\\';
            text.Append(isEscape ? (char)Convert.ToByte(line.Substring(i + 1, 2), 16) : line[i]);
            i += isEscape ? 2 : 0;
        }

        return text.ToString();
    }
}
