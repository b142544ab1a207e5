using System;
using System.Collections.Generic;
using System.Linq;

namespace QregexCheck.Tests.Support;

/// <summary>
/// qmail-smtpd's side of the two hooks, as it was seen to behave: how it starts a check, and what it tells the client afterwards.
/// It stands for netqmail with the RCPTCHECK and the qmail-spp patch; what a test can learn from the program alone, it can't.
/// </summary>
internal static class QmailSmtpdStandIn
{
    public const string Accepted = "250 ok";
    public const string Trouble = "421 (connection closed)";
    public const string PluginTrouble = "451 qmail-spp failure";

    /// <summary>RCPTCHECK: a bare path, run for each RCPT with the client's socket on 0, the log on 1 and 2, a pipe on 4.</summary>
    public static (string Reply, Outcome Outcome) RcptCheck(
        IReadOnlyList<string> environment, Dictionary<int, Wire>? wires = null, string? path = null)
    {
        var all = new Dictionary<int, Wire>
        {
            [0] = Wire.Holding("DATA\r\n"),
            [1] = Wire.SameAs(2),
            [2] = Wire.Captured,
            [4] = Wire.Captured,
        };
        foreach ((int number, Wire wire) in wires ?? [])
            all[number] = wire;
        Outcome outcome = new Child(path ?? PublishedBinary.Path) { Environment = environment, Wires = all, IgnoresBrokenPipe = true }.Run();
        return (RcptCheckReply(outcome), outcome);
    }

    /// <summary>qmail-spp: a bare path, or <c>:command</c> for the shell; 0 is closed, the answer is read from 1.</summary>
    public static (string Reply, Outcome Outcome) Spp(string line, IReadOnlyList<string> environment)
    {
        string[] command = line.StartsWith(':') ? ["/bin/sh", "-c", line[1..]] : [line];
        var wires = new Dictionary<int, Wire> { [0] = Wire.Closed, [1] = Wire.Captured, [2] = Wire.Captured };
        Outcome outcome = new Child(command[0], command[1..]) { Environment = environment, Wires = wires, IgnoresBrokenPipe = true }.Run();
        return (SppReply(outcome), outcome);
    }

    /// <summary>100 is a no, 111, 113 and 120 are trouble; every other code, and there are many, accepts.</summary>
    public static string RcptCheckReply(Outcome outcome)
    {
        if (outcome.Signal != 0 || outcome.ExitCode is 111 or 113 or 120)
            return Trouble;
        if (outcome.ExitCode != 100)
            return Accepted;
        string text = outcome.Reply.TrimEnd('\r', '\n');
        bool hasCode = text.Length >= 3 && text[0] is '4' or '5' && text[1..3].All(char.IsAsciiDigit);
        return hasCode ? text : "550 sorry, no mailbox here by that name (#5.1.1)";
    }

    /// <summary>
    /// Only 120 and death by signal count. Else each line's first byte is a command; the byte before the end is taken for the
    /// newline and cut, whatever it is. An empty output accepts.
    /// </summary>
    public static string SppReply(Outcome outcome)
    {
        if (outcome.Signal != 0 || outcome.ExitCode == 120)
            return PluginTrouble;
        string answers = string.Empty;
        foreach (string line in LinesWithEnds(outcome.Output))
        {
            string answer = line[..^1];
            switch (answer.Length == 0 ? '\0' : answer[0])
            {
                case 'E':
                    answers += (answers.Length > 0 ? "\n" : string.Empty) + answer[1..];
                    break;
                case 'R':
                    answers += answer[1..];
                    break;
                case 'A' or 'O' or 'N' or 'D' or 'C' or 'S' or 'H' or 'P':
                    throw new InvalidOperationException($"a command that we never give: {answer}");
            }
        }

        return answers.Length == 0 ? Accepted : answers;
    }

    private static IEnumerable<string> LinesWithEnds(string output)
    {
        int start = 0;
        while (start < output.Length)
        {
            int newline = output.IndexOf('\n', start);
            int end = newline < 0 ? output.Length : newline + 1;
            yield return output[start..end];
            start = end;
        }
    }
}
