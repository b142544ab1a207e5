using System;
using QregexCheck.Mailboxes;

namespace QregexCheck.Doctor;

/// <summary>The user as whom qmail-smtpd runs, and so every check.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number. tcpserver gives it no other group.</param>
internal sealed record SmtpUser(uint User, uint Group)
{
    private static ReadOnlySpan<byte> Passwd => "/etc/passwd"u8;

    /// <summary>Finds him: by the options of a running server, else as qmaild in /etc/passwd.</summary>
    /// <returns>Null when neither is known.</returns>
    public static SmtpUser? Find(ExaminedHost host, System.Collections.Generic.IReadOnlyList<ServerProcess> servers)
    {
        foreach (ServerProcess server in servers)
        {
            if (server.Option('u') is { } user && UserFields.TryNumber(user, out uint number)
                && server.Option('g') is { } group && UserFields.TryNumber(group, out uint groupNumber))
                return new SmtpUser(number, groupNumber);
        }

        byte[] passwd = host.Read(Passwd) ?? [];
        foreach (HostLine line in ExaminedHost.LinesOf(passwd))
        {
            if (line.Bytes.AsSpan().StartsWith("qmaild:"u8) && PasswdEntry.Parse(line.Bytes) is { } entry)
                return new SmtpUser(entry.User, entry.Group);
        }

        return null;
    }
}
