using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>Reads the entries of control/checkrcpthosts, and finds what is wrong with a line by itself.</summary>
internal static class CoveringReader
{
    /// <summary>Reads the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="findings">Where findings go.</param>
    public static List<LintedEntry> Read(LintedFile file, FindingLimit findings)
    {
        var entries = new List<LintedEntry>();
        var errors = new List<RuleError>();
        var lines = new CoveringLines(file.Read());
        while (lines.TryRead(out ControlLine line))
        {
            errors.Clear();
            Annotation annotation = lines.Annotation(errors);
            RuleError? mistake = CoveredDomains.Mistake(line);
            foreach (RuleError error in errors)
            {
                string effect = mistake is null ? $", and the entry in line {line.Number} only logs" : string.Empty;
                findings.Add(new Finding(LintCatalog.Annotation, file, error.Line, error.Column, 1, error.Message + effect));
            }

            if (mistake is not { } wrong)
                entries.Add(new LintedEntry(line.Number, line.Column, line.Bytes.ToArray(), annotation));
            else
                findings.Add(new Finding(LintCatalog.DomainEntry, file, wrong.Line, wrong.Column, 1, wrong.Message) { Proposal = Mended(line.Bytes) });
        }

        return entries;
    }

    /// <summary>The entry that a line was meant to be, where only a slip that other programs' files have keeps it from being one; null otherwise.</summary>
    private static byte[]? Mended(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line.Trim(" \t\r"u8);
        ReadOnlySpan<byte> not = DomainEntry.IsExclusion(rest) ? "!"u8 : default;
        rest = rest[not.Length..].TrimStart(" \t@"u8);
        if (rest.StartsWith("*."u8))
            rest = rest[1..];
        rest = rest.TrimEnd((byte)'.');
        byte[] mended = [.. not, .. rest];
        return DomainEntry.Problem(mended, out _) is null ? mended : null;
    }
}
