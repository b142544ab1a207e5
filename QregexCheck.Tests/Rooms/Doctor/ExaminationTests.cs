using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

public sealed class ExaminationTests
{
    public static TheoryData<string> Kinds => [.. HealthyHost.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_healthy_host_gives_no_finding_and_hides_nothing(string kind)
    {
        DoctorReport report = HealthyHost.Examine(HealthyHost.Kinds[kind]());
        Assert.Equal([], Shown(report));
        Assert.Equal([], report.Unseen.Select(unseen => Text(unseen.File) + ": " + unseen.Words));
        Assert.False(report.IsBlind);
    }

    [Fact]
    public void Without_rcpthosts_strangers_may_relay()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove("/var/qmail/control/rcpthosts");
        Diagnosis found = Only(host, Ailment.OpenRelay);
        Assert.Equal("/var/qmail/control/rcpthosts", Text(found.Place));
        Assert.Equal("cp /var/qmail/control/locals /var/qmail/control/rcpthosts", found.Command);
    }

    [Fact]
    public void Percenthack_is_named_with_its_line() =>
        Assert.Equal(2, Only(HealthyHost.Plain().WithFile("/var/qmail/control/percenthack", "#\nexample.com\n"), Ailment.OpenRelay).Line);

    [Theory]
    [InlineData(":allow,RELAYCLIENT=\"\"\n")]
    [InlineData("127.:allow\n=:allow,RBLSMTPD=\"\",RELAYCLIENT=\"@x\"\n")]
    public void Rules_that_let_everybody_relay_are_read_from_the_cdb_of_the_running_server(string rules)
    {
        Diagnosis found = Only(HealthyHost.Plain().WithTcpRules("/etc/tcp.smtp.cdb", rules), Ailment.OpenRelay);
        Assert.Equal("/etc/tcp.smtp.cdb", Text(found.Place));
        Assert.Equal("tcprules /etc/tcp.smtp.cdb /etc/tcp.smtp.tmp < /etc/tcp.smtp", found.Command);
    }

