using System;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>What an administrator can do about a file that we may not look at or read.</summary>
internal static class ChmodAdvice
{
    private static ReadOnlySpan<byte> Root => "/"u8;

    /// <summary>Names the permission that is missing.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="path">The file or directory that could not be read, with a slash at its beginning.</param>
    /// <returns>A command: <c>chmod o+x DIRECTORY</c> for a directory that is not searched, else <c>chmod o+r FILE</c>.</returns>
    public static string For(HostFiles files, ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> above = Root;
        for (int i = 1; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] != (byte)'/')
                continue;
            if (files.Look(path[..i]).Kind == FileKind.Denied)
                return "chmod o+x " + Escape.Text(above, Plain.FileName);
            above = path[..i];
        }

        return (files.Look(path).Kind == FileKind.Directory ? "chmod o+x " : "chmod o+r ") + Escape.Text(path, Plain.FileName);
    }
}
