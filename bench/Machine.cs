using System;
using System.Globalization;
using System.IO;

namespace QregexCheck.Bench;

/// <summary>On what was measured, when, and from which sources.</summary>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">How many of its cores there are.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="Distribution">The distribution's name.</param>
/// <param name="Load">The load average over one minute, when the bench began.</param>
/// <param name="Pinned">The processor to which all runs are pinned.</param>
/// <param name="Date">The day.</param>
/// <param name="Commit">The commit, with a mark if the sources differ from it.</param>
internal sealed record Machine(string Processor, int Cores, string Kernel, string Distribution, string Load, int Pinned, string Date, string Commit)
{
    /// <summary>This machine now.</summary>
    public static Machine Describe(Programs programs, int pinned) => new(
        Field("/proc/cpuinfo", "model name", ':'),
        Environment.ProcessorCount,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        Field("/etc/os-release", "PRETTY_NAME", '=').Trim('"'),
        File.ReadAllText("/proc/loadavg").Split(' ')[0],
        pinned,
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DescribeCommit(programs));

    private static string Field(string file, string name, char separator)
    {
        foreach (string line in File.ReadLines(file))
        {
            int at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && line[..at].Trim() == name)
                return line[(at + 1)..].Trim();
        }

        return "unknown";
    }

    private static string DescribeCommit(Programs programs)
    {
        string output = Path.Combine(programs.Scratch, "git");
        if (Git(output, "rev-parse", "--short", "HEAD") != 0)
            return "unknown";
        string commit = File.ReadAllText(output + ".out").Trim();
        // What the bench itself writes is no change of the sources.
        bool isChanged = Git(output, "diff", "--quiet", "HEAD", "--", ".", ":!bench/RESULTS.md", ":!bench/results.svg", ":!bench/runs") != 0;
        return isChanged ? commit + " with changes" : commit;
    }

    private static int Git(string output, params string[] arguments) => new Command(["git", .. arguments], [], output).Run().ExitCode;
}
