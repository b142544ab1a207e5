using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="KeyDirectoryChecks"/>: who signs and who judges read one directory.</summary>
public sealed class KeyDirectoryChecksTests
{
    private const string Smtpd = "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd";
    private const string Remote = "QMAILREMOTE=/var/qmail/bin/qregexcheck-remote";
    private const string Own = "QREGEXCHECK_CONTROL=/var/qmail/control/own";

    [Theory]
    [InlineData("A=", "A=", false)]
    [InlineData(Own, "A=", true)]
    [InlineData("A=", Own, true)]
    [InlineData(Own, Own, false)]
    [InlineData("QREGEXCHECK_CONTROL=", "A=", false)]
    [InlineData("QREGEXCHECK_CONTROL=/var/qmail/control", "A=", false)]
    public void The_two_environments_are_compared(string sending, string judging, bool isNamed)
    {
        MadeUpHost host = Host(sending, judging);
        Assert.Equal(isNamed ? ["other-keys /proc/500"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Fact]
    public void The_rules_of_tcpserver_set_it_for_the_server_and_without_an_entry_in_batvdomains_nobody_is_signed()
    {
        MadeUpHost host = Host("A=", "A=").WithTcpRules("/etc/tcp.smtp.cdb", $":allow,QMAILQUEUE=\"/var/qmail/bin/qregexcheck-queue\",{Own}\n");
        Assert.Equal(["other-keys /proc/500"], ExaminationTests.Shown(HealthyHost.Examine(host)));
        host.WithFile("/var/qmail/control/batvdomains", "# none\n");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithFile("/var/qmail/control/own/batvdomains", "example.com\n");
        Assert.Equal(["other-keys /proc/500"], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Theory]
    [InlineData("/var/qmail/bin/qmail-send", true)]
    [InlineData("/var/qmail/bin/qmail-send (deleted)", true)]
    [InlineData("/srv/other/bin/qmail-send", false)]
    public void A_qmail_send_of_another_qmail_is_passed_over(string program, bool isOurs)
    {
        MadeUpHost host = Host(Own, "A=").WithLink("/proc/501/exe", program).WithFile("/var/qmail/bin/qmail-send", "ELF");
        Assert.Equal(isOurs ? ["other-keys /proc/500"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));
        host.WithServer("501", "qmail-send");
        Assert.Equal(isOurs, HealthyHost.Examine(host).Findings.Count == 1);
    }

    private static MadeUpHost Host(string sending, string judging) => BatvChecksTests.Signing()
        .WithServer("500", Smtpd, "RCPTCHECK=/var/qmail/bin/qregexcheck", "QMAILQUEUE=/var/qmail/bin/qregexcheck-queue", judging)
        .WithServer("501", "qmail-send", Remote, sending);
}
