using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="SharedListChecks"/>: lists that qmail-smtpd reads by itself, too, and understands otherwise.</summary>
public sealed class SharedListChecksTests
{
    private const string Stock = "ELF\0RCPTCHECK\0HELO\0USE_FD4\0control/badmailfrom\0";
    private const string Qregex = Stock + "control/badhelo\0control/badmailfromnorelay\0";
    private const string Log = "#: action=log\n^a@\n";

    [Theory]
    [InlineData(Qregex, "badmailfrom", Log, "read-by-both /var/qmail/control/badmailfrom:1")]
    [InlineData(Qregex, "badhelo", "^x$\n#: until=2040-01-01\n^y$\n", "read-by-both /var/qmail/control/badhelo:2")]
    [InlineData(Qregex, "badmailfromnorelay", "#: only-ip=192.0.2.0/24\n^a@\n", "read-by-both /var/qmail/control/badmailfromnorelay:1")]
    [InlineData(Qregex, "badmailfrom", "^a@\n", null)]
    [InlineData(Qregex, "badmailfrom", "#: lint-ignore=open-left\n#+ a@b\n^a@\n", null)]
    [InlineData(Qregex, "badmailfrom", "#: action=log\n", null)]
    [InlineData(Qregex, "badmailto", Log, null)]
    [InlineData(Qregex + "control/badmailto\0", "badmailto", Log, "read-by-both /var/qmail/control/badmailto:1")]
    [InlineData(Stock, "badmailfrom", Log, null)]
    [InlineData(Qregex, "badmailfrom", "#: not-ip=192.0.2.1\n^a@\n", "read-by-both /var/qmail/control/badmailfrom:1")]
    [InlineData(Qregex, "badmailfrom", "#: only-ip=nonsense\n^a@\n", "read-by-both /var/qmail/control/badmailfrom:1")]
    [InlineData(Qregex, "badmailfrom", "#: action=reject note=\"until=tomorrow\"\n^a@\n", null)]
    public void A_list_that_both_read_is_named_where_annotations_are_in_it(string program, string list, string text, string? wanted)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/bin/qmail-smtpd", program).WithFile("/var/qmail/control/" + list, text);
        Assert.Equal(wanted is null ? [] : [wanted], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Theory]
    [InlineData(Qregex, "goodmailfrom", true)]
    [InlineData(Qregex, "goodmailto", false)]
    [InlineData(Qregex + "control/goodmailfrom\0", "goodmailfrom", false)]
    [InlineData(Stock, "goodmailfrom", false)]
    [InlineData(Qregex, "goodhelo", false)]
    public void So_is_one_whose_exceptions_it_does_not_know(string program, string good, bool isNamed)
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/bin/qmail-smtpd", program).WithFile("/var/qmail/control/badmailfrom", "^a@\n")
            .WithFile("/var/qmail/control/badhelo", "^x$\n").WithFile("/var/qmail/control/" + good, "^a@b\n");
        Assert.Equal(isNamed ? ["read-by-both /var/qmail/control/badmailfrom"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Fact]
    public void Where_our_rules_have_a_directory_of_their_own_or_nobody_asks_us_nothing_is_said()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/bin/qmail-smtpd", Qregex).WithFile("/var/qmail/control/badmailfrom", Log)
            .WithServer(
                "500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/var/qmail/bin/qregexcheck",
                "QREGEXCHECK_CONTROL=/var/qmail/control/own");
        Assert.Empty(HealthyHost.Examine(host).Findings);
        host.WithServer("500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd");
        Assert.DoesNotContain(HealthyHost.Examine(host).Findings, static finding => finding.Ailment == Ailment.ReadByBoth);
    }
}
