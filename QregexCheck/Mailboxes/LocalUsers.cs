using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>Finds who gets the mail for a local part: <c>users/cdb</c>, then the system's users, then alias. Source: qmail-lspawn.c, qmail-users(5),
/// qmail-getpw(8).</summary>
internal static class LocalUsers
{
    /// <summary>Finds the user.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="local">The local part that qmail-send hands on: with the prefix of a virtual domain, where there is one.</param>
    /// <param name="trail">Takes what was looked at.</param>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public static LocalUser Find(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> local, List<Evidence> trail)
    {
        if (local.Contains((byte)0))
            throw new HostFileException(places.Home, "has no user whose address holds a NUL");
        if (UsersCdb.Find(files, places, local, trail) is { } listed)
            return listed;
        UserSources sources = NameServiceSwitch.Read(files, trail);
        LocalUser? user = sources == UserSources.Others ? null : PasswdFile.Find(files, local, sources == UserSources.PasswdCompat, trail);
        return user ?? GetpwOutput.Find(files, places, local, trail);
    }
}
