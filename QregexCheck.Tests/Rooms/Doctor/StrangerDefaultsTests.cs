using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="StrangerDefaults"/> and <see cref="WiringProof"/>: may a change rest on the check's refusal?</summary>
public sealed class StrangerDefaultsTests
{
    private const string Cover = "/var/qmail/control/checkrcpthosts";

    [Fact]
    public void On_a_healthy_vpopmail_the_check_refuses_and_everybody_is_asked()
    {
        MadeUpHost host = HealthyHost.Vpopmail();
        Assert.Null(ProblemOf(host, out StrangerDefault file));
        Assert.Equal((HealthyHost.VpopmailDomain + "/.qmail-default", HealthyHost.Vpopmaster, true, true),
            (Encoding.UTF8.GetString(file.Path), file.User.User, file.IsVpopmail, file.Bounces));
        Assert.Null(WiringProof.Problem(Examined(host)));
    }

    [Theory]
    [InlineData("example.com\n", "the check says nothing of example.org")]
    [InlineData("#: action=log\n*\n", "only logs")]
    [InlineData("#: until=2999-01-01\n*\n", "until a day only")]
    [InlineData("*\n!example.org\n", "the check says nothing of example.org")]
    public void An_entry_that_does_not_refuse_for_good_is_named(string entries, string problem) =>
        Assert.Contains(problem, ProblemOf(HealthyHost.Vpopmail().WithFile(Cover, entries), out _), StringComparison.Ordinal);

    [Fact]
    public void What_the_user_of_the_check_can_t_see_is_not_refused_for_certain()
    {
        MadeUpHost host = HealthyHost.Vpopmail().Permit("/home/vpopmail", 0x1C0, HealthyHost.Vpopmaster, HealthyHost.Vpopmaster);
        Assert.Contains("the check can't tell of a random name at example.org", ProblemOf(host, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_name_that_is_asked_about_is_another_one()
    {
        var names = new HashSet<string>();
        ProblemOf(HealthyHost.Vpopmail(), out _, names);
        Assert.Equal(4, names.Count);
    }

    [Fact]
    public void A_second_server_for_strangers_that_does_not_ask_speaks_against_it_and_one_for_users_does_not()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("501", "tcpserver -u 7791 -g 2108 0 587 /var/qmail/bin/qmail-smtpd")
            .WithServer("502", "tcpserver 127.0.0.1 25 /var/qmail/bin/qmail-smtpd").WithServer("503", "tcpserver 0 25 /other/bin/qmail-smtpd");
        Assert.Null(WiringProof.Problem(Examined(host)));
        host.WithServer("504", "tcpserver 192.0.2.1 25 /var/qmail/bin/qmail-smtpd");
        Assert.Contains("/proc/504: this server takes mail from strangers and does not ask qregexcheck", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
        host.WithServer("504", "tcpserver 192.0.2.1 25 /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd");
        Assert.Null(WiringProof.Problem(Examined(host)));
    }

    [Fact]
    public void A_host_of_which_nothing_is_known_is_not_taken_for_wired()
    {
        var host = new MadeUpHost();
        Assert.Contains("nothing was found", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
        MadeUpHost denied = HealthyHost.Plain().WithTcpRules("/etc/tcp.smtp.cdb", ":allow,NORCPTCHECK=\"\"\n");
        Assert.Contains("NORCPTCHECK", WiringProof.Problem(Examined(denied)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_healthy_host_of_each_kind_is_wired()
    {
        foreach ((string kind, Func<MadeUpHost> host) in HealthyHost.Kinds)
            Assert.True(WiringProof.Problem(Examined(host())) is null, kind);
    }

    private static string? ProblemOf(MadeUpHost host, out StrangerDefault file, HashSet<string>? names = null)
    {
        ExaminedHost examined = Examined(host);
        int number = 0;
        var checks = DomainChecks.Of(examined, new SmtpUser(HealthyHost.Qmaild, HealthyHost.Nofiles), new Diagnoses());
        StrangerDefaults defaults = StrangerDefaults.Find(examined, checks, AcceptedDomains.Of(examined), () =>
        {
            string name = $"stranger{++number}";
            names?.Add(name);
            return MadeUpHost.Bytes(name);
        });
        file = Assert.Single(defaults.All);
        return defaults.Problem(file);
    }

    private static ExaminedHost Examined(MadeUpHost host) => new(host, HealthyHost.Places, host.Names, new Instant(2_000_000_000, 0));
}
