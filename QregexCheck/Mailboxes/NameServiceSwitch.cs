using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>Where the host's library looks for users besides <c>/etc/passwd</c>.</summary>
internal enum UserSources
{
    /// <summary>In <c>/etc/passwd</c> only; its lines that begin with <c>+</c> or <c>-</c> mean nothing.</summary>
    Passwd,

    /// <summary>In <c>/etc/passwd</c> only, unless one of its lines begins with <c>+</c> or <c>-</c>: that lets NIS in.</summary>
    PasswdCompat,

    /// <summary>In other places too: LDAP, SSSD, NIS, winbind, or we can't tell.</summary>
    Others,
}

/// <summary>Reads <c>/etc/nsswitch.conf</c>. Source: nsswitch.conf(5).</summary>
internal static class NameServiceSwitch
{
    // The usual file has 600 bytes; a longer one is not read, and counts as one that names other sources.
    private const int LongestFile = 16 * 1024;

    private static ReadOnlySpan<byte> Path => "/etc/nsswitch.conf"u8;

    private static ReadOnlySpan<byte> PlacesOfSystemd =>
        "/etc/userdb /run/userdb /run/host/userdb /usr/local/lib/userdb /usr/lib/userdb /run/systemd/userdb/io.systemd.Home"u8;

    private static ReadOnlySpan<byte> Blanks => " \t\r\v\f"u8;

    /// <summary>Reads where users are looked for. It does not fail: a file that can't be read may name other sources.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="trail">Takes what was looked at.</param>
    public static UserSources Read(HostFiles files, List<Evidence> trail)
    {
        UserSources sources;
        string words;
        bool asksSystemd = false;
        try
        {
            using HostFile? file = files.Open(Path);
            (sources, words) = file is null ? (UserSources.PasswdCompat, "no such file") : Read(file, out asksSystemd);
        }
        catch (HostFileException e)
        {
            (sources, words) = (UserSources.Others, e.Message);
        }

        if (sources != UserSources.Others && asksSystemd)
        {
            words = "names no source with more users than /etc/passwd has";
            if (UsersOfSystemd(files) is { } more)
            {
                (sources, words) = (UserSources.Others, "names systemd, which has users besides those of /etc/passwd");
                trail.Add(new Evidence(more, "may hold users"));
            }
        }

        trail.Add(new Evidence(Path.ToArray(), words));
        return sources;
    }

    /// <summary>What a text says. Without a line for passwd the library asks as it does without the file: in compat mode,
    /// which later versions call files.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="asksSystemd">True when it names systemd, which has users of its own only where there is something in the places for them.</param>
    public static UserSources Of(ReadOnlySpan<byte> text, out bool asksSystemd)
    {
        asksSystemd = false;
        bool hasLine = false;
        bool isCompat = false;

        // Versions of the library differ in which of two lines counts. So each must name files only.
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            int comment = line.IndexOf((byte)'#');
            line = Trim(comment < 0 ? line : line[..comment]);
            int colon = line.IndexOf((byte)':');
            if (colon < 0 || !Trim(line[..colon]).SequenceEqual("passwd"u8))
                continue;
            hasLine = true;
            ReadOnlySpan<byte> sources = Trim(line[(colon + 1)..]);
            if (sources.IsEmpty)
                return UserSources.Others;
            while (!sources.IsEmpty)
            {
                int end = sources.IndexOfAny(Blanks);
                ReadOnlySpan<byte> source = end < 0 ? sources : sources[..end];
                sources = end < 0 ? [] : Trim(sources[end..]);

                // An action in brackets is none of the three.
                if (source.SequenceEqual("compat"u8))
                    isCompat = true;
                else if (source.SequenceEqual("systemd"u8))
                    asksSystemd = true;
                else if (!source.SequenceEqual("files"u8))
                    return UserSources.Others;
            }
        }

        return isCompat || !hasLine ? UserSources.PasswdCompat : UserSources.Passwd;
    }

    /// <summary>
    /// Where systemd has users that may get mail: the records that somebody laid down, or those of systemd-homed, whose socket it is. Source: nss-systemd(8).
    /// </summary>
    /// <returns>Null when there is none of these. Its other users are those of services, who have no home of their own.</returns>
    private static byte[]? UsersOfSystemd(HostFiles files)
    {
        ReadOnlySpan<byte> places = PlacesOfSystemd;
        foreach (Range place in places.Split((byte)' '))
        {
            if (files.Look(places[place]).Kind != FileKind.Absent)
                return places[place].ToArray();
        }

        return null;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(Blanks);

    private static (UserSources Sources, string Words) Read(HostFile file, out bool asksSystemd)
    {
        asksSystemd = false;
        if (file.Size > LongestFile)
            return (UserSources.Others, "is too long");

        // One byte more shows that the file has grown.
        var text = new byte[(int)file.Size + 1];
        int length = file.ReadAt(0, text);
        if (length == text.Length)
            return (UserSources.Others, "is being written");
        UserSources sources = Of(text.AsSpan(0, length), out asksSystemd);
        return (sources, sources == UserSources.Others ? "names other sources of users than /etc/passwd" : "names no other source of users than /etc/passwd");
    }
}
