using System.Collections.Generic;
using System.IO;
using QregexCheck.Doctor;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;

namespace QregexCheck.Commands;

/// <summary>Writes what the doctor found for programs: an object a line for each finding and for each thing not seen, then a summary.</summary>
internal static class DoctorJson
{
    public static void Write(QmailPlaces places, uint user, DoctorReport report, Stream output)
    {
        var json = new JsonText();
        Add(json, report.Findings);
        foreach (Evidence evidence in report.Unseen)
            json.BeginLine().Add("place"u8, evidence.File).Add("unseen"u8, evidence.Words).EndLine();
        json.BeginLine().Begin("summary"u8)
            .Add("qmail"u8, places.Home)
            .Add("rules"u8, places.Rules)
            .Add("user"u8, unchecked((int)user))
            .Add("errors"u8, DoctorText.Count(report, Severity.Error))
            .Add("warnings"u8, DoctorText.Count(report, Severity.Warning))
            .Add("notes"u8, DoctorText.Count(report, Severity.Note))
            .Add("unseen"u8, report.Unseen.Count)
            .Add("blind"u8, report.IsBlind)
            .End().EndLine();
        output.Write(json.Bytes);
    }

    /// <summary>Writes findings alone.</summary>
    public static void WriteFindings(IReadOnlyList<Diagnosis> findings, Stream output)
    {
        var json = new JsonText();
        Add(json, findings);
        output.Write(json.Bytes);
    }

    private static void Add(JsonText json, IReadOnlyList<Diagnosis> findings)
    {
        foreach (Diagnosis finding in findings)
        {
            AilmentRow row = AilmentTable.Row(finding.Ailment);
            json.BeginLine().Add("place"u8, finding.Place);
            if (finding.Line > 0)
                json.Add("line"u8, finding.Line);
            json.Add("severity"u8, LintWords.Of(row.Severity)).Add("id"u8, row.Id).Add("message"u8, finding.Words)
                .Add("summary"u8, row.Summary).Add("why"u8, row.Why);
            if (finding.Domain is { } domain)
                json.Add("domain"u8, domain);
            if (finding.Command is { } command)
                json.Add("run"u8, command);
            json.EndLine();
        }
    }
}
