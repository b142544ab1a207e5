using System;
using System.Text;
using QregexCheck.Doctor;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="InternetServices"/>: a qmail-smtpd that a super-server starts asks us by what its entry says.</summary>
public sealed class InternetServicesTests
{
    private const string Xinetd = "/etc/xinetd.d/smtp";
    private const string Inetd = "/etc/inetd.conf";
    private const string Service = "service smtp\n{\n\tdisable\t= no\n\tserver = /var/qmail/bin/tcp-env\n\tserver_args = -R /var/qmail/bin/qmail-smtpd\n";

    [Theory]
    [InlineData(Xinetd, Service + "}\n", "add env += RCPTCHECK=/var/qmail/bin/qregexcheck to the service")]
    [InlineData(Xinetd, Service + "# env = RCPTCHECK=/var/qmail/bin/qregexcheck\n}\n", "add env += RCPTCHECK=/var/qmail/bin/qregexcheck to the service")]
    [InlineData("/etc/xinetd.conf", "defaults\n{\n}\n" + Service + "}\n", "add env += RCPTCHECK=/var/qmail/bin/qregexcheck to the service")]
    [InlineData(
        Inetd, "#smtp x\nsmtp stream tcp nowait qmaild /var/qmail/bin/tcp-env tcp-env /var/qmail/bin/qmail-smtpd\n",
        "put /usr/bin/env env RCPTCHECK=/var/qmail/bin/qregexcheck before the command")]
    public void An_entry_without_us_is_named_with_what_to_add(string path, string text, string advice)
    {
        Diagnosis found = ExaminationTests.Only(ServiceUnitsTests.Stopped().WithFile(path, text), Ailment.NotWired);
        Assert.Equal(path, Encoding.ASCII.GetString(found.Place));
        Assert.EndsWith(advice, found.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Xinetd, Service + "\tenv = A=b RCPTCHECK=/var/qmail/bin/qregexcheck\n}\n")]
    [InlineData(Xinetd, Service + "\tenv += RCPTCHECK=/var/qmail/bin/qregexcheck\n}\n")]
    [InlineData(Xinetd, "service smtp\n{\nserver=/var/qmail/bin/qregexcheck\nserver_args = filter /var/qmail/bin/qmail-smtpd\n}\n")]
    [InlineData(
        Inetd, "smtp stream tcp nowait qmaild /usr/bin/env env RCPTCHECK=/var/qmail/bin/qregexcheck /var/qmail/bin/tcp-env /var/qmail/bin/qmail-smtpd\n")]
    public void An_entry_names_us_where_the_super_server_would_find_it(string path, string text) =>
        Assert.Empty(HealthyHost.Examine(ServiceUnitsTests.Stopped().WithFile(path, text)).Findings);

    /// <summary>An entry that is switched off, one of another program, a copy that an editor keeps, and bytes that are no entry.</summary>
    [Theory]
    [InlineData(Xinetd, "service smtp\n{\n disable = yes\n server = /var/qmail/bin/qmail-smtpd\n}\n")]
    [InlineData(Xinetd, "service smtp\n{\n server = /home/q/bin/qmail-smtpd\n}\n")]
    [InlineData(Xinetd, "}\n}\nserver = /var/qmail/bin/qmail-smtpd\n}\nservice\n{\n=\n}\nservice smtp\n{\n server = /var/qmail/bin/qmail-smtpd\n")]
    [InlineData("/etc/xinetd.d/smtp.rpmsave", Service + "}\n")]
    [InlineData("/etc/xinetd.d/smtp~", Service + "}\n")]
    [InlineData(Inetd, "#smtp stream tcp nowait qmaild /var/qmail/bin/tcp-env tcp-env /var/qmail/bin/qmail-smtpd\n")]
    public void What_starts_no_qmail_smtpd_of_this_qmail_tells_nothing(string path, string text) =>
        Assert.DoesNotContain(
            HealthyHost.Examine(ServiceUnitsTests.Stopped().WithFile(path, text)).Findings, static finding => finding.Ailment == Ailment.NotWired);
}