    [Fact]
    public void A_range_of_networks_that_is_nearly_everybody_is_everybody()
    {
        string rules = string.Concat(Enumerable.Range(1, 223).Select(number => $"{number}.:allow,RELAYCLIENT=\"\"\n"));
        Assert.Contains("223 networks", Only(HealthyHost.Plain().WithTcpRules("/etc/tcp.smtp.cdb", rules), Ailment.OpenRelay).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void RELAYCLIENT_in_the_environment_of_a_server_is_for_everybody_unless_it_listens_to_this_host_alone()
    {
        Diagnosis found = Only(HealthyHost.Plain().WithServer("501", "sslserver 0 smtps /var/qmail/bin/qmail-smtpd", "RELAYCLIENT=",
            "RCPTCHECK=/var/qmail/bin/qregexcheck"), Ailment.OpenRelay);
        Assert.Equal("/proc/501", Text(found.Place));
        Assert.Empty(HealthyHost.Examine(
            HealthyHost.Plain().WithServer("501", "tcpserver 127.0.0.1 25 /var/qmail/bin/qmail-smtpd", "RELAYCLIENT=",
                "RCPTCHECK=/var/qmail/bin/qregexcheck")).Findings);
    }

    [Fact]
    public void What_qmail_smtpd_may_not_read_is_named_with_the_permission_that_is_missing()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/control/badmailto", "x\n", mode: 0x180);
        Diagnosis found = Only(host, Ailment.UnreadableToQmaild);
        Assert.Equal("/var/qmail/control/badmailto", Text(found.Place));
        Assert.Equal("chmod o+r /var/qmail/control/badmailto", found.Command);
    }

    [Fact]
    public void A_file_that_nobody_asks_is_named_with_its_reason()
    {
        DoctorReport report = HealthyHost.Examine(HealthyHost.Plain(), new Evidence("/var/qmail/control/badmailt0"u8.ToArray(),
            "no control file has this name"));
        Assert.Equal(["names-nobody-reads /var/qmail/control/badmailt0"], Shown(report));
    }

    [Fact]
    public void A_control_directory_that_can_t_be_seen_is_blindness_and_not_health()
    {
        MadeUpHost host = HealthyHost.Plain().Permit("/var/qmail/control", 0x1C0, 0, 0);
        host.Viewer = 4000;
        DoctorReport report = HealthyHost.Examine(host);
        Assert.True(report.IsBlind);
        Assert.NotEmpty(report.Unseen);
    }

    [Fact]
    public void A_file_that_must_be_read_and_can_t_be_is_blindness_and_the_rest_is_still_told()
    {
        DoctorReport report = HealthyHost.Examine(HealthyHost.Plain().WithDirectory("/var/qmail/control/virtualdomains").
            WithFile("/var/qmail/control/percenthack", "x\n"));
        Assert.True(report.IsBlind);
        Assert.Contains("open-relay /var/qmail/control/percenthack:1", Shown(report));
    }

    [Theory]
    [InlineData("vpopmail")]
    [InlineData("vmailmgr")]
    [InlineData("s/qmail")]
    public void Whatever_bytes_stand_in_a_file_it_is_read_or_listed_and_no_more(string kind)
    {
        var random = new Random(13);
        string[] paths =
        [
            "/etc/nsswitch.conf", "/etc/passwd", "/var/qmail/control/me", "/var/qmail/control/locals", "/var/qmail/control/rcpthosts",
            "/var/qmail/control/virtualdomains", "/var/qmail/control/checkrcpthosts", "/var/qmail/control/validrcptto", "/var/qmail/control/percenthack",
            "/var/qmail/control/morercpthosts.cdb", "/var/qmail/control/smtpplugins", "/var/qmail/control/recipients", "/var/qmail/control/doublebounceto",
            "/var/qmail/users/assign", "/var/qmail/users/cdb", "/var/qmail/bin/qmail-smtpd", "/service/qmail-smtpd/run", "/etc/tcp.smtp.cdb",
            "/proc/500/cmdline", "/proc/500/environ", "/proc/500/limits", "/proc/500/stat", "/proc/stat", "/var/qmail/queue/info/0/1",
            "/var/qmail/queue/remote/0/1", "/home/joe/.qmail", "/home/joe/.qmail-default", "/home/joe/passwd.cdb", HealthyHost.VpopmailDomain
                + "/.qmail-default",
            HealthyHost.VpopmailDomain + "/vpasswd.cdb",
        ];
        const string Alphabet = "\0\n:.@|&+=-*!#/ \t\\\"'%[];aD\xff";
        foreach (string path in paths)
        {
            for (int round = 0; round < 12; round++)
            {
                byte[] bytes = new byte[random.Next(0, round == 11 ? 70_000 : 300)];
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = round % 2 == 0 ? (byte)Alphabet[random.Next(Alphabet.Length)] : (byte)random.Next(256);
                DoctorReport report = HealthyHost.Examine(HealthyHost.Kinds[kind]().WithFile(path, bytes));
                Assert.All(report.Findings, found => Assert.DoesNotContain(Encoding.UTF8.GetBytes(found.Words + found.Command), b => b is < 0x20 or 0x7F));
            }
        }
    }

    [Fact]
    public void What_an_ordinary_user_can_t_see_is_listed()
    {
        MadeUpHost host = HealthyHost.Plain().Permit("/proc/500/environ", 0x100, 0, 0);
        host.Viewer = 4000;
        Assert.Contains("/proc/500/environ", HealthyHost.Examine(host).Unseen.Select(unseen => Text(unseen.File)));
    }

    /// <summary>The only finding, which is of a kind.</summary>
    internal static Diagnosis Only(MadeUpHost host, Ailment ailment)
    {
        DoctorReport report = HealthyHost.Examine(host);
        Assert.Equal([AilmentTable.Row(ailment).Id], report.Findings.Select(found => AilmentTable.Row(found.Ailment).Id));
        return report.Findings[0];
    }

    internal static IEnumerable<string> Shown(DoctorReport report) =>
        report.Findings.Select(found => $"{AilmentTable.Row(found.Ailment).Id} {Text(found.Place)}{(found.Line > 0 ? ":" + found.Line : string.Empty)}");

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
