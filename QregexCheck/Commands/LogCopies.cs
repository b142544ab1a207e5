using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;

namespace QregexCheck.Commands;

/// <summary>
/// Finds logs that hold the same. <c>gzip -k</c>, or a rotation that was cut off, leaves both NAME and NAME.gz: the packed one is left out. Of others that
/// begin alike it is only said: they may be two logs without stamps.
/// </summary>
internal static class LogCopies
{
    // With stamps two logs differ in their first line.
    private const int Beginning = 1024;

    private const string Packed = ".gz";

    /// <summary>Takes packed copies out of the logs, and closes them.</summary>
    /// <param name="logs">The logs.</param>
    /// <param name="warn">Is told what was left out, and what may be a copy.</param>
    /// <exception cref="ControlReadException">A file can't be read.</exception>
    public static void LeaveOut(List<List<LogFile>> logs, Action<string> warn)
    {
        var known = new Dictionary<(bool IsOfSent, string Beginning), LogFile>();
        foreach (List<LogFile> log in logs)
        {
            foreach (LogFile file in log.ToArray())
            {
                if (!file.IsRegular || BeginningOf(file) is not { Length: > 0 } beginning || known.TryAdd((file.IsOfSent, beginning), file))
                    continue;
                LogFile other = known[(file.IsOfSent, beginning)];
                if (file.Name == other.Name + Packed)
                {
                    LeaveOut(log, file, other, warn);
                }
                else if (other.Name == file.Name + Packed)
                {
                    LeaveOut(log, other, file, warn);
                    known[(file.IsOfSent, beginning)] = file;
                }
                else
                {
                    warn($"{file.Name} begins as {other.Name} does; if one is a copy of the other, what both hold counts twice");
                }
            }
        }
    }

    private static void LeaveOut(List<LogFile> log, LogFile copy, LogFile file, Action<string> warn)
    {
        // Names that differ in this end alone are of one log.
        log.Remove(copy);
        copy.Close();
        warn($"{copy.Name} is a packed copy of {file.Name}, and is left out");
    }

    private static string BeginningOf(LogFile file)
    {
        using var bytes = new LogBytes(file);
        var beginning = new byte[Beginning];
        int length = 0;
        while (length < beginning.Length && bytes.Read(beginning.AsSpan(length)) is > 0 and var count)
            length += count;
        return Encoding.Latin1.GetString(beginning, 0, length);
    }
}
