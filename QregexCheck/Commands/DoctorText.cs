using System.Collections.Generic;
using System.IO;
using QregexCheck.Doctor;
using QregexCheck.Lint;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes what the doctor found for people: what he looked at, the findings of a kind together, and what he could not see.</summary>
internal static class DoctorText
{
    public static void Write(QmailPlaces places, uint user, DoctorReport report, Stream output)
    {
        var text = new ByteText();
        text.Add("qmail "u8).AddEscaped(places.Home, Plain.FileName).Add(", rules in "u8).AddEscaped(places.Rules, Plain.FileName);
        text.Add(user == 0 ? ", seen by root\n" : $", seen by user {user}\n");
        for (int i = 0; i < report.Findings.Count; i++)
            AddFinding(text, report.Findings, i);
        AddUnseen(text, report.Unseen);
        AddCounts(text, report);
        output.Write(text.Bytes);
    }

    /// <summary>Writes findings alone.</summary>
    public static void WriteFindings(IReadOnlyList<Diagnosis> findings, Stream output)
    {
        var text = new ByteText();
        for (int i = 0; i < findings.Count; i++)
            AddFinding(text, findings, i);
        output.Write(findings.Count > 0 ? text.Bytes[1..] : text.Bytes);
    }

    private static void AddFinding(ByteText text, IReadOnlyList<Diagnosis> findings, int at)
    {
        Diagnosis finding = findings[at];
        AilmentRow row = AilmentTable.Row(finding.Ailment);
        if (at == 0 || findings[at - 1].Ailment != finding.Ailment)
        {
            text.Add("\n"u8).Add(LintWords.Of(row.Severity)).Add(": "u8).Add(row.Summary).Add(" ["u8).Add(row.Id).Add("]\n"u8);
            text.Add("  why: "u8).Add(row.Why).Add("\n"u8);
        }

        text.Add("  "u8).AddEscaped(finding.Place, Plain.FileName);
        if (finding.Line > 0)
            text.Add(":"u8).Add(finding.Line);
        text.Add(": "u8).Add(LintWords.OfFile(finding.Words)).Add("\n"u8);
        if (finding.Command is { } command)
            text.Add("    run: "u8).Add(LintWords.OfFile(command)).Add("\n"u8);
    }

    private static void AddUnseen(ByteText text, IReadOnlyList<Evidence> unseen)
    {
        if (unseen.Count == 0)
            return;
        text.Add("\nnot seen, and so not judged:\n"u8);
        foreach (Evidence evidence in unseen)
            text.Add("  "u8).AddEscaped(evidence.File, Plain.FileName).Add(": "u8).Add(LintWords.OfFile(evidence.Words)).Add("\n"u8);
    }

    private static void AddCounts(ByteText text, DoctorReport report)
    {
        text.Add("\n"u8);
        AddCount(text, Count(report, Severity.Error), "error");
        AddCount(text.Add(", "u8), Count(report, Severity.Warning), "warning");
        AddCount(text.Add(", "u8), Count(report, Severity.Note), "note");
        text.Add(", "u8).Add(report.Unseen.Count).Add(" not seen\n"u8);
    }

    /// <summary>How many findings are of a severity.</summary>
    public static int Count(DoctorReport report, Severity severity)
    {
        int count = 0;
        foreach (Diagnosis finding in report.Findings)
            count += AilmentTable.Row(finding.Ailment).Severity == severity ? 1 : 0;
        return count;
    }

    private static void AddCount(ByteText text, int count, string noun) => text.Add(count).Add(" "u8).Add(noun).Add(count == 1 ? ""u8 : "s"u8);
}
