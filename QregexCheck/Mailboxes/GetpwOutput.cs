using System;
using System.Collections.Generic;

namespace QregexCheck.Mailboxes;

/// <summary>What <c>qmail-getpw</c> prints for a local part, where users come from other places than <c>/etc/passwd</c>. Source: qmail-getpw(8).</summary>
internal static class GetpwOutput
{
    /// <summary>Asks qmail-getpw.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="local">The local part, without a NUL.</param>
    /// <param name="trail">Takes what was looked at.</param>
    /// <returns>
    /// The user. A fall to alias is not certain: the source of users may have failed, or may hide a home from us.
    /// </returns>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public static LocalUser Find(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> local, List<Evidence> trail)
    {
        byte[] program = Program(places);
        LocalUser user = Ask(files, program, local);
        trail.Add(new Evidence(program, user.IsCertain ? "names the user" : "names no such user, which is not certain; alias has it"));
        return user;
    }

    /// <summary>
    /// Makes sure who the user is whom <c>/etc/passwd</c> gave, where the break character matters: it is compiled into qmail-getpw. Without qmail-getpw it
    /// is taken for <c>-</c>. Source: conf-break, qmail-getpw.c.
    /// </summary>
    /// <param name="files">The host's files.</param>
    /// <param name="places">Where they are.</param>
    /// <param name="local">The local part.</param>
    /// <param name="user">The user, as it is with <c>-</c>.</param>
    /// <param name="trail">Takes what was looked at.</param>
    /// <returns>The same object where qmail-getpw names him, or need not be asked; else the one whom it names.</returns>
    /// <exception cref="HostFileException">It can't be told.</exception>
    public static LocalUser Confirm(HostFiles files, QmailPlaces places, ReadOnlySpan<byte> local, LocalUser user, List<Evidence> trail)
    {
        byte[] program = Program(places);
        if (user.HomesByBreak is not { } homes || UserWay.Look(files, program).Kind == FileKind.Absent)
            return user;
        LocalUser named = Ask(files, program, local);
        bool isSame = IsSame(user, named);
        if (!named.IsCertain && FallsToAlias(user, local))
        {
            // It passes over a user whose home it can't see with our rights. It may see more with its own.
            foreach (byte[] home in homes)
            {
                FileLook look = files.Look(home);
                if (look.Kind is FileKind.Denied or FileKind.Failed)
                    throw new HostFileException(home, look.Trouble ?? "can't be looked at", look.Kind == FileKind.Denied);
            }

            named = named with { IsCertain = true };
        }

        trail.Add(new Evidence(
            program, isSame ? "names the same user" : named.IsCertain ? "names another user" : "names no such user, which is not certain; alias has it"));
        return isSame ? user : named;
    }

    /// <summary>Takes the output apart. Only a fall to alias leaves the whole local part behind the dash.</summary>
    public static LocalUser Parse(ReadOnlySpan<byte> program, ReadOnlySpan<byte> output, ReadOnlySpan<byte> local)
    {
        LocalUser user = UserFields.Parse(program, output);
        return user with { IsCertain = !FallsToAlias(user, local) };
    }

    private static byte[] Program(QmailPlaces places) => [.. places.Home, .. "/bin/qmail-getpw"u8];

    private static LocalUser Ask(HostFiles files, byte[] program, ReadOnlySpan<byte> local)
    {
        LocalUser user = Parse(program, files.RunGetpw(local), local);
        if (user.IsCertain && user.Home is [(byte)'/', ..])
            HomeParents.RequireOpen(files, user.Home);
        return user;
    }

    private static bool FallsToAlias(LocalUser user, ReadOnlySpan<byte> local) => user.Dash.Length > 0 && user.Extension.AsSpan().SequenceEqual(local);

    private static bool IsSame(LocalUser one, LocalUser other) =>
        one.User == other.User && one.Group == other.Group && one.Home.AsSpan().SequenceEqual(other.Home)
        && one.Dash.AsSpan().SequenceEqual(other.Dash) && one.Extension.AsSpan().SequenceEqual(other.Extension);
}
