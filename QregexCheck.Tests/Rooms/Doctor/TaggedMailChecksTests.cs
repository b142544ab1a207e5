using System;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

public sealed class TaggedMailChecksTests
{
    private const string Us = "RCPTCHECK=/var/qmail/bin/qregexcheck";
    private const string Smtpd = "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd";
    private const string Wrapper = "QMAILQUEUE=/var/qmail/bin/qregexcheck-queue";

    [Theory]
    [InlineData(Smtpd, null, "tags-stay /proc/500")]
    [InlineData(Smtpd, "QMAILQUEUE=/var/qmail/bin/simscan", "tags-stay /proc/500")]
    [InlineData(Smtpd, "QMAILQUEUE=/var/qmail/bin/qregexcheck", "tags-stay /proc/500")]
    [InlineData(Smtpd, "QMAILQUEUE=bin/qregexcheck-queue", null)]
    [InlineData(Smtpd, "QMAILQUEUE=/usr/local/bin/scan", null)]
    [InlineData("tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qregexcheck filter --batv /var/qmail/bin/qmail-smtpd", null, null)]
    [InlineData("tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qregexcheck filter /var/qmail/bin/qmail-smtpd", null, "tags-stay /proc/500")]
    [InlineData("tcpserver -u 7791 -g 2108 127.0.0.1 smtp /var/qmail/bin/qmail-smtpd", null, null)]
    [InlineData("tcpserver -u 7791 -g 2108 0 submission /var/qmail/bin/qmail-smtpd", null, null)]
    public void A_server_for_strangers_whose_bounces_nobody_judges_is_named(string server, string? queue, string? wanted)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithServer("500", server, queue is null ? [Us] : [Us, queue])
            .WithFile("/usr/local/bin/scan", "#!/bin/sh\nexec scanner /var/qmail/bin/qregexcheck-queue\n", 0x1ED);
        Assert.Equal(wanted is null ? [] : [wanted], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Theory]
    [InlineData(":allow,QMAILQUEUE=\"/var/qmail/bin/qregexcheck-queue\"\n", null)]
    [InlineData("127.:allow,RELAYCLIENT=\"\"\n:allow,QMAILQUEUE=\"/var/qmail/bin/qregexcheck-queue\"\n", null)]
    [InlineData("192.0.2.:allow\n198.51.100.:deny\n:allow,QMAILQUEUE=\"/var/qmail/bin/qregexcheck-queue\"\n", "the rule for 192.0.2. ")]
    [InlineData(":allow,QMAILQUEUE=\"/var/qmail/bin/simscan\"\n", "QMAILQUEUE names /var/qmail/bin/simscan, ")]
    public void What_the_rules_of_tcpserver_set_counts(string rules, string? words)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithServer("500", Smtpd, Us).WithTcpRules("/etc/tcp.smtp.cdb", rules);
        if (words is null)
            Assert.Empty(HealthyHost.Examine(host).Findings);
        else
            Assert.StartsWith(words, ExaminationTests.Only(host, Ailment.TagsStay).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@plain.example|/bin/true\n", "tags-refused /var/qmail/control/recipients")]
    [InlineData("example.com\n", "tags-refused /var/qmail/control/recipients")]
    [InlineData("example.com|/var/qmail/bin/qregexcheck checkpassword\n", null)]
    [InlineData("# none\n", null)]
    public void Recipients_of_s_qmail_know_no_tag_but_by_our_line(string recipients, string? wanted)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0RCPTCHECK\0HELO\0USE_FD4\0QMAILQUEUE\0control/recipients\0")
            .WithFile("/var/qmail/control/recipients", recipients);
        Assert.Equal(wanted is null ? [] : [wanted], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Fact]
    public void A_qmail_smtpd_that_does_not_know_QMAILQUEUE_is_named()
    {
        MadeUpHost host = BatvChecksTests.Signing().WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0RCPTCHECK\0HELO\0USE_FD4\0");
        Diagnosis found = ExaminationTests.Only(host, Ailment.TagsStay);
        Assert.StartsWith("/var/qmail/bin/qmail-smtpd does not know QMAILQUEUE", found.Words, StringComparison.Ordinal);
        Assert.Null(found.Command);
    }

    [Theory]
    [InlineData("export QMAILQUEUE=/var/qmail/bin/qregexcheck-queue\nexec tcpserver 0 smtp qmail-smtpd\n", null)]
    [InlineData("exec tcpserver 0 smtp qregexcheck filter --batv qmail-smtpd\n", null)]
    [InlineData("exec tcpserver 0 smtp qmail-smtpd\n", "tags-stay /service/qmail-smtpd/run")]
    public void Where_no_server_runs_the_scripts_tell(string script, string? wanted)
    {
        MadeUpHost host = BatvChecksTests.Signing();
        host.Remove("/proc/500/cmdline");
        host.Remove("/proc/500/environ");
        host.WithFile("/service/qmail-smtpd/run", "#!/bin/sh\nexport " + Us + "\n" + script);
        Assert.Equal(wanted is null ? [] : [wanted], ExaminationTests.Shown(HealthyHost.Examine(host)));
    }

    [Theory]
    [InlineData("CHKUSER accepted rcpt", null, true)]
    [InlineData("CHKUSER accepted rcpt\0CHKUSER_START", null, false)]
    [InlineData("CHKUSER accepted rcpt\0CHKUSER_START", "CHKUSER_START=NONE", false)]
    [InlineData("CHKUSER accepted rcpt\0CHKUSER_START", "CHKUSER_START=DOMAIN", true)]
    [InlineData("CHKUSER accepted rcpt\0CHKUSER_START", "CHKUSER_START=always", true)]
    [InlineData("control/validrcptto.cdb", null, true)]
    public void What_in_qmail_smtpd_refuses_a_recipient_with_a_tag_is_named(string text, string? variable, bool isNamed)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithFile("/var/qmail/bin/qmail-smtpd", $"ELF\0RCPTCHECK\0HELO\0USE_FD4\0QMAILQUEUE\0{text}\0")
            .WithFile("/var/qmail/control/validrcptto.cdb", "x").WithServer("500", Smtpd, variable is null ? [Us, Wrapper] : [Us, Wrapper, variable]);
        Assert.Equal(isNamed ? ["tags-refused /var/qmail/bin/qmail-smtpd"] : [], ExaminationTests.Shown(HealthyHost.Examine(host)));
        host.WithServer(
            "500", "tcpserver -u 7791 -g 2108 0 smtp /var/qmail/bin/qregexcheck filter --batv /var/qmail/bin/qmail-smtpd", Wrapper, "CHKUSER_START=ALWAYS");
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }

