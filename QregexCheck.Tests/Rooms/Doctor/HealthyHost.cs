using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary>Hosts of each kind on which nothing is wrong, to lay something wrong down on.</summary>
internal static class HealthyHost
{
    public const uint Alias = 7790;
    public const uint Qmaild = 7791;
    public const uint Nofiles = 2108;
    public const uint Joe = 1000;

    public static QmailPlaces Places { get; } = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    /// <summary>All kinds, by their names.</summary>
    public static IReadOnlyDictionary<string, Func<MadeUpHost>> Kinds { get; } = new Dictionary<string, Func<MadeUpHost>>
    {
        ["plain"] = Plain,
    };

    /// <summary>Users of the system, RCPTCHECK in the environment of tcpserver.</summary>
    public static MadeUpHost Plain() => new MadeUpHost()
        .WithFile("/etc/nsswitch.conf", "passwd: files\n")
        .WithFile("/etc/passwd", $"root:x:0:0::/root:/bin/sh\nalias:x:{Alias}:{Nofiles}::/var/qmail/alias:/bin/true\nqmaild:x:{Qmaild}:{Nofiles}::/var/qmail:/bin/true\njoe:x:{Joe}:{Joe}::/home/joe:/bin/sh\n")
        .WithDirectory("/home/joe", owner: Joe, group: Joe)
        .WithDirectory("/var/qmail/alias", owner: Alias, group: Nofiles)
        .WithFile("/var/qmail/alias/.qmail-postmaster", "&joe\n", owner: Alias, group: Nofiles)
        .WithFile("/var/qmail/alias/.qmail-mailer-daemon", "&joe\n", owner: Alias, group: Nofiles)
        .WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0RCPTCHECK\0HELO\0USE_FD4\0")
        .WithFile("/var/qmail/bin/qregexcheck", "ELF", mode: 0x1ED)
        .WithFile("/var/qmail/control/me", "mx.example.com\n")
        .WithFile("/var/qmail/control/locals", "example.com\nmx.example.com\n")
        .WithFile("/var/qmail/control/rcpthosts", "example.com\nmx.example.com\n")
        .WithFile("/var/qmail/control/checkrcpthosts", "*\n")
        .WithFile("/service/qmail-smtpd/run", "#!/bin/sh\nRCPTCHECK=/var/qmail/bin/qregexcheck\nexport RCPTCHECK\nexec softlimit -m 24000000 tcpserver -x /etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n")
        .WithServer("500", "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/var/qmail/bin/qregexcheck")
        .WithTcpRules("/etc/tcp.smtp.cdb", "127.:allow,RELAYCLIENT=\"\"\n:allow\n");

    /// <summary>Adds a process.</summary>
    public static MadeUpHost WithServer(this MadeUpHost host, string number, string arguments, params string[] variables) => host
        .WithFile($"/proc/{number}/cmdline", arguments.Replace(' ', '\0') + "\0")
        .WithFile($"/proc/{number}/environ", string.Concat(variables.Select(variable => variable + "\0")));

    /// <summary>Writes rules of tcpserver as tcprules does. Source: tcprules(1).</summary>
    public static MadeUpHost WithTcpRules(this MadeUpHost host, string path, string text) => host.WithFile(path, CdbFile.Of(
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).Select(parts =>
        {
            string[] words = parts[1].Split(',');
            string data = words[0] == "deny" ? "D" : string.Concat(words.Skip(1).Select(word => "+" + word.Replace("\"", string.Empty, StringComparison.Ordinal) + "\0"));
            return (CdbFile.Bytes(parts[0]), CdbFile.Bytes(data));
        })));

    public static DoctorReport Examine(MadeUpHost host, params Evidence[] unread) =>
        Examination.Of(new ExaminedHost(host, Places, host.Names, new Instant(2_000_000_000, 0)), unread);
}
