using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.Lint;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Writes findings as workflow commands of GitHub Actions, one on each line. Percent signs and line ends are escaped everywhere, colons and
/// commas in properties. Source: GitHub, "Workflow commands", and the escapes of its toolkit's <c>core/command</c>.
/// </summary>
/// <remarks>Control bytes are first written as <c>\xNN</c>. So no rule and no file's name can begin a line or end a property.</remarks>
internal static class LintGitHub
{
    public static void Write(IReadOnlyList<ShownFinding> findings, Stream output)
    {
        foreach (ShownFinding shown in findings)
        {
            Finding finding = shown.Finding;
            var line = new ByteText().Add("::"u8).Add(finding.Kind.Severity switch
            {
                Severity.Error => "error"u8,
                Severity.Warning => "warning"u8,
                _ => "notice"u8,
            });
            AddProperty(line.Add(" file="u8), LintWords.OfFile(finding.File.Name));
            line.Add(",line="u8).Add(finding.Line).Add(",col="u8).Add(finding.Column).Add(",endColumn="u8).Add(finding.Column + finding.Length);
            line.Add(",title="u8);
            AddProperty(line, Encoding.ASCII.GetBytes(finding.Kind.Id));
            line.Add("::"u8);
            AddMessage(line, LintWords.OfFile(shown.Rest > 0 ? shown.RestMessage : finding.Message));
            if (shown.Rest == 0)
            {
                AddField(line, "witness: "u8, finding.Witness);
                AddField(line, "above: "u8, finding.Annotation);
                AddField(line, "try: "u8, finding.Proposal);
            }

            output.Write(line.Add("\n"u8).Bytes);
        }
    }

    private static void AddField(ByteText line, ReadOnlySpan<byte> label, byte[]? value)
    {
        if (value is not null)
            AddMessage(line.Add("%0A"u8).Add(label), new ByteText().AddEscaped(value, Plain.Printable).Bytes);
    }

    private static void AddProperty(ByteText line, ReadOnlySpan<byte> text) => Add(line, text, isProperty: true);

    private static void AddMessage(ByteText line, ReadOnlySpan<byte> text) => Add(line, text, isProperty: false);

    private static void Add(ByteText line, ReadOnlySpan<byte> text, bool isProperty)
    {
        foreach (byte b in text)
        {
            switch (b)
            {
                case (byte)'%':
                    line.Add("%25"u8);
                    break;
                case (byte)':' when isProperty:
                    line.Add("%3A"u8);
                    break;
                case (byte)',' when isProperty:
                    line.Add("%2C"u8);
                    break;
                default:
                    line.Add(b);
                    break;
            }
        }
    }
}
