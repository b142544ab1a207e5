using System;
using System.Linq;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary>
/// <see cref="SpamdykeChecks"/> and <see cref="SpamdykeSettings"/>: when spamdyke sets RELAYCLIENT for all, and what of ours stands behind it.
/// </summary>
public sealed class SpamdykeChecksTests
{
    private const string Settings = "# users\nsmtp-auth-level=ondemand-encrypted\nqmail-rcpthosts-file=/var/qmail/control/rcpthosts\n";
    private const string Front = "qregexcheck filter spamdyke -f /etc/spamdyke.conf qmail-smtpd";

    [Theory]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", Settings, true)]
    [InlineData("spamdyke -f/etc/spamdyke.conf qregexcheck filter qmail-smtpd", Settings, true)]
    [InlineData("/usr/local/bin/spamdyke --config-file /etc/spamdyke.conf qregexcheck filter qmail-smtpd", Settings, true)]
    [InlineData("spamdyke --config-file=/etc/spamdyke.conf qmail-smtpd", "config-file=/etc/more\n", true)]
    [InlineData("spamdyke -l -R --smtp-auth-level=always -d /var/qmail/control/rcpthosts qmail-smtpd", "", true)]
    [InlineData("spamdyke --idle-timeout-secs 60 --smtp-auth-level always -d /x qmail-smtpd", "", true)]
    [InlineData("spamdyke --smtp-auth-level=always qmail-smtpd -d /x", "", false)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "smtp-auth-level=observe\nqmail-rcpthosts-file=/x\n", false)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "smtp-auth-level=none\nsmtp-auth-command=/bin/c\nqmail-rcpthosts-file=/x\n", false)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "smtp-auth-command=/bin/c\nqmail-morercpthosts-cdb=/x\n", true)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "smtp-auth-level=always\n", false)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "smtp-auth-level=always\nqmail-rcpthosts-file=\n", false)]
    [InlineData("spamdyke -f /etc/spamdyke.conf qmail-smtpd", "relay-level=allow-all\n", true)]
    [InlineData("spamdyke -f /etc/none qmail-smtpd", Settings, false)]
    [InlineData("qmail-smtpd", Settings, false)]
    [InlineData(Front, Settings, false)]
    public void What_sets_RELAYCLIENT_for_all_in_front_of_us_is_named(string program, string settings, bool isNamed)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/etc/spamdyke.conf", settings).WithFile("/etc/more", Settings)
            .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp " + program, "RCPTCHECK=/var/qmail/bin/qregexcheck");
        Assert.Equal(isNamed ? ["all-may-relay /proc/500"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));

        // The same in a script, where nothing runs yet.
        host.Remove("/proc/500/cmdline");
        host.Remove("/proc/500/environ");
        host.WithFile("/service/qmail-smtpd/run", $"export RCPTCHECK=/var/qmail/bin/qregexcheck\nexec tcpserver 0 smtp \\\n  {program}\n");
        Assert.Equal(isNamed ? ["all-may-relay /service/qmail-smtpd/run"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Theory]
    [InlineData("127.0.0.1 smtp", true)]
    [InlineData("0 587", true)]
    [InlineData("0 smtp", false)]
    public void A_server_for_this_host_or_for_users_is_passed_over(string port, bool isPassed)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/etc/spamdyke.conf", Settings)
            .WithServer("500", $"tcpserver -u 7791 -g 2108 {port} spamdyke -f /etc/spamdyke.conf qmail-smtpd", "RCPTCHECK=/var/qmail/bin/qregexcheck");
        Assert.Equal(isPassed ? 0 : 1, HealthyHost.Examine(host).Findings.Count);
    }

    [Theory]
    [InlineData(Front, "", "", false)]
    [InlineData(Front, "^received: from example\\.com[^a-z]\n", "", true)]
    [InlineData(Front, "", "example.com\n", true)]
    [InlineData("qregexcheck filter --batv spamdyke -f /etc/spamdyke.conf qmail-smtpd", "", "example.com\n", false)]
    [InlineData("qregexcheck filter --batv spamdyke -f /etc/spamdyke.conf qmail-smtpd", "^from: a\n", "example.com\n", true)]
    public void Behind_spamdyke_the_queue_wrapper_judges_no_bounce_even_where_the_filter_stands_in_front(
        string program, string badBounce, string batvDomains, bool isNamed)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithFile("/etc/spamdyke.conf", Settings).WithFile("/var/qmail/control/badbounce", badBounce)
            .WithFile("/var/qmail/control/batvdomains", batvDomains)
            .WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp " + program, "QMAILQUEUE=/var/qmail/bin/qregexcheck-queue");
        var found = HealthyHost.Examine(host).Findings.Where(static finding => finding.Ailment == Ailment.AllMayRelay);
        Assert.Equal(isNamed ? 1 : 0, found.Count(static finding => finding.Words.EndsWith("judges no bounce", StringComparison.Ordinal)));
    }
}
