using System;
using System.Collections.Generic;
using QregexCheck.Cdb;

namespace QregexCheck.Mailboxes;

/// <summary>
/// Finds a user in <c>users/cdb</c>, which qmail-newu makes of <c>users/assign</c>. Source: qmail-lspawn.c nughde_get and spawn, qmail-users(5).
/// </summary>
internal static class UsersCdb
{
    /// <summary>The longest local part that is looked up. RFC 5321 allows 64 bytes; each dash in it can cost a search,
    /// and each search reads all before the dash.</summary>
    public const int LongestLocal = 1024;

    // One byte each of those that end a wildcard; qmail-newu writes none twice.
    private const int LongestWildcards = 256;

    // Four names and numbers, and a path (PATH_MAX is 4096).
    private const int LongestEntry = 8192;

    /// <summary>Finds the entry of a local part: its own, or else the longest wildcard that begins it.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="local">The local part as it goes to qmail-lspawn, without a NUL.</param>
    /// <param name="trail">Takes what was looked at.</param>
    /// <returns>Null when there is no file or no entry. Then qmail-getpw is asked.</returns>
    /// <exception cref="HostFileException">It can't be told: the file can't be read or is malformed, or the entry makes qmail-lspawn defer.</exception>
    public static LocalUser? Find(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> local, List<Evidence> trail)
    {
        byte[] path = PathIn(places);
        if (local.Length > LongestLocal)
            throw new HostFileException(path, "is not searched for so long a local part");
        using HostFile? file = files.Open(path);
        if (file is null)
        {
            trail.Add(new Evidence(path, "no such file"));
            return null;
        }

        try
        {
            LocalUser? user = Find(path, new CdbReader(file.ReadAt, file.Size), local);
            trail.Add(new Evidence(path, user is null ? "no entry" : "names the user"));
            return user;
        }
        catch (CdbException e)
        {
            throw new HostFileException(path, e.Message);
        }
    }

    /// <summary>The directory that a wildcard names, whoever is looked up by it. Source: vpopmail's vpopmail.c vget_assign.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="wildcard">The wildcard, such as <c>example.com-</c>.</param>
    /// <returns>Null when there is no file or no such wildcard.</returns>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public static byte[]? HomeOf(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> wildcard)
    {
        byte[] path = PathIn(places);
        using HostFile? file = files.Open(path);
        if (file is null)
            return null;
        try
        {
            byte[]? entry = new CdbReader(file.ReadAt, file.Size).Find([(byte)'!', .. AsciiCase.Lowered(wildcard)], LongestEntry);
            return entry is null ? null : UserFields.Parse(path, [.. entry, 0]).Home;
        }
        catch (CdbException e)
        {
            throw new HostFileException(path, e.Message);
        }
    }

    /// <summary>Where the file is.</summary>
    public static byte[] PathIn(QmailPlaces places) => [.. places.Home, .. "/users/cdb"u8];

    private static LocalUser? Find(byte[] path, CdbReader reader, ReadOnlySpan<byte> local)
    {
        byte[] wildcards = reader.Find([], LongestWildcards) ?? throw new CdbException("does not say which bytes end a wildcard");

        // "!", the local part in lower case, and a NUL that only an exact key has.
        Span<byte> key = stackalloc byte[local.Length + 2];
        key[0] = (byte)'!';
        local.CopyTo(key[1..]);
        key[^1] = 0;
        AsciiCase.Lower(key);

        byte[]? entry = reader.Find(key, LongestEntry);
        if (entry is not null)
            return UserFields.Parse(path, [.. entry, 0]);
        for (int length = key.Length - 1; length > 0; length--)
        {
            if (length > 1 && !wildcards.AsSpan().Contains(key[length - 1]))
                continue;
            entry = reader.Find(key[..length], LongestEntry);
            if (entry is not null)
                return UserFields.Parse(path, [.. entry, .. local[(length - 1)..], 0]) with { WildcardLength = length - 1 };
        }

        return null;
    }
}
