using QregexCheck.Doctor;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

/// <summary><see cref="CalledPrograms"/>: a path that leads nowhere makes a 4xx for every mail.</summary>
public sealed class CalledProgramsTests
{
    private const string Server = "tcpserver -x /etc/tcp.smtp.cdb -u 7791 -g 2108 0 smtp /var/qmail/bin/qmail-smtpd";

    [Fact]
    public void A_wired_program_that_is_missing_is_named()
    {
        MadeUpHost host = HealthyHost.Plain()
            .WithServer("500", Server, "RCPTCHECK=/usr/local/qmail/bin/qregexcheck");
        Assert.Equal(
            "names /usr/local/qmail/bin/qregexcheck, and no such program is there", ExaminationTests.Only(host, Ailment.NotWired).Words);
    }

    [Theory]
    [InlineData("[rcpt]\n:/var/qmail/bin/qregexcheck spp rcpt; test $? -le 111 || exit /120\n", null)]
    [InlineData("[rcpt]\n:/opt/bin/qregexcheck spp rcpt\n", 2)]
    public void The_first_word_of_a_plugin_is_a_program(string plugins, int? line)
    {
        MadeUpHost host = HealthyHost.Plain()
            .WithFile("/var/qmail/bin/qmail-smtpd", "ELF\0control/smtpplugins\0").WithFile("/var/qmail/control/smtpplugins", plugins)
            .WithServer("500", Server);
        if (line is null)
            Assert.Empty(HealthyHost.Examine(host).Findings);
        else
            Assert.Equal(line, ExaminationTests.Only(host, Ailment.NotWired).Line);
    }

    [Fact]
    public void What_stands_behind_us_in_recipients_is_a_program_too()
    {
        MadeUpHost host = HealthyHost.Sqmail().WithFile(
            "/var/qmail/control/recipients",
            "!other.example|/bin/other\n@example.com|/var/qmail/bin/qregexcheck checkpassword --host example.com /var/qmail/bin/vuser\n");
        Diagnosis found = ExaminationTests.Only(host, Ailment.NotWired);
        Assert.Equal((2, "names /var/qmail/bin/vuser, and no such program is there"), (found.Line, found.Words));
        Assert.Empty(HealthyHost.Examine(host.WithFile("/var/qmail/bin/vuser", "ELF")).Findings);
    }
}
