using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Lint;

/// <summary>A kind of finding as qregexcheck-lint(5) describes it.</summary>
internal sealed record ManualEntry(string Id, string Severity, IReadOnlyList<(string Name, string Text)> Files);

/// <summary>Reads the kinds of findings, and the examples, out of the source of qregexcheck-lint(5).</summary>
internal static partial class ManualPage
{
    public static IReadOnlyList<ManualEntry> Read()
    {
        string path = Path.Combine(PublishedBinary.Root, "QregexCheck/man/qregexcheck-lint.5");
        var entries = new List<ManualEntry>();
        Match? heading = null;
        List<string>? example = null;
        foreach (string line in File.ReadAllLines(path))
        {
            if (HeadingPattern().Match(line) is { Success: true } match)
            {
                heading = match;
            }
            else if (line == ".EX")
            {
                example = new List<string>();
            }
            else if (line == ".EE")
            {
                entries.Add(new ManualEntry(Unescape(heading!.Groups[1].Value), heading.Groups[2].Value, FilesOf(example!)));
                example = null;
            }
            else
            {
                example?.Add(Unescape(line));
            }
        }

        return entries;
    }

    private static List<(string Name, string Text)> FilesOf(List<string> lines)
    {
        var files = new List<(string Name, string Text)>();
        foreach (string line in lines)
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                files.Add(("badmailto", Run(line[2..])));
                continue;
            }

            string text = HexPattern().Replace(line, static byteText => ((char)Convert.ToInt32(byteText.Groups[1].Value, 16)).ToString());
            string name = "badmailto";
            if (FilePattern().Match(text) is { Success: true } match)
                (name, text) = (match.Groups[1].Value, match.Groups[2].Value);
            int known = files.FindIndex(file => file.Name == name);
            if (known < 0)
                files.Add((name, text + "\n"));
            else
                files[known] = (name, files[known].Text + text + "\n");
        }

        return files;
    }

    /// <summary>What a command writes: a file that would be too long for the page.</summary>
    private static string Run(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }

    /// <summary>A line of the page's source as a reader sees it.</summary>
    public static string Unescape(string text) => text
        .Replace("\\&", string.Empty, StringComparison.Ordinal)
        .Replace("\\(ha", "^", StringComparison.Ordinal)
        .Replace("\\(ti", "~", StringComparison.Ordinal)
        .Replace("\\(aq", "'", StringComparison.Ordinal)
        .Replace("\\(ga", "`", StringComparison.Ordinal)
        .Replace("\\-", "-", StringComparison.Ordinal)
        .Replace("\\e", "\\", StringComparison.Ordinal);

    [GeneratedRegex("^\\.SS \"([a-z\\\\-]+) \\((error|warning|note)\\)\"$")]
    private static partial Regex HeadingPattern();

    [GeneratedRegex("\\\\x([0-9A-F]{2})")]
    private static partial Regex HexPattern();

    [GeneratedRegex("^(badhelo|badmailfrom|badmailfromhosts|badmailto|goodmailto|badbounce|rcpthosts|checkrcpthosts|validrcptto|locals|virtualdomains): (.*)$")]
    private static partial Regex FilePattern();
}
