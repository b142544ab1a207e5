using System.Text;
using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="ServiceUnits"/>: a server that systemd starts asks us by what its unit says.</summary>
public sealed class ServiceUnitsTests
{
    private const string Unit = "/etc/systemd/system/smtp@.service";
    private const string Command = "[Service]\nExecStart=-/var/qmail/bin/tcp-env \\\n  /var/qmail/bin/qmail-smtpd\n";

    [Fact]
    public void A_unit_without_us_is_named_with_the_line_to_add()
    {
        Diagnosis found = ExaminationTests.Only(Stopped().WithFile(Unit, Command + ";Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n"), Ailment.NotWired);
        Assert.Equal(Unit, Encoding.ASCII.GetString(found.Place));
        Assert.EndsWith("add Environment=RCPTCHECK=/var/qmail/bin/qregexcheck to [Service]", found.Words, System.StringComparison.Ordinal);
        Assert.Null(found.Command);
    }

    [Theory]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n", null, "")]
    [InlineData(Command + "Environment=\"A=b\" \"RCPTCHECK=/var/qmail/bin/qregexcheck\"\n", null, "")]
    [InlineData("[Service]\nExecStart=/usr/bin/tcpserver 0 smtp /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd\n", null, "")]
    [InlineData(Command + "EnvironmentFile=-/etc/default/smtp\n", "/etc/default/smtp", "RCPTCHECK=/var/qmail/bin/qregexcheck\n")]
    [InlineData(Command, Unit + ".d/check.conf", "[Service]\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")]
    public void A_unit_names_us_where_systemd_would_find_it(string unit, string? other, string text)
    {
        MadeUpHost host = Stopped().WithFile(Unit, unit);
        if (other is not null)
            host.WithFile(other, text);
        Assert.Empty(HealthyHost.Examine(host).Findings);
        Assert.True(Wiring.Of(new ExaminedHost(host, HealthyHost.Places, host.Names, new Instant(2_000_000_000, 0)), [], []).Callers.Count > 0);
    }

    /// <summary>What a script does that a unit runs is not known, and a qmail-smtpd elsewhere is of another qmail.</summary>
    [Theory]
    [InlineData("[Service]\nExecStart=/usr/local/sbin/qmail-smtpd\n")]
    [InlineData("[Service]\nExecStart=/usr/bin/tcpserver 0 smtp /home/q/bin/qmail-smtpd\n")]
    [InlineData("[Unit]\nDescription=/var/qmail/bin/qmail-smtpd\n[Service]\nExecStart=/usr/bin/svscanboot\n")]
    public void A_unit_that_does_not_start_qmail_smtpd_itself_tells_nothing(string unit) =>
        Assert.DoesNotContain(HealthyHost.Examine(Stopped().WithFile(Unit, unit)).Findings, static finding => finding.Ailment == Ailment.NotWired);

    [Fact]
    public void A_server_that_was_started_before_its_unit_was_edited_is_told_to_start_anew() => Assert.Equal(
        "systemctl restart smtpd.service",
        ExaminationTests.Only(
            Stopped().WithFile("/etc/systemd/system/smtpd.service", Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")
                .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "PATH=/bin"),
            Ailment.NotWired).Command);

    /// <summary>The healthy host, with neither server nor run script nor rules of one.</summary>
    private static MadeUpHost Stopped()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove("/proc/500/cmdline");
        host.Remove("/service/qmail-smtpd/run");
        host.Remove("/etc/tcp.smtp.cdb");
        return host;
    }
}
