using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Extensions.FileSystemGlobbing;
using QregexCheck.Control;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Opens the files that <c>lint</c> and <c>compare</c> look at.</summary>
internal static class NamedFiles
{
    /// <summary>True when a path leads to a directory. A path that can't be looked at counts as a file, and reading it then fails.</summary>
    public static bool IsDirectory(string path) => FileStatus.Of(Encoding.UTF8.GetBytes(path + '\0'), out _) is { IsDirectory: true };

    /// <summary>True when a path leads to a directory.</summary>
    /// <exception cref="ControlReadException">The path leads nowhere, or can't be looked at.</exception>
    public static bool IsKnownDirectory(string path)
    {
        if (path != "-" && FileStatus.Of(Encoding.UTF8.GetBytes(path + '\0'), out int error) is null)
            throw WholeFile.Unreadable(path, PosixException.Describe(error));
        return IsDirectory(path);
    }

    /// <summary>Reads one file. <c>-</c> is standard input.</summary>
    /// <exception cref="ControlReadException">The file can't be read.</exception>
    public static LintedFile Read(string path) => new(path, LintedFile.ListOf(path), WholeFile.Read(path));

    /// <summary>Reads the control files that a directory has.</summary>
    /// <exception cref="ControlReadException">A control file can't be read, or the directory is missing.</exception>
    public static List<LintedFile> Read(ControlDirectory directory)
    {
        var files = new List<LintedFile>();
        foreach (ControlList list in ControlLists.All)
        {
            if (directory.ReadAll(ControlLists.FileName(list)) is { } bytes)
                files.Add(new LintedFile(directory.DisplayName(list), list, bytes));
        }

        return files;
    }

    /// <summary>
    /// The domains of control/rcpthosts and control/locals, if these exist. Only whole domains count, not <c>.example.com</c>.
    /// </summary>
    public static List<byte[]> OwnDomains(ControlDirectory directory)
    {
        var domains = new List<byte[]>();
        if (!directory.Exists)
            return domains;
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in (ReadOnlySpan<string>)["rcpthosts", "locals"])
        {
            if (directory.ReadAll(Encoding.ASCII.GetBytes(name)) is not { } bytes)
                continue;
            foreach (string line in Encoding.Latin1.GetString(bytes).Split('\n'))
            {
                string domain = line.TrimEnd();
                bool isName = domain.Length > 0 && domain[0] is not ('#' or '.') && Array.TrueForAll(domain.ToCharArray(), IsHostByte);
                if (isName && known.Add(domain))
                    domains.Add(Encoding.Latin1.GetBytes(domain.ToLowerInvariant()));
            }
        }

        return domains;
    }

    /// <summary>The host in the Message-IDs that qmail makes: that of control/idhost, or else of control/me; null without. Source: qmail-inject(8).</summary>
    public static byte[]? IdHost(ControlDirectory directory)
    {
        if (!directory.Exists || (directory.ReadAll("idhost"u8) ?? directory.ReadAll("me"u8)) is not { } bytes)
            return null;
        int end = bytes.AsSpan().IndexOf((byte)'\n');
        ReadOnlySpan<byte> host = (end < 0 ? bytes : bytes.AsSpan(0, end)).TrimEnd(" \t"u8);
        return host.IsEmpty ? null : host.ToArray();
    }

    private static bool IsHostByte(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    /// <summary>The files that a path or a glob names.</summary>
    /// <exception cref="ControlReadException">A glob fits no file.</exception>
    public static List<string> Expand(string name)
    {
        if (File.Exists(name) || name.AsSpan().IndexOfAny('*', '?') < 0)
            return [name];

        // The part before the first wildcard is the directory to search.
        int slash = name.LastIndexOf('/', name.AsSpan().IndexOfAny('*', '?'));
        string root = slash < 0 ? "." : slash == 0 ? "/" : name[..slash];
        var found = new List<string>();
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(name[(slash + 1)..]);
        foreach (string path in matcher.GetResultsInFullPath(root))
        {
            string relative = Path.GetRelativePath(Path.GetFullPath(root), path);
            found.Add(slash < 0 ? relative : root == "/" ? "/" + relative : root + "/" + relative);
        }

        if (found.Count == 0)
            throw new ControlReadException($"unable to find a file for {name}; correct the pattern");
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
