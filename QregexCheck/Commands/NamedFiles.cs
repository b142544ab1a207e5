using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Extensions.FileSystemGlobbing;
using QregexCheck.Decision;
using QregexCheck.Lint;
using QregexCheck.Posix;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Opens the files that <c>lint</c> and <c>compare</c> are to look at.</summary>
internal static class NamedFiles
{
    /// <summary>Reads the files that paths and globs name.</summary>
    /// <exception cref="ControlReadException">One can't be read, or a glob fits none.</exception>
    public static List<LintedFile> Read(IReadOnlyList<string> names)
    {
        var files = new List<LintedFile>();
        foreach (string name in names)
        {
            foreach (string path in Expand(name))
                files.Add(Read(path));
        }

        return files;
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="ControlReadException">It can't be read.</exception>
    public static LintedFile Read(string path) => new(path, LintedFile.ListOf(path), WholeFile.Read(path));

    /// <summary>Reads a control directory's files, those that it has.</summary>
    /// <exception cref="ControlReadException">One can't be read, or the directory is missing.</exception>
    public static List<LintedFile> Read(ControlDirectory directory)
    {
        var files = new List<LintedFile>();
        foreach (ControlList list in ControlLists.All)
        {
            int descriptor = directory.Open(list);
            if (descriptor == -1)
                continue;
            Descriptor.Close(descriptor);
            files.Add(Read(directory.Name + "/" + Encoding.ASCII.GetString(ControlLists.FileName(list))));
        }

        return files;
    }

    /// <summary>The domains of control/rcpthosts and control/locals, where they are: whole ones only, no <c>.example.com</c>.</summary>
    public static List<byte[]> OwnDomains(ControlDirectory directory)
    {
        var domains = new List<byte[]>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in (ReadOnlySpan<string>)["rcpthosts", "locals"])
        {
            string path = directory.Name + "/" + name;
            if (!File.Exists(path))
                continue;
            foreach (string line in Encoding.Latin1.GetString(WholeFile.Read(path)).Split('\n'))
            {
                string domain = line.TrimEnd();
                bool isName = domain.Length > 0 && domain[0] is not ('#' or '.') && Array.TrueForAll(domain.ToCharArray(), IsHostByte);
                if (isName && known.Add(domain))
                    domains.Add(Encoding.Latin1.GetBytes(domain.ToLowerInvariant()));
            }
        }

        return domains;
    }

    private static bool IsHostByte(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private static List<string> Expand(string name)
    {
        if (File.Exists(name) || name.AsSpan().IndexOfAny('*', '?') < 0)
            return [name];

        // The part before the first wildcard is the directory to look in.
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
