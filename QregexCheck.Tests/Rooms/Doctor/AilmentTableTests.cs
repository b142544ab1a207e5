using System;
using System.Linq;
using System.Text;
using QregexCheck.Doctor;
using QregexCheck.Mailboxes;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Doctor;

public sealed class AilmentTableTests
{
    private static AilmentRow[] Rows => [.. Enum.GetValues<Ailment>().Select(AilmentTable.Row)];

    [Fact]
    public void The_catalogue_and_the_manual_name_the_same_ids_in_one_order() => Assert.Equal(
        Rows.Select(row => $"{row.Id} ({row.Severity.ToString().ToLowerInvariant()})"),
        DoctorPage.Sections().Select(section => $"{section.Id} ({section.Severity})"));

    [Fact]
    public void Each_kind_has_a_row_of_its_own()
    {
        Assert.Equal(AilmentTable.Last, Enum.GetValues<Ailment>().Max());
        Assert.Equal(Rows.Length, Rows.Select(row => row.Id).Distinct().Count());
        Assert.All(Rows, row => Assert.Matches("^[a-z]+(-[a-z]+)*$", row.Id));
        Assert.All(Rows, row => Assert.DoesNotMatch("[.]$", row.Summary + row.Why));
    }

    [Fact]
    public void Each_example_of_the_manual_shows_its_finding()
    {
        foreach (DoctorSection section in DoctorPage.Sections())
        {
            MadeUpHost host = HealthyHost.Plain();
            DoctorPage.LayDown(section.Example, host);

            // What looks for such names in a directory is a later room's.
            byte[] misnamed = "/var/qmail/control/badrcptto"u8.ToArray();
            Evidence[] unread = host.Look(misnamed).Exists ? [new Evidence(misnamed, "no control file has this name")] : [];
            string[] found = [.. HealthyHost.Examine(host, unread).Findings.Select(finding => AilmentTable.Row(finding.Ailment).Id).Distinct()];
            Assert.True(found.Contains(section.Id), $"{section.Id}: found {string.Join(", ", found)}");
        }
    }

    [Fact]
    public void The_report_of_a_host_of_hostile_bytes_is_printable()
    {
        MadeUpHost host = HealthyHost.Plain().WithFile("/var/qmail/control/percenthack", [0x1B, (byte)'[', (byte)'2', (byte)'J', 0xFF, (byte)'\n']);
        foreach (Diagnosis finding in HealthyHost.Examine(host).Findings)
            Assert.DoesNotContain(Encoding.UTF8.GetBytes(finding.Words + finding.Command), b => b is < 0x20 or 0x7F);
    }
}
