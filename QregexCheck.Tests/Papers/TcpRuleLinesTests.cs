using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace QregexCheck.Tests.Papers;

/// <summary>A line for tcpserver that a paper shows is copied as it stands, and tcprules knows no line that goes on in the next one.</summary>
public sealed class TcpRuleLinesTests
{
    private static IEnumerable<string> Papers => Paper.Manuals.Append("README.md").Append("control-samples/tcp.smtp");

    public static TheoryData<string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string>();
            foreach (string paper in Papers)
            {
                foreach (Match match in Regex.Matches(Paper.ReadManual(paper), @"^(?:\.D[l1] |    )?([0-9.]*:(?:allow|deny)\b.*)$", RegexOptions.Multiline))
                    lines.Add(Path.GetFileName(paper), match.Groups[1].Value);
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Tcprules_takes_each_line_that_a_paper_shows_and_sets_what_it_names(string paper, string line)
    {
        using var directory = new FreshDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "rules"), line + "\n");
        (string said, int code) = Repository.RunScript("tcprules cdb tmp <rules", directory.Path);
        Assert.True(code == 0, $"{paper}: {said}");
        string prefix = line[..line.IndexOf(':', StringComparison.Ordinal)];
        string address = prefix + string.Join('.', "192.0.2.7".Split('.').Skip(prefix.Count(static letter => letter == '.')));
        string found = Repository.RunScript($"TCPREMOTEIP={address} tcprulescheck cdb", directory.Path).Output;
        foreach (Match variable in Regex.Matches(line, "([A-Z_]+)=\"([^\"]*)\""))
            Assert.Contains($"set environment variable {variable.Groups[1].Value}={variable.Groups[2].Value}\n", found, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manuals_of_the_wirings_show_such_lines()
    {
        foreach (string page in new[] { Paper.Manual, Paper.WiringManual, Paper.BouncesManual })
            Assert.Contains(Path.GetFileName(page), Lines.Select(static row => (string)row[0]));
    }
}
