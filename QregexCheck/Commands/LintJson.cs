using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using QregexCheck.Decision;
using QregexCheck.Lint;

namespace QregexCheck.Commands;

/// <summary>
/// Writes findings for programs: one object a line. Bytes outside printable ASCII, and the backslash, stand as <c>\xNN</c> in the strings
/// that hold rules and addresses.
/// </summary>
internal static class LintJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<Finding> findings, Stream output)
    {
        foreach (Finding finding in findings)
        {
            using (var json = new Utf8JsonWriter(output, Options))
            {
                json.WriteStartObject();
                json.WriteString("file", finding.File.Name);
                json.WriteNumber("line", finding.Line);
                json.WriteNumber("column", finding.Column);
                json.WriteNumber("length", finding.Length);
                json.WriteString("severity", LintWords.Of(finding.Kind.Severity));
                json.WriteString("id", finding.Kind.Id);
                json.WriteString("message", finding.Message);
                WriteBytes(json, "text", finding.File.Line(finding.Line));
                if (finding.Witness is not null)
                    WriteBytes(json, "witness", finding.Witness);
                if (finding.Annotation is not null)
                    WriteBytes(json, "above", finding.Annotation);
                if (finding.Proposal is not null)
                    WriteBytes(json, "try", finding.Proposal);
                if (finding.Lines.Count > 0)
                    WriteLines(json, finding.Lines);
                json.WriteEndObject();
            }

            output.Write("\n"u8);
        }
    }

    private static void WriteLines(Utf8JsonWriter json, IReadOnlyList<LineProposal> lines)
    {
        json.WriteStartArray("lines");
        foreach (LineProposal line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line.Line);
            if (line.File is not null)
                json.WriteString("file", line.File);
            if (line.Annotation is not null)
                WriteBytes(json, "above", line.Annotation);
            WriteBytes(json, "try", line.Proposal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes bytes as a string.</summary>
    public static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes) =>
        json.WriteString(name, new ByteText().AddEscaped(bytes, LintWords.StaysInJson, int.MaxValue).Bytes);
}
