using System;

namespace QregexCheck.Mailboxes;

/// <summary>
/// The directories above a home. qmail-getpw runs as qmailp and passes over a user whose home it can't see; we may see more, as root or by our group.
/// </summary>
internal static class HomeParents
{
    private const uint OthersMaySearch = 0x1;

    /// <summary>Makes sure that everybody can see a home, and so qmail-getpw.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="home">The home, with a slash at its beginning. We have seen it.</param>
    /// <exception cref="HostFileException">A directory above it is closed to others.</exception>
    public static void RequireOpen(HostFiles files, ReadOnlySpan<byte> home)
    {
        for (int i = 1; i < home.Length; i++)
        {
            if (home[i] != (byte)'/' || home[i - 1] == (byte)'/' || home[(i + 1)..].IndexOfAnyExcept((byte)'/') < 0)
                continue;
            FileLook look = files.Look(home[..i]);
            if (!look.Exists || (look.Mode & OthersMaySearch) == 0)
                throw new HostFileException(home[..i], "is closed to others, perhaps to qmail-getpw too", isDenied: true);
        }
    }
}
