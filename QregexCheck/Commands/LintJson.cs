using System.Collections.Generic;
using System.IO;
using QregexCheck.Lint;

namespace QregexCheck.Commands;

/// <summary>Writes findings for programs: one object a line.</summary>
internal static class LintJson
{
    public static void Write(IReadOnlyList<Finding> findings, Stream output)
    {
        var json = new JsonText();
        foreach (Finding finding in findings)
        {
            json.BeginLine()
                .Add("file"u8, finding.File.Name)
                .Add("line"u8, finding.Line)
                .Add("column"u8, finding.Column)
                .Add("length"u8, finding.Length)
                .Add("severity"u8, LintWords.Of(finding.Kind.Severity))
                .Add("id"u8, finding.Kind.Id)
                .Add("message"u8, finding.Message)
                .Add("text"u8, finding.File.Line(finding.Line));
            if (finding.Witness is not null)
                json.Add("witness"u8, finding.Witness);
            if (finding.Annotation is not null)
                json.Add("above"u8, finding.Annotation);
            if (finding.Proposal is not null)
                json.Add("try"u8, finding.Proposal);
            if (finding.Lines.Count > 0)
                AddLines(json, finding.Lines);
            if (finding.Ranges.Count > 0)
                AddRanges(json, finding.Ranges);
            json.EndLine();
            output.Write(json.Bytes);
            json.Clear();
        }
    }

    private static void AddRanges(JsonText json, IReadOnlyList<LineRange> ranges)
    {
        json.BeginList("ranges"u8);
        foreach (LineRange range in ranges)
            json.Begin(default).Add("first"u8, range.First).Add("last"u8, range.Last).Add("why"u8, range.Why).End();
        json.EndList();
    }

    private static void AddLines(JsonText json, IReadOnlyList<LineProposal> lines)
    {
        json.BeginList("lines"u8);
        foreach (LineProposal line in lines)
        {
            json.Begin(default).Add("line"u8, line.Line);
            if (line.File is not null)
                json.Add("file"u8, line.File);
            if (line.Annotation is not null)
                json.Add("above"u8, line.Annotation);
            json.Add("try"u8, line.Proposal).End();
        }

        json.EndList();
    }
}
