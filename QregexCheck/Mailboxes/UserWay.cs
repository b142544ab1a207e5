using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>
/// What the user who gets the mail may reach, read and run. qmail-local and the programs of a <c>.qmail</c> file have his rights, with one group; where these
/// do not suffice they defer. We have other rights, so his are reckoned from owners, groups and modes.
/// </summary>
internal static class UserWay
{
    /// <summary>As many links as the kernel follows in one path. Source: path_resolution(7).</summary>
    public const int MostLinks = 40;

    // As many as are kept. What is not kept is looked at again.
    private const int MostEntered = 64;

    // To ask for a whole path is to open and to close it: as much as to ask for two names.
    private const int FewestNames = 3;

    /// <summary>Looks at what may be there.</summary>
    /// <exception cref="HostFileException">We can't look at it.</exception>
    public static FileLook Look(HostFiles files, ReadOnlySpan<byte> path)
    {
        FileLook look = files.Look(path);
        return look.Kind is FileKind.Denied or FileKind.Failed
            ? throw new HostFileException(path, look.Trouble ?? "can't be looked at", look.Kind == FileKind.Denied)
            : look;
    }

    /// <summary>Makes sure that a table can be read by the user.</summary>
    /// <exception cref="HostFileException">He may not, or it can't be told.</exception>
    public static void RequireReadable(HostFiles files, LocalUser user, in FileLook look, ReadOnlySpan<byte> path)
    {
        if (!look.IsReadableFor(user.User, user.Group))
            throw new HostFileException(path, "can't be read by the user who gets the mail, and so qmail defers", change: ToRead(user, look));
        RequireMode(files, path);
    }

    /// <summary>The change of a file's mode, as chmod(1) has it, with which the user can read it.</summary>
    public static string ToRead(LocalUser user, in FileLook look) => look.Owner == user.User ? "u+r" : look.Group == user.Group ? "g+r" : "o+r";

    /// <summary>Makes sure that a program can be run by the user, where it is there and we can see it.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who runs it.</param>
    /// <param name="program">The program.</param>
    /// <param name="entered">Takes the directories that he has entered, and has those that need no second look.</param>
    /// <exception cref="HostFileException">He may not, or it can't be told.</exception>
    public static void RequireRunnable(HostFiles files, LocalUser user, ReadOnlySpan<byte> program, List<byte[]> entered)
    {
        FileLook look = files.Look(program);

        // A program that is not there makes qmail defer. But it may be there where we can't look, and its line has told what it does.
        if (!look.Exists)
            return;
        if (look.Kind != FileKind.Regular || !look.IsExecutableFor(user.User, user.Group))
            throw new HostFileException(program, "can't be run by the user who gets the mail, and so qmail defers");
        RequireMode(files, program);
        Follow(files, user, entered, [], program, isEntered: false);
    }

    /// <summary>Makes sure that the mode tells who may do what: with an access control list it is no longer all. Source: acl(5).</summary>
    /// <exception cref="HostFileException">There is such a list, or it can't be told.</exception>
    public static void RequireMode(HostFiles files, ReadOnlySpan<byte> path)
    {
        if (files.HasAccessList(path))
            throw new HostFileException(path, "has an access control list, so that its mode does not tell what the user may do");
    }

    /// <summary>Makes sure that the user gets to his home and to each file that was looked for, by each directory and each symbolic link.</summary>
    /// <remarks>It is asked for only where the answer would be "missing". Of a name that is not there, a link is looked for:
    /// it may lead through a closed directory.</remarks>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who gets the mail.</param>
    /// <param name="trail">The files.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="entered">Takes the directories that he has entered, and has those that need no second look.</param>
    /// <exception cref="HostFileException">He does not, or it can't be told.</exception>
    public static void RequireOpen(HostFiles files, LocalUser user, List<Evidence> trail, int from, List<byte[]> entered)
    {
        byte[] home = Follow(files, user, entered, [], user.Home, isEntered: false) ?? throw new HostFileException(user.Home, "was there and is gone");
        RequireMode(files, user.Home);
        int length = user.Home.Length;
        for (int i = from; i < trail.Count; i++)
        {
            byte[] path = trail[i].File;
            if (path.Length > length && path[length] == (byte)'/' && path.AsSpan().StartsWith(user.Home))
                Follow(files, user, entered, home, path.AsSpan(length), isEntered: true);
            else
                Follow(files, user, entered, [], path, isEntered: false);
        }
    }

    /// <summary>Walks a path name by name.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who walks.</param>
    /// <param name="entered">Directories that he has entered: no link leads to them, as their paths stand there.</param>
    /// <param name="start">Where he starts: a path without links; empty for the root.</param>
    /// <param name="path">The path from there.</param>
    /// <param name="isEntered">True when the start is known as a directory that he can enter.</param>
    /// <returns>The path without links; null where it ends at something that is no directory, for him as for us.</returns>
    private static byte[]? Follow(HostFiles files, LocalUser user, List<byte[]> entered, byte[] start, ReadOnlySpan<byte> path, bool isEntered)
    {
        byte[] at = start;
        ReadOnlySpan<byte> whole = path;
        if (at.Length == 0 && Deepest(entered, path) is { } known)
        {
            at = known;
            path = path[at.Length..];
            isEntered = true;
        }

        // One call for all names, where it is worth it. It says yes only where each of them would be found to be no link.
        bool isStraight = start.Length == 0 && path.Count((byte)'/') >= FewestNames && files.LeadsOverNoLink(whole);
        int links = 0;
        while (true)
        {
            path = path.TrimStart((byte)'/');
            if (path.IsEmpty)
                return at;
            if (!isEntered)
            {
                if (!Enters(files, user, at))
                    return null;
                if (at.Length > 0 && entered.Count < MostEntered)
                    entered.Add(at);
            }

            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
            path = end < 0 ? [] : path[end..];
            isEntered = name is [(byte)'.'];
            if (isEntered)
                continue;
            if (name is [(byte)'.', (byte)'.'])
            {
                at = at[..Math.Max(at.AsSpan().LastIndexOf((byte)'/'), 0)];
                continue;
            }

            byte[] next = [.. at, (byte)'/', .. name];
            if (isStraight || files.ReadLink(next) is not { } target)
            {
                at = next;
                continue;
            }

            if (++links > MostLinks)
                return null;
            path = (byte[])[.. target, .. path];
            isEntered = target is not [(byte)'/', ..];
            if (!isEntered)
                at = [];
        }
    }

    /// <summary>The last of the directories on a path that were entered; null for none.</summary>
    private static byte[]? Deepest(List<byte[]> entered, ReadOnlySpan<byte> path)
    {
        byte[]? deepest = null;
        foreach (byte[] one in entered)
        {
            if (path.Length > one.Length && path[one.Length] == (byte)'/' && path.StartsWith(one) && one.Length > (deepest?.Length ?? 0))
                deepest = one;
        }

        return deepest;
    }

    private static bool Enters(HostFiles files, LocalUser user, byte[] at)
    {
        ReadOnlySpan<byte> directory = at.Length == 0 ? "/"u8 : at;
        FileLook look = Look(files, directory);
        if (look.Kind != FileKind.Directory)
            return false;
        if (!look.IsSearchableFor(user.User, user.Group))
            throw new HostFileException(directory, "can't be entered by the user who gets the mail, and so qmail defers");
        RequireMode(files, directory);
        return true;
    }
}
