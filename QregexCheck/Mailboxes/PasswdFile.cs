using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>Finds a user in <c>/etc/passwd</c> as qmail-getpw does: the longest name first, else alias. Source: qmail-getpw.c.</summary>
/// <remarks>The file is read once, in bounded memory and time linear in its size.</remarks>
internal static class PasswdFile
{
    // A longer line is odd: the longest home has 4096 bytes.
    private const int LongestLine = 8192;

    private static ReadOnlySpan<byte> Path => "/etc/passwd"u8;

    private static ReadOnlySpan<byte> Alias => "alias"u8;

    /// <summary>Finds who gets mail for a local part.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="local">The local part, without a NUL.</param>
    /// <param name="isCompat">True where lines that begin with <c>+</c> or <c>-</c> let other users in.</param>
    /// <param name="trail">Takes what was looked at.</param>
    /// <returns>Null when the file lets other users in.</returns>
    /// <exception cref="HostFileException">It can't be told: the file or a home can't be looked at, a line is odd, or there is no alias.</exception>
    public static LocalUser? Find(HostFiles files, ReadOnlySpan<byte> local, bool isCompat, List<Evidence> trail)
    {
        var candidates = new PasswdCandidates(local);
        using (HostFile file = files.Open(Path) ?? throw new HostFileException(Path, "no such file"))
            ReadLines(file, candidates);
        if (isCompat && candidates.HasNisLines)
        {
            trail.Add(new Evidence(Path.ToArray(), "lets users of other sources in"));
            return null;
        }

        for (int length = Math.Min(local.Length, PasswdCandidates.LongestName); length >= 0; length--)
        {
            if (!candidates.Names(length, out PasswdEntry? entry))
                continue;
            if (entry is null)
                throw new HostFileException(Path, "has an odd line for a user whose name begins the address");
            if (entry.User == 0 || !IsHome(files, entry, trail))
                continue;
            trail.Add(new Evidence(Path.ToArray(), "names the user"));
            bool isExtended = length < local.Length;
            return new LocalUser(
                AsciiCase.Lowered(local[..length]), entry.User, entry.Group, entry.Home,
                isExtended ? "-"u8.ToArray() : [], isExtended ? local[(length + 1)..].ToArray() : [], IsCertain: true)
            {
                HomesByBreak = isExtended ? candidates.HomesByBreak(local.Length) : null,
            };
        }

        PasswdEntry alias = candidates.Alias ?? throw new HostFileException(Path, "has no good line for the user alias, without whom qmail defers");
        if (alias.User == 0)
            throw new HostFileException(Path, "gives the mail of alias to root, which qmail defers");
        trail.Add(new Evidence(Path.ToArray(), "names no such user; alias has it"));
        return new LocalUser(Alias.ToArray(), alias.User, alias.Group, alias.Home, "-"u8.ToArray(), local.ToArray(), IsCertain: true)
        {
            HomesByBreak = candidates.HomesByBreak(local.Length),
        };
    }

    /// <summary>Hands on each line. Of a line that is too long only the beginning is kept.</summary>
    private static void ReadLines(HostFile file, PasswdCandidates candidates)
    {
        var buffer = new byte[LongestLine];
        int held = 0;
        bool isInLongLine = false;
        for (bool isAtEnd = false; !isAtEnd;)
        {
            int count = file.Read(buffer.AsSpan(held));
            isAtEnd = count < buffer.Length - held;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, held + count);
            int searched = held;
            while (true)
            {
                int newline = text[searched..].IndexOf((byte)'\n');
                if (newline < 0)
                    break;
                if (!isInLongLine)
                    candidates.Take(text[..(searched + newline)], isWhole: true);
                isInLongLine = false;
                text = text[(searched + newline + 1)..];
                searched = 0;
            }

            if (text.Length == buffer.Length && !isInLongLine)
            {
                candidates.Take(text, isWhole: false);
                isInLongLine = true;
            }

            // The rest of a long line is dropped, what is left of another one moves to the front.
            held = isInLongLine ? 0 : text.Length;
            text[..held].CopyTo(buffer);
        }

        if (held > 0)
            candidates.Take(buffer.AsSpan(0, held), isWhole: true);
    }

    /// <summary>True when the home is there and is the user's. Else qmail-getpw passes over the user.</summary>
    private static bool IsHome(HostFiles files, PasswdEntry entry, List<Evidence> trail)
    {
        if (entry.Home.Length == 0)
            return false;
        if (entry.Home[0] != (byte)'/')
            throw new HostFileException(Path, "has a home without a slash at its beginning for a user whose name begins the address");
        FileLook look = files.Look(entry.Home);
        if (look.Kind is FileKind.Denied or FileKind.Failed)
            throw new HostFileException(entry.Home, look.Trouble ?? "can't be looked at", look.Kind == FileKind.Denied);
        if (look.Kind == FileKind.Absent || look.Owner != entry.User)
        {
            trail.Add(new Evidence(
                entry.Home,
                look.Kind == FileKind.Absent ? "no such directory, so that the user is passed over" : "is not owned by the user, who is passed over"));
            return false;
        }

        HomeParents.RequireOpen(files, entry.Home);
        return true;
    }
}
