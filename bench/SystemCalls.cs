using System;
using System.Globalization;
using System.IO;

namespace QregexCheck.Bench;

/// <summary>What one process asks of the kernel, as strace tells it.</summary>
/// <param name="All">All system calls, execve and exit included.</param>
/// <param name="Reads">Calls of read(2).</param>
/// <param name="PositionedReads">Calls of pread(2), by which the compiled file is read.</param>
/// <param name="PositionedBytes">The bytes that these gave.</param>
internal sealed record SystemCalls(int All, int Reads, int PositionedReads, long PositionedBytes)
{
    /// <summary>Runs a command once under strace.</summary>
    public static SystemCalls Count(Programs programs, Command command)
    {
        string file = Path.Combine(programs.Scratch, "strace");
        int exit = command.Behind(["strace", "-f", "-qq", "-e", "signal=none", "-o", file]).Run().ExitCode;
        if (exit is not (0 or 100))
            throw new BenchException($"strace {string.Join(' ', command.Arguments)} exits {exit}");
        int all = 0;
        int reads = 0;
        int positionedReads = 0;
        long bytes = 0;
        foreach (string line in File.ReadLines(file))
        {
            // "4711  pread64(4, "..."..., 4096, 0) = 4096"; what another thread interrupted is "<... pread64 resumed>" and counted there.
            string call = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimStart();
            if (call.Contains("<unfinished ...>", StringComparison.Ordinal))
                continue;
            all++;
            if (Is(call, "read"))
                reads++;
            if (!Is(call, "pread64"))
                continue;
            positionedReads++;
            if (long.TryParse(call[(call.LastIndexOf('=') + 1)..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out long count))
                bytes += count;
        }

        return new SystemCalls(all, reads, positionedReads, bytes);
    }

    private static bool Is(string call, string name) =>
        call.StartsWith(name + "(", StringComparison.Ordinal) || call.StartsWith($"<... {name} resumed>", StringComparison.Ordinal);
}
