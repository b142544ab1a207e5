using System;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>Which permission keeps us from a file. Only the first is named that is in the way.</summary>
internal static class PermissionAdvice
{
    private const uint OthersMayRead = 4;
    private const uint OthersMayEnter = 1;

    /// <summary>What an administrator can do so that we can look at a file.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="path">A file that we may not read, or not even reach.</param>
    /// <returns>Null when no such command can be named for certain.</returns>
    public static string? For(HostFiles files, ReadOnlySpan<byte> path)
    {
        for (int end = 1; end < path.Length; end++)
        {
            if (path[end] != '/')
                continue;
            ReadOnlySpan<byte> directory = path[..end];
            byte[] inside = [.. directory, .. "/."u8];
            if (files.Look(inside).Kind == FileKind.Denied)
                return Command(files.Look(directory), OthersMayEnter, "chmod o+x ", directory);
        }

        FileLook look = files.Look(path);
        return look.Kind == FileKind.Directory ? Command(look, OthersMayEnter, "chmod o+x ", path) : Command(look, OthersMayRead, "chmod o+r ", path);
    }

    /// <summary>The command, unless others have that permission already: then it is our own class that lacks it.</summary>
    private static string? Command(in FileLook look, uint permission, string command, ReadOnlySpan<byte> path) =>
        look.Exists && (look.Mode & permission) == 0 ? command + Escape.Text(path, Plain.Message) : null;
}
