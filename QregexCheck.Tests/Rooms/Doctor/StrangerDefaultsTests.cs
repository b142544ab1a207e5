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
        Assert.Contains(
            "/proc/504: this server takes mail from strangers and does not ask qregexcheck", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
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

    /// <summary>Some releases of vpopmail make an alias of a domain by a link to its directory.</summary>
    [Theory]
    [InlineData("/home/vpopmail/domains/alias.example", "example.org\nalias.example\n")]
    [InlineData("/home/vpopmail/domains/alias.example", "alias.example\nexample.org\n")]
    [InlineData("/home/vpopmail/domains/./example.org", "example.org\nalias.example\n")]
    public void A_domain_that_has_the_same_file_by_another_path_must_be_under_the_check_too(string home, string accepted)
    {
        MadeUpHost host = HealthyHost.Vpopmail().WithLink("/home/vpopmail/domains/alias.example", "example.org")
            .WithFile("/var/qmail/control/virtualdomains", "example.org:example.org\nalias.example:alias.example\n")
            .WithFile("/var/qmail/control/rcpthosts", accepted)
            .WithAssign($"+example.org-:example.org:{HealthyHost.Vpopmaster}:{HealthyHost.Vpopmaster}:{HealthyHost.VpopmailDomain}:-::\n"
                + $"+alias.example-:alias.example:{HealthyHost.Vpopmaster}:{HealthyHost.Vpopmaster}:{home}:-::\n.\n");
        Assert.Null(ProblemOf(host, out StrangerDefault file));
        Assert.Equal((HealthyHost.VpopmailDomain + "/.qmail-default", 2), (Encoding.UTF8.GetString(file.Path), file.Domains.Count));
        Assert.Contains("the check says nothing of alias.example", ProblemOf(host.WithFile(Cover, "*\n!alias.example\n"), out _), StringComparison.Ordinal);
    }

    /// <summary>A change that rests on the refusal wants to be sure of it. What can't be told speaks against it.</summary>
    [Theory]
    [InlineData("RCPTCHECK=/nonexistent/qregexcheck", "which is no program that can be run")]
    [InlineData("RCPTCHECK=sbin/qregexcheck", "which is no program that can be run")]
    [InlineData("RCPTCHECK=/var/qmail/bin/commented", "the server that runs was started without it")]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck QREGEXCHECK_CONTROL=/etc/other", "QREGEXCHECK_CONTROL leads the check to /etc/other")]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck QREGEXCHECK_QMAIL=/var/other", "QREGEXCHECK_QMAIL leads the check to /var/other")]
    [InlineData("RCPTCHECK=/var/qmail/bin/qregexcheck RELAYCLIENT=", "RELAYCLIENT is set for all clients")]
    public void A_server_that_asks_another_program_or_about_other_files_speaks_against_it(string variables, string problem)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/bin/commented", "#!/bin/sh\n# was: exec /var/qmail/bin/qregexcheck\nexit 0\n", mode: 0x1ED)
            .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", variables.Split(' '));
        Assert.Contains(problem, WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_names_of_the_same_places_do_not_speak_against_it()
    {
        MadeUpHost host = HealthyHost.Plain().WithLink("/qmail", "/var/qmail").WithServer(
            "500", "tcpserver 0 smtp /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/qmail/bin/qregexcheck", "QREGEXCHECK_CONTROL=/qmail/control",
            "QREGEXCHECK_QMAIL=/qmail/");
        Assert.Null(WiringProof.Problem(Examined(host)));
    }

    [Theory]
    [InlineData("tcpserver 0 26 /qmail/bin/qmail-smtpd")]
    [InlineData("tcpserver 0 26 qmail-smtpd")]
    public void A_second_server_of_this_qmail_by_another_name_speaks_against_it(string arguments)
    {
        MadeUpHost host = HealthyHost.Plain().WithLink("/qmail", "/var/qmail").WithServer("501", arguments, "PATH=/bin:/var/qmail/bin");
        Assert.Contains("/proc/501: this server takes mail from strangers", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
        Assert.Null(WiringProof.Problem(Examined(host.WithServer(
            "501", "tcpserver 0 26 env RCPTCHECK=bin/qregexcheck /qmail/bin/qmail-smtpd", "RCPTCHECK=bin/qregexcheck"))));
        Assert.Contains("/proc/501", WiringProof.Problem(Examined(host.WithServer(
            "501", "tcpserver 0 26 env RCPTCHECK= /qmail/bin/qmail-smtpd", "RCPTCHECK=bin/qregexcheck"))), StringComparison.Ordinal);
        Assert.Null(WiringProof.Problem(Examined(HealthyHost.Plain().WithServer("501", "tcpserver 0 26 qmail-smtpd", "PATH=/bin:/opt/qmail/bin"))));
    }

    /// <summary>The words of a command line are parted by blanks here; <c>_</c> is a blank in a word.</summary>
    [Theory]
    [InlineData("tcpserver 0 26 /usr/local/bin/qmail-smtpd-wrapper", "PATH=/bin")]
    [InlineData("tcpserver 0 26 sh -c /usr/local/bin/rblsmtpd_/var/qmail/bin/qmail-smtpd", "PATH=/bin")]
    [InlineData("tcpserver 0 26 /other/bin/qmail-smtpd /var/qmail/bin/qmail-smtpd", "PATH=/bin")]
    [InlineData("tcpserver 0 26 qmail-smtpd", "PATH=/bin:/usr/local/bin:/opt/qmail/bin")]
    [InlineData("tcpserver 0 26 qmail-smtpd", "PATH=/bin:.")]
    public void A_second_server_that_may_lead_to_this_qmail_speaks_against_it(string arguments, string variables)
    {
        MadeUpHost host = HealthyHost.Plain().WithLink("/usr/local/bin/qmail-smtpd", "/var/qmail/bin/qmail-smtpd").WithServer("501", arguments, variables)
            .WithFile("/proc/501/cmdline", arguments.Replace(' ', '\0').Replace('_', ' ') + "\0");
        Assert.Contains("/proc/501: this server takes mail from strangers", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_finds_another_qmail_by_its_path_does_not_speak_against_it()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/opt/qmail/bin/qmail-smtpd", "ELF").WithDirectory("/opt/qmail/control")
            .WithServer("501", "tcpserver 0 26 qmail-smtpd", "PATH=/opt/qmail/bin:/bin");
        Assert.Null(WiringProof.Problem(Examined(host)));
    }

    [Fact]
    public void A_server_whose_environment_can_t_be_read_speaks_against_it()
    {
        MadeUpHost host = HealthyHost.Plain().WithServer("501", "tcpserver 0 26 /var/qmail/bin/qmail-smtpd").Permit("/proc/501/environ", 0x180, 0, 0);
        (host.Viewer, host.ViewerGroup) = (HealthyHost.Joe, HealthyHost.Joe);
        Assert.Contains("/proc/501: the environment of this server can't be read", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.:allow,RCPTCHECK=\"\"\n:allow\n", true)]
    [InlineData("10.:allow,NORCPTCHECK=\"\"\n:allow\n", true)]
    [InlineData("10.:allow,RCPTCHECK=\"/var/qmail/bin/qregexcheck\"\n:allow\n", false)]
    [InlineData("10.:allow,NORCPTCHECK=\"\",RELAYCLIENT=\"\"\n:allow\n", false)]
    [InlineData("127.:allow,NORCPTCHECK=\"\"\n:allow\n", false)]
    public void A_rule_that_takes_the_check_away_from_some_strangers_speaks_against_it(string rules, bool speaks)
    {
        string? problem = WiringProof.Problem(Examined(HealthyHost.Plain().WithTcpRules("/etc/tcp.smtp.cdb", rules)));
        Assert.Equal(speaks ? "/etc/tcp.smtp.cdb: the rule for 10. takes the check away" : null, problem);
    }

    [Theory]
    [InlineData("[rcpt]\n:/var/qmail/bin/qregexcheck spp rcpt\n", null)]
    [InlineData("[rcpt]\n:/nonexistent/qregexcheck spp rcpt\n", "/var/qmail/control/smtpplugins:2: is no program")]
    [InlineData("[rcpt]\n:/var/qmail/bin/qregexcheck spp helo\n", "or not spp rcpt")]
    [InlineData("[rcpt]\n:/nonexistent/qregexcheck spp rcpt\n:bin/qregexcheck spp rcpt\n", null)]
    public void A_plugin_that_can_t_be_run_or_does_not_look_at_recipients_speaks_against_it(string plugins, string? problem)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/bin/qmail-smtpd", "\0control/smtpplugins\0")
            .WithFile("/var/qmail/control/smtpplugins", plugins).WithFile("/service/qmail-smtpd/run", "exec tcpserver 0 smtp /var/qmail/bin/qmail-smtpd\n")
            .WithServer("500", "tcpserver 0 smtp /var/qmail/bin/qmail-smtpd");
        string? said = WiringProof.Problem(Examined(host));
        Assert.True(problem is null ? said is null : said?.Contains(problem, StringComparison.Ordinal) == true, said);
    }

    [Fact]
    public void A_list_of_recipients_that_this_qmail_smtpd_does_not_read_is_no_wiring()
    {
        const string Recipients = "/var/qmail/control/recipients";
        MadeUpHost host = HealthyHost.Sqmail().WithFile("/var/qmail/bin/qmail-smtpd", "ELF");
        Assert.Contains("/var/qmail/bin/qmail-smtpd does not read it", WiringProof.Problem(Examined(host)), StringComparison.Ordinal);
        MadeUpHost left = HealthyHost.Plain().WithFile(Recipients, "example.com|/var/qmail/bin/qregexcheck checkpassword\n")
            .WithServer("501", "tcpserver 0 26 /var/qmail/bin/qmail-smtpd");
        Assert.Contains("/proc/501: this server takes mail from strangers", WiringProof.Problem(Examined(left)), StringComparison.Ordinal);
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
