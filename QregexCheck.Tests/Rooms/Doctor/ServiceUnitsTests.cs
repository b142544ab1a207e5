using System;
using System.Collections.Generic;
using System.Linq;
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
        Assert.EndsWith("add Environment=RCPTCHECK=/var/qmail/bin/qregexcheck to [Service]", found.Words, StringComparison.Ordinal);
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
        Assert.NotEmpty(CallersOf(host));
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
        "systemctl daemon-reload && systemctl restart smtpd.service",
        ExaminationTests.Only(
            Stopped().WithFile("/etc/systemd/system/smtpd.service", Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")
                .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "PATH=/bin"),
            Ailment.NotWired).Command);

    [Fact]
    public void Of_a_template_all_instances_are_told_to_start_anew() => Assert.Equal(
        "systemctl daemon-reload && systemctl restart 'smtp@*.service'",
        ExaminationTests.Only(
            Stopped().WithFile(Unit, Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")
                .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "PATH=/bin"),
            Ailment.NotWired).Command);

    /// <summary>Blanks around names and signs, comments between the lines of a setting, the last one counts: systemd.syntax(7), systemd.exec(5).</summary>
    [Theory]
    [InlineData(
        "[Service]\n  ExecStart = /var/qmail/bin/tcp-env \\\n# ours\n ; too\n /var/qmail/bin/qmail-smtpd\n"
        + "\tEnvironment =  \"RCPTCHECK=/var/qmail/bin/qregexcheck\"\n")]
    [InlineData("[Service]\nExecStart=/usr/bin/tcpserver 0 smtp /var/qmail/bin/qregexcheck \\\n  filter /var/qmail/bin/qmail-smtpd\n")]
    [InlineData("[Service]\r\nExecStart=+/var/qmail/bin/qmail-smtpd\r\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck\r\n")]
    [InlineData(Command + "Environment=RCPTCHECK=/bin/other\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck MY_RCPTCHECK=/bin/other\n")]
    public void A_unit_is_read_as_systemd_reads_it(string unit) => Assert.NotEmpty(CallersOf(Stopped().WithFile(Unit, unit)));

    /// <summary>What is not in force wires nothing, though it stands in a unit.</summary>
    [Theory]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\nEnvironment=\n", null, "")]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\nEnvironment=RCPTCHECK=/bin/other\n", null, "")]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n", Unit + ".d/z.conf", "[Service]\nEnvironment=RCPTCHECK=/bin/other\n")]
    [InlineData(Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\nEnvironmentFile=/etc/v\n", "/etc/v", "RCPTCHECK=/bin/other\n")]
    [InlineData(Command + "Environment=MY_RCPTCHECK=/var/qmail/bin/qregexcheck\n", null, "")]
    [InlineData("[Unit]\nDescription=qregexcheck filter RCPTCHECK=/var/qmail/bin/qregexcheck\n" + Command, null, "")]
    [InlineData(
        "[Service]\nExecStart=/bin/tcpserver 0 25 /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd\n", Unit + ".d/z.conf",
        "[Service]\nExecStart=\nExecStart=/bin/tcpserver 0 25 /var/qmail/bin/qmail-smtpd\n")]
    public void What_a_later_setting_takes_back_does_not_count(string unit, string? other, string text)
    {
        MadeUpHost host = Stopped().WithFile(Unit, unit);
        if (other is not null)
            host.WithFile(other, text);
        Assert.Empty(CallersOf(host));
        ExaminationTests.Only(host, Ailment.NotWired);
    }

    /// <summary>Source: systemd.unit(5), the unit load path; systemctl(1), mask.</summary>
    [Fact]
    public void A_unit_of_a_package_is_found_with_its_drop_in_and_hidden_by_one_of_etc()
    {
        const string Packaged = "/usr/lib/systemd/system/smtp@.service";
        MadeUpHost host = Stopped().WithFile(Packaged, Command).WithLink("/lib", "/usr/lib");
        Assert.Equal(Packaged, Encoding.ASCII.GetString(ExaminationTests.Only(host, Ailment.NotWired).Place));
        host.WithFile(Unit + ".d/check.conf", "[Service]\nEnvironment=RCPTCHECK=/var/qmail/bin/qregexcheck\n");
        Assert.Single(CallersOf(host));
        host.WithLink(Unit + ".d/check.conf", "/dev/null");
        Assert.Empty(CallersOf(host));
        host.WithFile("/dev/null", "").WithLink(Unit, "/dev/null");
        Assert.Empty(WiringOf(Seen(host)).Scripts);
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    [Theory]
    [InlineData(Unit, Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\nLimitAS=10M:20M\n")]
    [InlineData("/etc/xinetd.d/smtp", "service smtp\n{\nserver = /var/qmail/bin/qmail-smtpd\nenv = RCPTCHECK=/var/qmail/bin/qregexcheck\nrlimit_as = 10M\n}\n")]
    public void A_limit_that_the_starter_sets_is_read_like_softlimit(string path, string text)
    {
        Diagnosis found = ExaminationTests.Only(Stopped().WithFile(path, text), Ailment.Softlimit);
        Assert.Equal((5, "allows 10485760 bytes of memory: 14000000 are needed"), (found.Line, found.Words));
        Assert.Empty(HealthyHost.Examine(Stopped().WithFile(path, text.Replace("10M", "14M", StringComparison.Ordinal))).Findings);
        Assert.Empty(HealthyHost.Examine(Stopped().WithFile(path, text.Replace("10M", "1G", StringComparison.Ordinal))).Findings);
        Assert.Empty(HealthyHost.Examine(Stopped().WithFile(path, text.Replace("10M", "infinity", StringComparison.Ordinal))).Findings);
    }

    /// <summary>It neither waits nor fails; what it could not read it says.</summary>
    [Fact]
    public void What_is_no_readable_unit_is_named_as_not_seen()
    {
        MadeUpHost host = Stopped().WithFile(Unit, Command + "Environment=RCPTCHECK=/var/qmail/bin/qregexcheck\n")
            .WithFifo("/etc/systemd/system/fifo.service").WithDirectory("/etc/systemd/system/directory.service")
            .WithFile("/etc/systemd/system/long.service", new string('x', ExaminedHost.MostBytes + 1))
            .WithLink("/etc/systemd/system/broken.service", "/nowhere").WithFile("/etc/systemd/system/odd.service", "[\0\n=\n\\\n[Service]\n=\\")
            .WithLink("/etc/systemd/system/alias.service", Unit);
        ExaminedHost seen = Seen(host);
        Assert.Single(WiringOf(seen).Callers);
        Assert.Equal(
            ["/etc/systemd/system/directory.service", "/etc/systemd/system/fifo.service", "/etc/systemd/system/long.service"],
            seen.Unseen.Select(static miss => Encoding.ASCII.GetString(miss.File)));
    }

    private static IReadOnlyList<Caller> CallersOf(MadeUpHost host) => WiringOf(Seen(host)).Callers;

    private static Wiring WiringOf(ExaminedHost host) => Wiring.Of(host, [], [], RunScript.All(host));

    private static ExaminedHost Seen(MadeUpHost host) => new(host, HealthyHost.Places, host.Names, new Instant(2_000_000_000, 0));

    /// <summary>The healthy host, with neither server nor run script nor rules of one.</summary>
    internal static MadeUpHost Stopped()
    {
        MadeUpHost host = HealthyHost.Plain();
        host.Remove("/proc/500/cmdline");
        host.Remove("/service/qmail-smtpd/run");
        host.Remove("/etc/tcp.smtp.cdb");
        return host;
    }
}
