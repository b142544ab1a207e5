using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using QregexCheck.Tests.Rooms.Lint;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary>A kind of finding as qregexcheck-doctor(8) describes it.</summary>
internal sealed record DoctorSection(string Id, string Severity, IReadOnlyList<string> Example);

/// <summary>Reads the kinds of findings, and the examples, out of the source of qregexcheck-doctor(8).</summary>
internal static partial class DoctorPage
{
    public static IReadOnlyList<DoctorSection> Sections()
    {
        var sections = new List<DoctorSection>();
        Match? heading = null;
        List<string>? example = null;
        foreach (string line in File.ReadAllLines(Path.Combine(PublishedBinary.Root, "QregexCheck/man/qregexcheck-doctor.8")))
        {
            if (HeadingPattern().Match(line) is { Success: true } match)
            {
                heading = match;
            }
            else if (line == ".EX")
            {
                example = [];
            }
            else if (line == ".EE")
            {
                sections.Add(new DoctorSection(ManualPage.Unescape(heading!.Groups[1].Value), heading.Groups[2].Value, example!));
                example = null;
            }
            else
            {
                example?.Add(ManualPage.Unescape(line));
            }
        }

        return sections;
    }

    /// <summary>Lays an example down on a host: lines of files, <c>rm FILE</c>, <c>chmod MODE FILE</c>. Rules of tcpserver are compiled.</summary>
    public static void LayDown(IReadOnlyList<string> example, MadeUpHost host)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in example)
        {
            string[] words = line.Split(' ');
            if (words[0] == "rm")
                host.Remove(words[1]);
            else if (words[0] == "chmod")
                host.Permit(words[2], Convert.ToUInt32(words[1], 8), host.Look(MadeUpHost.Bytes(words[2])).Owner, 0);
            else
                Append(files, host, line.Split(": ", 2));
        }
    }

    private static void Append(Dictionary<string, string> files, MadeUpHost host, string[] parts)
    {
        string path = parts[0].TrimEnd(':');
        string text = files[path] = files.GetValueOrDefault(path, string.Empty) + (parts.Length > 1 ? parts[1] : string.Empty) + "\n";
        if (path.EndsWith("/bin/qmail-smtpd", StringComparison.Ordinal))
            text = string.Join('\0', text.Split([' ', '\n']));
        if (path.StartsWith("/proc/", StringComparison.Ordinal))
            text = string.Join('\0', text.Split([' ', '\n']));
        if (path.Contains("/queue/", StringComparison.Ordinal))
        {
            foreach (int number in Enumerable.Range(0, 10))
                host.WithFile(path + number, text.Replace('\n', '\0'));
            return;
        }

        if (path == "/etc/tcp.smtp")
            host.WithTcpRules(path + ".cdb", text);
        else if (path.EndsWith("/vpasswd", StringComparison.Ordinal))
            host.WithFile(path, text, owner: OwnerOf(path)).WithFile(path + ".cdb", Vpasswd(text), owner: OwnerOf(path), group: OwnerOf(path));
        else
            host.WithFile(path, text, owner: OwnerOf(path), group: OwnerOf(path));
    }

    private static byte[] Vpasswd(string text) => CdbFile.Of(
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1]))]);

    private static uint OwnerOf(string path) => path.Split('/') switch
    {
        [_, "home", "joe", ..] => HealthyHost.Joe,
        [_, "var", "qmail", "alias", ..] => HealthyHost.Alias,
        _ => 0,
    };

    [GeneratedRegex("^\\.SS \"([a-z\\\\-]+) \\((error|warning|note)\\)\"$")]
    private static partial Regex HeadingPattern();
}
