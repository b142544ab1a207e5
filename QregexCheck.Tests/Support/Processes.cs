using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace QregexCheck.Tests.Support;

/// <summary>What runs on this machine, as proc(5) tells it.</summary>
internal static class Processes
{
    /// <summary>Those whose environment names a directory: what a test has started there, and all that these have started.</summary>
    public static int[] In(string directory) =>
        All().Where(process => process != Environment.ProcessId && Read(process, "environ").Contains(directory, StringComparison.Ordinal)).ToArray();

    /// <summary>The children of a process that have not ended.</summary>
    public static int[] ChildrenOf(int parent) =>
        All().Where(process => StatFields(process) is { Length: > 1 } fields && fields[0] != "Z"
            && fields[1] == parent.ToString(CultureInfo.InvariantCulture)).ToArray();

    /// <summary>The processor time that it has used, in clock ticks.</summary>
    public static long Ticks(int process)
    {
        string[] fields = StatFields(process);
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    /// <summary>The memory that it has in use, in units of 1024 bytes.</summary>
    public static long ResidentKilobytes(int process)
    {
        string line = Read(process, "status").Split('\n').Single(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The memory that it has written to and shares with no other, in units of 1024 bytes. Not what proc(5) calls dirty: that is the program's file too, as
    /// long as it is not on disk.
    /// </summary>
    public static long OwnKilobytes(int process)
    {
        string line = Read(process, "smaps_rollup").Split('\n').Single(static line => line.StartsWith("Anonymous:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Its number and command line, for a message.</summary>
    public static string Describe(int process) => $"{process} {Read(process, "cmdline").Replace('\0', ' ')}";

    /// <summary>Kills it, if it is still there.</summary>
    public static void Kill(int process) => _ = SystemCalls.SendSignal(process, SystemCalls.Kill);

    private static IEnumerable<int> All()
    {
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return number;
        }
    }

    // Behind the name, which may hold blanks and parentheses: state, parent, ...
    private static string[] StatFields(int process)
    {
        string stat = Read(process, "stat");
        int end = stat.LastIndexOf(") ", StringComparison.Ordinal);
        return end < 0 ? [] : stat[(end + 2)..].Split(' ');
    }

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}", Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return string.Empty;
        }
    }
}