    [Fact]
    public void Another_program_in_RCPTCHECK_is_named_beside_a_plugin_that_is_ours()
    {
        MadeUpHost host = BatvChecksTests.Signing()
            .WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0RCPTCHECK\0HELO\0USE_FD4\0QMAILQUEUE\0control/smtpplugins\0")
            .WithFile("/var/qmail/control/smtpplugins", "[rcpt]\n:/var/qmail/bin/qregexcheck spp rcpt\n")
            .WithServer("500", Smtpd, "RCPTCHECK=/usr/local/bin/realrcptto", Wrapper);
        Assert.StartsWith("RCPTCHECK names /usr/local/bin/realrcptto,", ExaminationTests.Only(host, Ailment.TagsRefused).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "bin/qmail-remote is not qregexcheck-remote")]
    [InlineData("QMAILREMOTE=/usr/local/bin/dkim-remote", "QMAILREMOTE of qmail-send names /usr/local/bin/dkim-remote, ")]
    [InlineData("QMAILREMOTE=/var/qmail/bin/qregexcheck-remote", null)]
    public void A_qmail_send_that_does_not_sign_is_named(string? variable, string? words)
    {
        MadeUpHost host = BatvChecksTests.Signing().WithServer("77", "qmail-send", variable is null ? [] : [variable])
            .WithFile("/var/qmail/bin/qmail-remote", "ELF");
        if (words is null)
        {
            Assert.Empty(HealthyHost.Examine(host).Findings);
            return;
        }

        Diagnosis found = ExaminationTests.Only(host, Ailment.UnsignedSenders);
        Assert.Equal(("/proc/77", "export QMAILREMOTE=/var/qmail/bin/qregexcheck-remote"), (Encoding.Latin1.GetString(found.Place), found.Command));
        Assert.Contains(words, found.Words, StringComparison.Ordinal);
        host.WithFile("/var/qmail/bin/qmail-remote", "#!/bin/sh\nexec /var/qmail/bin/qregexcheck-remote \"$@\"\n", 0x1ED);
        Assert.Empty(HealthyHost.Examine(host).Findings);
    }
}
