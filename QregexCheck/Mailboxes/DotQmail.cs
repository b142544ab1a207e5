using System;
using System.Collections.Generic;
using QregexCheck.Text;

namespace QregexCheck.Mailboxes;

/// <summary>Finds the <c>.qmail</c> file that qmail-local would obey. Source: qmail-local.c checkhome, qmesearch, qmeexists; dot-qmail(5).</summary>
/// <remarks>
/// qmail-local runs as the user, with one group. So owner, group and mode of each file are asked for him, and not for us: what he can't read or
/// enter makes qmail defer. We look with stat(2) alone, which needs no more than to enter the directory.
/// </remarks>
internal static class DotQmail
{
    /// <summary>
    /// Most names that are looked for. An address of 1,000 bytes could ask for as many; 450 dashes are within it. So one search makes at most 500 looks
    /// for names, and as many for directories, and keeps at most 500 names of at most 4,095 bytes; those of such an address have less than 500 on average.
    /// </summary>
    public const int MostNames = 500;

    // PATH_MAX with its NUL is 4,096. qmail-local names the file from its home, so the kernel would refuse us a path that it does not refuse qmail-local.
    private const int LongestPath = 4095;

    private static ReadOnlySpan<byte> Stem => "/.qmail"u8;

    private static ReadOnlySpan<byte> Default => "default"u8;

    /// <summary>Searches the file for an address of a user.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="user">Who gets the mail.</param>
    /// <param name="trail">Gets each name that was looked for.</param>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="HostFileException">It can't be told, or qmail would defer.</exception>
    public static DotQmailFile? Find(HostFiles files, LocalUser user, List<Evidence> trail)
    {
        CheckHome(files, user);
        byte[] extension = SafeExtension(user.Extension);
        byte[] whole = new ByteText().Add(user.Home).Add(Stem).Add(user.Dash).Add(extension).Bytes.ToArray();
        int start = whole.Length - extension.Length;
        int wall = EndOfWay(files, user, whole, trail);
        if (Finds(files, user, whole, whole.Length, wall, trail))
            return new DotQmailFile(whole, extension.AsSpan().EndsWith(Default) ? user.Extension[^Default.Length..] : null);
        int names = 1;
        for (int cut = extension.Length; cut >= 0; cut--)
        {
            if (cut > 0 && extension[cut - 1] != '-')
                continue;
            if (++names > MostNames)
                throw new HostFileException(user.Home, "more .qmail files would have to be looked for than are looked for");
            byte[] path = [.. whole.AsSpan(0, start + cut), .. Default];
            if (path.AsSpan().SequenceEqual(whole))
                continue;
            if (Finds(files, user, path, start + cut, wall, trail))
                return new DotQmailFile(path, user.Extension[cut..]);
        }

        return null;
    }

    private static void CheckHome(HostFiles files, LocalUser user)
    {
        if (user.Home is not [(byte)'/', ..])
            throw new HostFileException(user.Home, "is the home of a user and no absolute path");
        if (user.Home.Length > LongestPath)
            throw new HostFileException(user.Home, "is too long a path");
        FileLook home = UserWay.Look(files, user.Home);
        if (home.Kind != FileKind.Directory)
            throw new HostFileException(user.Home, home.Kind == FileKind.Absent ? "no such directory" : "is no directory");
        if (!home.IsSearchableFor(user.User, user.Group))
            throw new HostFileException(user.Home, "can't be entered by the user who gets the mail, and so qmail defers");
        if (home.IsWritableForOthers)
            throw new HostFileException(user.Home, "is writable for others, and so qmail defers", change: "o-w");
        if (home.IsSticky)
            throw new HostFileException(user.Home, "is sticky, and so qmail defers", change: "-t");
    }

    /// <summary>
    /// How far the user gets in a name with slashes: where a directory on the way is closed to him, every name that leads through it makes qmail defer.
    /// </summary>
    /// <returns>The length of the closed directory's path; the path's own length when none is closed.</returns>
    private static int EndOfWay(HostFiles files, LocalUser user, byte[] path, List<Evidence> trail)
    {
        int directories = 0;
        for (int end = user.Home.Length + 1; end < path.Length; end++)
        {
            if (path[end] != '/')
                continue;
            if (++directories > MostNames)
                throw new HostFileException(user.Home, "more directories would have to be looked at than are looked at");
            ReadOnlySpan<byte> directory = path.AsSpan(0, end);
            FileLook look = UserWay.Look(files, directory);
            if (look.Kind != FileKind.Directory)
                break;
            if (!look.IsSearchableFor(user.User, user.Group))
                return end;
            trail.Add(new Evidence(directory.ToArray(), "is a directory that its user can enter"));
        }

        return path.Length;
    }

    private static bool Finds(HostFiles files, LocalUser user, byte[] path, int named, int wall, List<Evidence> trail)
    {
        if (path.Length > LongestPath)
            throw new HostFileException(user.Home, "has a .qmail file with too long a path");
        if (named > wall)
            throw new HostFileException(path.AsSpan(0, wall), "can't be entered by the user who gets the mail, and so qmail defers");
        FileLook look = UserWay.Look(files, path);
        if (!look.Exists)
        {
            trail.Add(new Evidence(path, "no such file"));
            return false;
        }

        if (!look.IsReadableFor(user.User, user.Group))
            throw new HostFileException(path, "can't be read by the user who gets the mail, and so qmail defers", change: UserWay.ToRead(user, look));

        if (look.Kind != FileKind.Regular)
        {
            trail.Add(new Evidence(path, look.Kind == FileKind.Directory ? "is a directory: passed over" : "is no regular file: passed over"));
            return false;
        }

        if (look.IsWritableForOthers)
            throw new HostFileException(path, "is writable for others, and so qmail defers", change: "o-w");
        return true;
    }

    /// <summary>The extension as it stands in names: in lower case, with colons for dots.</summary>
    private static byte[] SafeExtension(byte[] extension)
    {
        byte[] safe = AsciiCase.Lowered(extension);
        safe.AsSpan().Replace((byte)'.', (byte)':');
        return safe;
    }
}
