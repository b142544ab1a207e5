using System;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>What an administrator can do about a file that we may not look at or read.</summary>
internal static class ChmodAdvice
{
    private const uint OthersMayRead = 4;
    private const uint OthersMayEnter = 1;

    private static ReadOnlySpan<byte> Root => "/"u8;

    /// <summary>Names the permission that is missing: the first one on the way.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="path">The file or directory that could not be read, with a slash at its beginning.</param>
    /// <returns>
    /// A <see cref="Command(string, ReadOnlySpan{byte})"/>: <c>chmod o+x DIRECTORY</c> for a directory that is not searched, else <c>chmod o+r FILE</c>. Null
    /// when others have this permission: then we are the owner or of the group, and it would change nothing.
    /// </returns>
    public static string? For(HostFiles files, ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> above = Root;
        for (int i = 1; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] != (byte)'/')
                continue;
            if (files.Look(path[..i]).Kind == FileKind.Denied)
                return Command(files.Look(above), OthersMayEnter, "o+x", above);
            above = path[..i];
        }

        FileLook look = files.Look(path);
        return look.Kind == FileKind.Directory ? Command(look, OthersMayEnter, "o+x", path) : Command(look, OthersMayRead, "o+r", path);
    }

    /// <summary>A command that can be pasted into a shell; words where the name of the file can't be.</summary>
    /// <param name="change">The change of its mode, as chmod(1) has it.</param>
    /// <param name="path">The file.</param>
    public static string Command(string change, ReadOnlySpan<byte> path) =>
        ShellWord.Of(path) is { } word ? $"chmod {change} {word}"
            : $"chmod with {change} helps, on that file whose name no shell takes as it is: {Escape.Text(path, Plain.FileName)}";

    private static string? Command(in FileLook look, uint permission, string change, ReadOnlySpan<byte> path) =>
        look.Exists && (look.Mode & permission) == 0 ? Command(change, path) : null;
}
