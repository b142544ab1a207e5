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
        byte[] program = [.. places.Home, .. "/bin/qmail-getpw"u8];
        LocalUser user = Parse(program, files.RunGetpw(local), local);
        if (user.IsCertain && user.Home.Length > 0 && user.Home[0] == (byte)'/')
            HomeParents.RequireOpen(files, user.Home);
        trail.Add(new Evidence(program, user.IsCertain ? "names the user" : "names no such user, which is not certain; alias has it"));
        return user;
    }

    /// <summary>Takes the output apart. Only a fall to alias leaves the whole local part behind the dash.</summary>
    public static LocalUser Parse(ReadOnlySpan<byte> program, ReadOnlySpan<byte> output, ReadOnlySpan<byte> local)
    {
        LocalUser user = UserFields.Parse(program, output);
        return user with { IsCertain = user.Dash.Length == 0 || !user.Extension.AsSpan().SequenceEqual(local) };
    }
}
