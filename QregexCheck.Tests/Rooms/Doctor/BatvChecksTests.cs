using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

public sealed class BatvChecksTests
{
    private const string Key = "/var/qmail/control/batvkey";
    private const string Domains = "/var/qmail/control/batvdomains";
    private const string Hex = "00112233445566778899aabbccddeeff";
    private const uint Qmailr = 7795;
    private const string Passwd = "root:x:0:0::/root:/bin/sh\nalias:x:7790:2108::/var/qmail/alias:/bin/true\nqmaild:x:7791:2108::/var/qmail:/bin/true\n"
        + "qmailr:x:7795:2109::/var/qmail:/bin/true\njoe:x:1000:1000::/home/joe:/bin/sh\n";

    [Fact]
    public void A_host_that_signs_and_judges_as_the_manual_says_has_no_finding()
    {
        DoctorReport report = HealthyHost.Examine(Signing());
        Assert.Empty(ExaminationTests.Shown(report));
        Assert.Empty(report.Unseen.Select(unseen => Encoding.Latin1.GetString(unseen.File)));
    }

    [Theory]
    [InlineData(0x1A4, Qmailr, HealthyHost.Nofiles, "chmod 640 /var/qmail/control/batvkey")]
    [InlineData(0x1A4, 0, 0, "chown qmailr:2108 /var/qmail/control/batvkey && chmod 640 /var/qmail/control/batvkey")]
    [InlineData(0x184, Qmailr, HealthyHost.Nofiles, "chmod 640 /var/qmail/control/batvkey")]
    public void A_key_that_everybody_may_read_is_named_even_if_nobody_signs(uint mode, uint owner, uint group, string command)
    {
        MadeUpHost host = Signing().Permit(Key, mode, owner, group);
        Diagnosis found = Assert.Single(HealthyHost.Examine(host).Findings, finding => finding.Ailment == Ailment.OpenKey);
        Assert.Equal((Key, command), (Encoding.Latin1.GetString(found.Place), found.Command));
        host.Remove(Domains);
        Assert.Equal(Ailment.OpenKey, Assert.Single(HealthyHost.Examine(host).Findings).Ailment);
    }

    [Theory]
    [InlineData(0x1A0, Qmailr, 0, "unreadable-to-qmaild " + Key)]
    [InlineData(0x180, Qmailr, HealthyHost.Nofiles, "unreadable-to-qmaild " + Key)]
    [InlineData(0x1A0, 0, HealthyHost.Nofiles, "unsigned-senders " + Key)]
    public void A_key_that_who_signs_or_who_judges_can_t_read_is_named_and_never_opened_to_all(uint mode, uint owner, uint group, string wanted)
    {
        DoctorReport report = HealthyHost.Examine(Signing().Permit(Key, mode, owner, group));
        Assert.Equal([wanted], ExaminationTests.Shown(report));
        Assert.Contains("chmod 640 ", report.Findings[0].Command, StringComparison.Ordinal);
        Assert.DoesNotContain("o+r", report.Findings[0].Command, StringComparison.Ordinal);
    }

    /// <summary>The host's day is 2033-05-18.</summary>
    [Theory]
    [InlineData("1 HEX 2033-05-04", "#: action=reject\nexample.com", "the key is not 14 full days old; it is from 2033-05-19 on")]
    [InlineData("1 HEX 2033-05-03", "#: action=reject\nexample.com", null)]
    [InlineData("1 HEX 2033-05-18\n2 HEX 2033-01-01", "#: action=reject\nexample.com", null)]
    [InlineData("1 HEX 2033-05-18", "example.com", null)]
    [InlineData("1 HEX 2033-05-18", "#: action=reject until=2033-01-01\nexample.com", null)]
    [InlineData("1 HEX 2033-05-17", "example.net\n#: action=defer\n.example.com", "the key is not 14 full days old; it is from 2033-06-01 on")]
    [InlineData("1 HEX", "#: action=reject\nexample.com", "no key has a date, so that its age is not known")]
    [InlineData("1 HEX 2033-01-01\nnonsense", "#: action=reject\nexample.com", "a line of batvkey can't be read")]
    [InlineData("1 HEX 9999-12-31", "#: action=reject\nexample.com", "the key is not 14 full days old")]
    public void A_policy_that_refuses_is_named_while_the_keys_do_not_let_it(string keys, string domains, string? why)
    {
        MadeUpHost host = Signing().WithFile(Key, keys.Replace("HEX", Hex, StringComparison.Ordinal) + "\n", 0x1A0, Qmailr, HealthyHost.Nofiles)
            .WithFile(Domains, domains + "\n");
        IReadOnlyList<Diagnosis> found = HealthyHost.Examine(host).Findings;
        if (why is null)
        {
            Assert.Empty(found);
            return;
        }

        Assert.Equal((Ailment.YoungKey, domains.Split('\n').Length), (Assert.Single(found).Ailment, found[0].Line));
        Assert.EndsWith(": " + why, found[0].Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("# none yet\n")]
    [InlineData("nonsense\n")]
    public void Without_a_key_nobody_is_signed(string? keys)
    {
        MadeUpHost host = Signing();
        host.Remove(Key);
        if (keys is not null)
            host.WithFile(Key, keys, 0x1A0, Qmailr, HealthyHost.Nofiles);
        Diagnosis found = ExaminationTests.Only(host, Ailment.UnsignedSenders);
        Assert.Equal((Key, "/var/qmail/bin/qregexcheck batv new-key"), (Encoding.Latin1.GetString(found.Place), found.Command));
    }

    [Fact]
    public void Where_no_domain_is_signed_nothing_is_asked_for()
    {
        foreach (string domains in new[] { "", "# later: example.com\n" })
            Assert.Empty(HealthyHost.Examine(HealthyHost.Plain().WithFile(Domains, domains)).Findings);
    }

    /// <summary>A plain host that signs the mail of example.com, and judges by QMAILQUEUE.</summary>
    internal static MadeUpHost Signing() => HealthyHost.Plain()
        .WithFile("/etc/passwd", Passwd)
        .WithFile(Key, $"1 {Hex} 2033-01-01\n", 0x1A0, Qmailr, HealthyHost.Nofiles)
        .WithFile(Domains, "example.com\n")
        .WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0RCPTCHECK\0HELO\0USE_FD4\0QMAILQUEUE\0")
        .WithServer(
            "500", "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd", "RCPTCHECK=/var/qmail/bin/qregexcheck",
            "QMAILQUEUE=/var/qmail/bin/qregexcheck-queue");
}
