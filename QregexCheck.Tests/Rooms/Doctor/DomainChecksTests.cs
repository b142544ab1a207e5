using System;
using System.Linq;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="DomainChecks"/>: what becomes of a name that nobody has.</summary>
public sealed class DomainChecksTests
{
    private const string Cover = "/var/qmail/control/checkrcpthosts";
    private const string Default = HealthyHost.VpopmailDomain + "/.qmail-default";

    [Fact]
    public void A_domain_whose_default_bounces_and_that_no_entry_covers_is_named_with_the_line_to_add()
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile(Cover, "mx.example.com\n"), Ailment.NoCheck);
        Assert.Equal(("/var/qmail/control/rcpthosts", 1, "example.com"), (Text(found.Place), found.Line, Text(found.Domain!)));
        Assert.Equal("printf '%s\\n' example.com >> /var/qmail/control/checkrcpthosts", found.Command);
    }

    [Fact]
    public void The_command_begins_a_line_of_its_own_where_the_last_one_has_no_newline()
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Plain().WithFile(Cover, "mx.example.com"), Ailment.NoCheck);
        Assert.Equal("printf '\\n%s\\n' example.com >> /var/qmail/control/checkrcpthosts", found.Command);
    }

    [Fact]
    public void Without_checkrcpthosts_each_domain_is_named()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove(Cover);
        Assert.Equal(["no-check /var/qmail/control/rcpthosts:1", "no-check /var/qmail/control/rcpthosts:2"], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Fact]
    public void An_entry_that_only_logs_prevents_no_bounce()
    {
        DoctorReport report = HealthyHost.Examine(HealthyHost.Plain().WithFile(Cover, "#: action=log\n*\n"));
        Assert.All(report.Findings, found => Assert.Contains("checkrcpthosts:2 only logs", found.Words, StringComparison.Ordinal));
        Assert.Equal(2, report.Findings.Count);
    }

    [Fact]
    public void A_default_of_alias_that_bounces_is_named_by_its_file()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile(Cover, "mx.example.com\n")
            .WithFile("/var/qmail/alias/.qmail-default", "|exit 100\n", owner: HealthyHost.Alias, group: HealthyHost.Nofiles);
        Assert.Equal("/var/qmail/alias/.qmail-default", Text(ExaminationTests.Only(host, Ailment.NoCheck).Place));
    }

    [Fact]
    public void The_bouncing_default_of_vpopmail_has_a_name_of_its_own_while_the_check_is_off()
    {
        Diagnosis found = ExaminationTests.Only(HealthyHost.Vpopmail().WithFile(Cover, "*\n!example.org\n"), Ailment.BounceDefault);
        Assert.Equal((Default, "example.org"), (Text(found.Place), Text(found.Domain!)));
    }

    [Theory]
    [InlineData("| /home/vpopmail/bin/vdelivermail '' delete\n")]
    [InlineData("#\n")]
    public void A_default_that_throws_mail_away_is_a_trap_unless_the_check_refuses_first(string content)
    {
        MadeUpHost host = WithDefault(HealthyHost.Vpopmail(), content);
        if (content[0] == '|')
            Assert.Empty(HealthyHost.Examine(host).Findings);
        Assert.Equal(Default, Text(ExaminationTests.Only(host.WithFile(Cover, "*\n!example.org\n"), Ailment.DeleteTrap).Place));
    }

    [Theory]
    [InlineData("| /home/vpopmail/bin/vdelivermail '' joe@example.com\n")]
    [InlineData("| /home/vpopmail/bin/vdelivermail '' /home/vpopmail/domains/example.org/joe\n")]
    [InlineData("&joe@example.com\n")]
    [InlineData("./Maildir/\n")]
    [InlineData("")]
    public void A_default_that_keeps_every_name_is_a_catch_all(string content) =>
        Assert.Equal(Default, Text(ExaminationTests.Only(WithDefault(HealthyHost.Vpopmail(), content), Ailment.CatchAll).Place));

    [Theory]
    [InlineData("|procmail -m /etc/procmailrc\n")]
    [InlineData("|fastforward -p /etc/aliases.cdb\n")]
    [InlineData("./Maildir/\n|/usr/local/bin/check\n")]
    public void A_default_that_runs_a_program_is_named(string content) =>
        Assert.Equal(Default, Text(ExaminationTests.Only(WithDefault(HealthyHost.Vpopmail(), content), Ailment.PipedDefault).Place));

    [Fact]
    public void What_the_check_may_not_see_is_named_with_the_permission_to_give()
    {
        MadeUpHost host = HealthyHost.Vpopmail().Permit("/home/vpopmail", 0x1E8, HealthyHost.Vpopmaster, HealthyHost.Vpopmaster);
        Assert.Equal("chmod o+x /home/vpopmail", ExaminationTests.Only(host, Ailment.CannotTell).Command);
    }

    [Fact]
    public void What_only_we_may_not_see_is_no_finding_and_is_listed()
    {
        // The group of qmail-smtpd's user may, and ours may not.
        MadeUpHost host = HealthyHost.Vpopmail().Permit("/home/vpopmail", 0x1E8, HealthyHost.Vpopmaster, HealthyHost.Nofiles);
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.Permit("/proc/500/environ", 0x1A4, 0, 0).Viewer = 4000;
        DoctorReport report = HealthyHost.Examine(host);
        Assert.Equal([], ExaminationTests.Shown(report));
        Assert.Contains(report.Unseen, unseen => Text(unseen.File).StartsWith("/home/vpopmail", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/var/qmail/control")]
    [InlineData("/var/qmail/control/virtualdomains")]
    [InlineData("/var/qmail/users/cdb")]
    public void What_an_access_list_gives_or_takes_is_not_known_and_is_no_finding(string path)
    {
        DoctorReport report = HealthyHost.Examine(HealthyHost.Vpopmail().WithAccessList(path));
        Assert.Equal([], ExaminationTests.Shown(report));
        Assert.Contains(report.Unseen, unseen => Text(unseen.File).StartsWith(path, StringComparison.Ordinal)
            && unseen.Words.Contains("access control list", StringComparison.Ordinal));
    }

    [Fact]
    public void A_control_file_with_an_access_list_is_not_said_to_be_unreadable()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/control/badmailto", "x\n", 0x180).WithAccessList("/var/qmail/control/badmailto");
        DoctorReport report = HealthyHost.Examine(host);
        Assert.Equal([], ExaminationTests.Shown(report));
        Assert.Contains(report.Unseen, unseen => Text(unseen.File) == "/var/qmail/control/badmailto");
    }

    [Fact]
    public void Another_backend_beside_the_files_is_named()
    {
        MadeUpHost host = HealthyHost.Vpopmail().WithFile("/home/vpopmail/etc/vpopmail.mysql", "localhost|0|x|y|z\n");
        Assert.Contains("vpopmail.mysql", ExaminationTests.Only(host, Ailment.Backend).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relayed_domain_needs_a_list()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/control/rcpthosts", "example.com\nmx.example.com\nbackup.example\n");
        Diagnosis found = ExaminationTests.Only(host, Ailment.RelayDomain);
        Assert.Equal((3, "backup.example"), (found.Line, Text(found.Domain!)));

        host.WithFile("/var/qmail/control/validrcptto", "joe@backup.example\n-@backup.example\n");
        Assert.Equal("backup.example", Text(ExaminationTests.Only(host, Ailment.NoCheck).Domain!));
        Assert.Empty(HealthyHost.Examine(host.WithFile(Cover, "*\nbackup.example\n")).Findings);
    }

    [Fact]
    public void Domains_of_morercpthosts_and_below_a_suffix_are_looked_at_too()
    {
        MadeUpHost host = HealthyHost.Plain()
            .WithFile("/var/qmail/control/rcpthosts", "example.com\nmx.example.com\n.wild.example\n")
            .WithFile("/var/qmail/control/morercpthosts.cdb", CdbFile.Of(("more.example", "")));
        Assert.Equal(
            ["relay-domain /var/qmail/control/rcpthosts:3", "relay-domain /var/qmail/control/morercpthosts.cdb"],
                ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Fact]
    public void No_more_than_fifty_findings_of_a_kind_are_shown_and_the_rest_is_counted()
    {
        string domains = string.Concat(Enumerable.Range(0, 300).Select(number => $"d{number}.example\n"));
        DoctorReport report = HealthyHost.Examine(HealthyHost.Plain().WithFile("/var/qmail/control/rcpthosts", "example.com\n" + domains));
        Assert.Equal(51, report.Findings.Count);
        Assert.Equal("250 more of this kind", report.Findings[^1].Words);
    }

    private static MadeUpHost WithDefault(MadeUpHost host, string content) =>
        host.WithFile(Default, content, 0x1A4, HealthyHost.Vpopmaster, HealthyHost.Vpopmaster);

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
