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
    public const uint Vpopmaster = 7801;
    public const string VpopmailDomain = "/home/vpopmail/domains/example.org";

    public static QmailPlaces Places { get; } = new("/var/qmail"u8.ToArray(), "/var/qmail/control"u8.ToArray());

    /// <summary>All kinds, by their names.</summary>
    public static IReadOnlyDictionary<string, Func<MadeUpHost>> Kinds { get; } = new Dictionary<string, Func<MadeUpHost>>
    {
        ["plain"] = Plain,
        ["users/assign"] = Assign,
        ["vpopmail"] = Vpopmail,
        ["vmailmgr"] = Vmailmgr,
        ["s/qmail"] = Sqmail,
    };

    /// <summary>Users of the system, RCPTCHECK in the environment of tcpserver.</summary>
    public static MadeUpHost Plain() => new MadeUpHost()
        .WithFile("/etc/nsswitch.conf", "passwd: files\n")
        .WithFile("/etc/passwd", $"root:x:0:0::/root:/bin/sh\n"
            + $"alias:x:{Alias}:{Nofiles}::/var/qmail/alias:/bin/true\n"
            + $"qmaild:x:{Qmaild}:{Nofiles}::/var/qmail:/bin/true\njoe:x:{Joe}:{Joe}::/home/joe:/bin/sh\n")
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
        .WithFile("/service/qmail-smtpd/run",
            "#!/bin/sh\nRCPTCHECK=/var/qmail/bin/qregexcheck\nexport RCPTCHECK\n"
                + "exec softlimit -m 24000000 tcpserver -x /etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n")
        .WithServer("500", "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/var/qmail/bin/qregexcheck")
        .WithTcpRules("/etc/tcp.smtp.cdb", "127.:allow,RELAYCLIENT=\"\"\n:allow\n");

    /// <summary>Users by users/assign, whose cdb is newer.</summary>
    public static MadeUpHost Assign() => Plain().WithAssign($"=joe:joe:{Joe}:{Joe}:/home/joe:::\n+:alias:{Alias}:{Nofiles}:/var/qmail/alias:-::\n.\n");

    /// <summary>A domain of vpopmail beside a plain one.</summary>
    public static MadeUpHost Vpopmail() => Plain()
        .WithFile("/var/qmail/control/virtualdomains", "example.org:example.org\n")
        .WithFile("/var/qmail/control/rcpthosts", "example.com\nmx.example.com\nexample.org\n")
        .WithAssign($"+example.org-:example.org:{Vpopmaster}:{Vpopmaster}:{VpopmailDomain}:-::\n.\n")
        .WithDirectory("/home/vpopmail", 0x1E9, Vpopmaster, Vpopmaster)
        .WithDirectory("/home/vpopmail/domains", 0x1E9, Vpopmaster, Vpopmaster)
        .WithDirectory(VpopmailDomain, 0x1E9, Vpopmaster, Vpopmaster)
        .WithFile(VpopmailDomain + "/.qmail-default", "| /home/vpopmail/bin/vdelivermail '' bounce-no-mailbox\n", 0x1A4, Vpopmaster, Vpopmaster)
        .WithFile(VpopmailDomain + "/vpasswd", "postmaster:x:1:0:::NOQUOTA\n", 0x180, Vpopmaster, Vpopmaster)
        .WithFile(VpopmailDomain + "/vpasswd.cdb", CdbFile.Of(("postmaster", "x:1:0:Postmaster:/home/vpopmail/domains/example.org/postmaster:NOQUOTA")),
            0x1A4, Vpopmaster, Vpopmaster);

    /// <summary>A domain of vmailmgr, which joe keeps.</summary>
    public static MadeUpHost Vmailmgr() => Plain()
        .WithFile("/var/qmail/control/virtualdomains", "example.net:joe\n")
        .WithFile("/var/qmail/control/rcpthosts", "example.com\nmx.example.com\nexample.net\n")
        .WithFile("/home/joe/.qmail-default", "|vdeliver\n", owner: Joe, group: Joe)
        .WithFile("/home/joe/passwd.cdb", CdbFile.Of(("postmaster", "\u0002x\0./users/postmaster\0")), 0x1A4, Joe, Joe);

    /// <summary>s/qmail, which asks us by control/recipients.</summary>
    public static MadeUpHost Sqmail() => Plain()
        .WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0control/recipients\0")
        .WithFile("/var/qmail/control/recipients", "@plain.example|/bin/true\nexample.com|/var/qmail/bin/qregexcheck checkpassword\n")
        .WithServer("500", "sslserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd")
        .WithFile("/service/qmail-smtpd/run", "exec sslserver -x /etc/tcp.smtp.cdb 0 smtp /var/qmail/bin/qmail-smtpd\n");

    /// <summary>Writes users/assign, and then its cdb.</summary>
    public static MadeUpHost WithAssign(this MadeUpHost host, string text) =>
        host.WithFile("/var/qmail/users/assign", text).WithFile("/var/qmail/users/cdb", QmailNewu.Compile(text));

    /// <summary>Adds a process.</summary>
    public static MadeUpHost WithServer(this MadeUpHost host, string number, string arguments, params string[] variables) => host
        .WithFile($"/proc/{number}/cmdline", arguments.Replace(' ', '\0') + "\0")
        .WithFile($"/proc/{number}/environ", string.Concat(variables.Select(variable => variable + "\0")));

    /// <summary>Writes rules of tcpserver as tcprules does. Source: tcprules(1).</summary>
    public static MadeUpHost WithTcpRules(this MadeUpHost host, string path, string text) => host.WithFile(path, CdbFile.Of(
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).Select(parts =>
        {
            string[] words = parts[1].Split(',');
            string data = words[0] == "deny" ? "D" : string.Concat(words.Skip(1).Select(word => "+" + word.Replace("\"", string.Empty,
                StringComparison.Ordinal) + "\0"));
            return (CdbFile.Bytes(parts[0]), CdbFile.Bytes(data));
        })));

    public static DoctorReport Examine(MadeUpHost host, params Evidence[] unread) =>
        Examination.Of(new ExaminedHost(host, Places, host.Names, new Instant(2_000_000_000, 0)), unread);
}
