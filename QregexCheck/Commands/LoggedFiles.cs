using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>
/// The logs that a command line names, as open files: those into which one log was cut stand together, the oldest first. No file is in it twice.
/// </summary>
internal static class LoggedFiles
{
    // A log is cut once in a while; a directory in which names change more often than it is looked at is none of logs.
    private const int MostTries = 5;

    /// <summary>Opens all that is to be read.</summary>
    /// <param name="logs">Files, directories, and <c>-</c> for standard input.</param>
    /// <param name="sent">Those of which only deliveries count. A file that is among the others, too, is one of them.</param>
    /// <returns>For each log its files, the oldest first; those of one log are all named for what was sent, or none is.</returns>
    /// <exception cref="ControlReadException">One of them can't be read, or a directory holds no log.</exception>
    public static List<List<LogFile>> Open(IReadOnlyList<byte[]> logs, IReadOnlyList<byte[]>? sent = null)
    {
        List<LogFile> opened = Named(logs);
        foreach (LogFile file in Named(sent ?? []))
        {
            file.IsOfSent = true;
            opened.Add(file);
        }

        return Together(opened);
    }

    private static List<LogFile> Named(IReadOnlyList<byte[]> logs)
    {
        var opened = new List<LogFile>();
        foreach (byte[] path in logs)
        {
            if (path.AsSpan().SequenceEqual("-"u8))
            {
                opened.Add(LogFile.OfInput());
                continue;
            }

            LogFile file = LogFile.Open(path, mayHaveGone: false)!;
            if (!file.IsDirectory)
            {
                opened.Add(file);
                continue;
            }

            file.Close();
            opened.AddRange(OfDirectory(path));
        }

        return opened;
    }

    /// <summary>The files of each log, the oldest first, each file once.</summary>
    private static List<List<LogFile>> Together(List<LogFile> opened)
    {
        var places = new List<(LogRotation Place, LogFile File)>();
        foreach (LogFile file in opened)
        {
            if (file.IsRegular && places.Exists(other => other.File.IsRegular && file.Is(other.File)))
                file.Close();
            else
                places.Add((LogRotation.Of(file.Name), file));
        }

        var logs = new List<List<LogFile>>();
        var known = new Dictionary<(string Log, bool IsOfSent), int>();
        var ordered = new List<List<(LogRotation Place, LogFile File)>>();
        foreach ((LogRotation Place, LogFile File) place in places)
        {
            (string Log, bool IsOfSent) key = (place.Place.Log, place.File.IsOfSent);
            if (!known.TryGetValue(key, out int log))
            {
                known.Add(key, log = ordered.Count);
                ordered.Add([]);
            }

            ordered[log].Add(place);
        }

        foreach (List<(LogRotation Place, LogFile File)> log in ordered)
        {
            log.Sort(static (one, other) => one.Place.CompareTo(other.Place));
            logs.Add(log.ConvertAll(static place => place.File));
        }

        return logs;
    }

    /// <summary>
    /// Opens the logs of a directory. Where names have changed when all are open, a log was cut meanwhile, and one file may have been met twice and another
    /// never: then all are opened anew.
    /// </summary>
    private static List<LogFile> OfDirectory(byte[] directory)
    {
        for (int tries = 1; ; tries++)
        {
            var files = new List<LogFile>();
            List<byte[]> paths = Paths(directory);
            foreach (byte[] path in paths)
            {
                if (LogFile.Open(path, mayHaveGone: true) is { } file)
                    files.Add(file);
            }

            if (tries == MostTries || (files.Count == paths.Count && IsSettled(directory, paths, files)))
                return files;
            foreach (LogFile file in files)
                file.Close();
        }
    }

    private static bool IsSettled(byte[] directory, List<byte[]> paths, List<LogFile> files)
    {
        List<byte[]> now = Paths(directory);
        if (now.Count != paths.Count)
            return false;
        for (int i = 0; i < now.Count; i++)
        {
            if (!now[i].AsSpan().SequenceEqual(paths[i]) || FileStatus.Of([.. now[i], 0], out _) is not { } status || !files[i].Is(status))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The paths of a directory's logs: only multilog's own names where there is one of them, else all files whose names begin with no dot.
    /// </summary>
    private static List<byte[]> Paths(byte[] directory)
    {
        string name = Encoding.UTF8.GetString(directory);
        List<byte[]> names = DirectoryNames.TryRead([.. directory, 0], static name => name is not [(byte)'.', ..], out int error)
            ?? throw WholeFile.Unreadable(name, PosixException.Describe(error));
        bool isMultilogs = names.Exists(static name => name.AsSpan().SequenceEqual("current"u8) || IsCut(name));
        var paths = new List<byte[]>();
        foreach (byte[] file in names)
        {
            if (isMultilogs && !file.AsSpan().SequenceEqual("current"u8) && !IsCut(file))
                continue;
            byte[] path = directory is [.., (byte)'/'] ? [.. directory, .. file] : [.. directory, (byte)'/', .. file];
            if (FileStatus.Of([.. path, 0], out _) is null or { IsRegular: true })
                paths.Add(path);
        }

        if (paths.Count == 0)
            throw new ControlReadException($"there is no log in {name}; name a file, or the directory in which multilog has its file current");
        return paths;
    }

    private static bool IsCut(byte[] name) => LogRotation.IsCutByMultilog(Encoding.Latin1.GetString(name));
}
