using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Lint;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>
/// Writes findings for people, as compilers do. Place, severity, sentence and id come first. Then come the line with a caret, the proof, and what to do.
/// </summary>
internal sealed class LintText
{
    // How much of a long line is shown: before the place that is meant, and in all.
    private const int ShownBefore = 60;
    private const int ShownInAll = 110;

    // The most lines of another program's file that are shown as rules. JSON has all of them.
    private const int MostLines = 10;

    private readonly Stream _output;
    private readonly bool _hasColor;

    public LintText(Stream output, bool hasColor)
    {
        _output = output;
        _hasColor = hasColor;
    }

    /// <summary>True when nothing of a long list is left out.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Writes the findings.</summary>
    public void Write(IReadOnlyList<ShownFinding> findings)
    {
        for (int i = 0; i < findings.Count; i++)
            Write(findings[i], isLastOfLine: !IsSaidLater(findings, i));
    }

    /// <summary>Writes a line that counts all findings. Findings that are shown only as a number count too.</summary>
    public void WriteCounts(IReadOnlyList<Finding> findings, int files)
    {
        Span<int> counts = stackalloc int[3];
        foreach (Finding finding in findings)
            counts[(int)finding.Kind.Severity]++;

        var text = new ByteText();
        AddCount(text, counts[(int)Severity.Error], "error");
        AddCount(text.Add(", "u8), counts[(int)Severity.Warning], "warning");
        AddCount(text.Add(", "u8), counts[(int)Severity.Note], "note");
        AddCount(text.Add(" in "u8), files, "file");
        _output.Write(text.Add("\n"u8).Bytes);
    }

    private static void AddCount(ByteText text, int count, string noun) => text.Add(count).Add(" "u8).Add(noun).Add(count == 1 ? ""u8 : "s"u8);

    /// <summary>True when a later finding about the line proposes the same rule. The rule is then shown once.</summary>
    private static bool IsSaidLater(IReadOnlyList<ShownFinding> findings, int at)
    {
        Finding finding = findings[at].Finding;
        for (int i = at + 1; i < findings.Count && findings[i].Finding.File == finding.File && findings[i].Finding.Line == finding.Line; i++)
        {
            if (findings[i].Rest == 0 && finding.Proposal is not null && findings[i].Finding.Proposal is { } other
                && other.AsSpan().SequenceEqual(finding.Proposal))
                return true;
        }

        return false;
    }

    private void Write(ShownFinding shown, bool isLastOfLine)
    {
        Finding finding = shown.Finding;
        var text = new ByteText();
        AddStyle(text, "\x1b[1m"u8);
        text.Add(LintWords.OfFile(finding.File.Name)).Add(":"u8).Add(finding.Line).Add(":"u8).Add(finding.Column).Add(": "u8);
        AddStyle(text, finding.Kind.Severity switch
        {
            Severity.Error => "\x1b[31m"u8,
            Severity.Warning => "\x1b[35m"u8,
            _ => "\x1b[36m"u8,
        });
        text.Add(LintWords.Of(finding.Kind.Severity)).Add(": "u8);
        AddStyle(text, "\x1b[0m"u8);
        text.Add(LintWords.OfFile(shown.Rest > 0 ? shown.RestMessage : finding.Message)).Add(" ["u8).Add(finding.Kind.Id).Add("]\n"u8);
        if (shown.Rest == 0)
        {
            AddLine(text, finding);
            AddField(text, "witness: "u8, finding.Witness);
            if (isLastOfLine)
            {
                AddField(text, "above:   "u8, finding.Annotation);
                AddField(text, "try:     "u8, finding.Proposal);
            }

            AddProposals(text, finding.Lines);
        }

        _output.Write(text.Bytes);
    }

    private void AddLine(ByteText text, Finding finding)
    {
        ReadOnlySpan<byte> line = finding.File.Line(finding.Line);
        int begin = Math.Min(finding.Column - 1, line.Length);
        int end = Math.Min(begin + finding.Length, line.Length);
        int from = Math.Max(0, begin - ShownBefore);
        ReadOnlySpan<byte> rest = line[end..Math.Max(end, Math.Min(line.Length, from + ShownInAll))];
        var before = new ByteText().Add(from > 0 ? "..."u8 : default).AddEscaped(line[from..begin], Plain.Printable);
        var meant = new ByteText().AddEscaped(line[begin..end], Plain.Printable, ShownInAll);
        text.Add("    "u8).Add(before.Bytes).Add(meant.Bytes).AddEscaped(rest, Plain.Printable);
        text.Add(end + rest.Length < line.Length ? "...\n"u8 : "\n"u8).Add("    "u8);
        for (int i = 0; i < before.Length; i++)
            text.Add((byte)' ');
        AddStyle(text, "\x1b[32m"u8);
        text.Add("^"u8);
        for (int i = 1; i < meant.Length; i++)
            text.Add((byte)'~');
        AddStyle(text, "\x1b[0m"u8);
        text.Add("\n"u8);
    }

    private static void AddField(ByteText text, ReadOnlySpan<byte> label, byte[]? value)
    {
        if (value is not null)
            text.Add("    "u8).Add(label).AddEscaped(value, Plain.Printable).Add("\n"u8);
    }

    private void AddStyle(ByteText text, ReadOnlySpan<byte> style)
    {
        if (_hasColor)
            text.Add(style);
    }

    /// <summary>
    /// Adds what the lines of a whole file could say instead. Of a long list only the first ones are shown, unless all are asked for.
    /// </summary>
    private void AddProposals(ByteText text, IReadOnlyList<LineProposal> lines)
    {
        int most = ShowsAll ? lines.Count : Math.Min(lines.Count, MostLines);
        for (int i = 0; i < most; i++)
        {
            LineProposal line = lines[i];
            text.Add("    line "u8).Add(line.Line).Add(line.File is null ? ":\n"u8 : ", in "u8);
            if (line.File is not null)
                text.Add(System.Text.Encoding.ASCII.GetBytes(line.File)).Add(":\n"u8);
            AddField(text, "above:   "u8, line.Annotation);
            AddField(text, "try:     "u8, line.Proposal);
        }

        if (most < lines.Count)
            text.Add("    and "u8).Add(lines.Count - most).Add(" lines more; --all shows each\n"u8);
    }
}
