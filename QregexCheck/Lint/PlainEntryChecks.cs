using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at plain lists. They may have a million entries, and are looked up by name: no automaton is asked. A published list has nothing amiss.
/// </summary>
internal sealed class PlainEntryChecks
{
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly int _today;
    private readonly AnnotationChecks _annotations;

    private PlainEntryChecks(IReadOnlyList<LintedFile> files, int today)
    {
        _files = files;
        _today = today;
        _annotations = new AnnotationChecks(today);
    }

    /// <summary>Looks at the plain lists among some files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="today">The day number (UTC).</param>
    /// <param name="findings">Where findings go.</param>
    public static void Run(IReadOnlyList<LintedFile> files, int today, Findings findings)
    {
        var checks = new PlainEntryChecks(files, today);
        foreach (LintedFile file in files)
        {
            if (file.Plain == PlainKind.None)
                continue;
            var found = new Findings();
            var limit = new FindingLimit(found);
            checks.Check(file, found, limit);
            limit.Close();
            IgnoredFindings.TakeOut(file, found);
            findings.Add(found);
        }
    }

    private void Check(LintedFile file, Findings found, FindingLimit limit)
    {
        FileChecks.CheckByteOrderMark(file, found);
        CheckReturns(file, found);
        AnnotationChecks.CheckFile(file, found);
        Dictionary<string, LintedRule>? exceptions = ExceptionsFor(file);
        var above = new Dictionary<string, LintedRule>(StringComparer.Ordinal);
        foreach (LintedRule entry in file.Rules)
        {
            _annotations.Check(entry, found);
            if (entry.Error.Kind != SyntaxErrorKind.None)
            {
                if (!FileChecks.IsSpoiled(entry) && entry.Error.Kind != SyntaxErrorKind.BadCondition)
                    limit.Add(Finding(LintCatalog.PlainEntry, entry, entry.Error.Message, entry.Error.Offset, null));
                continue;
            }

            string text = TextOf(entry);
            if (FindCovering(text, above) is { } covering && covering.Annotation.UntilDay >= entry.Annotation.UntilDay)
            {
                bool isSame = TextOf(covering) == text;
                limit.Add(Finding(
                    isSame ? LintCatalog.Duplicate : LintCatalog.Redundant, entry,
                    isSame ? $"line {covering.Line} is the same entry" : $"line {covering.Line} already hits all that this entry hits", 0, covering));
            }
            else if (exceptions is not null && entry.Refuses(_today) && FindCovering(text, exceptions) is { } exception)
            {
                limit.Add(Finding(
                    LintCatalog.Shadowed, entry, $"{exception.File.Name}:{exception.Line} lets through all that this entry hits", 0, exception));
            }

            if (entry.Refuses(_today) && !entry.IsConditional)
                above.TryAdd(text, entry);
        }
    }

    /// <summary>One finding for a file: all its lines end so, or few.</summary>
    private static void CheckReturns(LintedFile file, Findings found)
    {
        int first = 0;
        int count = 0;
        for (int line = 1; line <= file.LineCount; line++)
        {
            if (file.Line(line).TrimEnd(" \t"u8) is not [.., (byte)'\r'])
                continue;
            count++;
            first = first == 0 ? line : first;
        }

        if (count > 0)
        {
            found.Add(new Finding(
                LintCatalog.PlainReturn, file, first, Math.Max(1, file.Line(first).TrimEnd(" \t"u8).Length), 1,
                count == 1 ? "the line ends in a carriage return, which is cut"
                    : $"{count} lines end in a carriage return, which is cut; the lists of rules need files without"));
        }
    }

    private static Finding Finding(FindingKind kind, LintedRule entry, string message, int offset, LintedRule? by) =>
        new(kind, entry.File, entry.Line, entry.Column + offset, Math.Max(1, offset == 0 ? entry.Text.Length : 1), message) { By = by is null ? [] : [by] };

    /// <summary>The entries that let through what a list refuses; null when they are not looked at.</summary>
    private Dictionary<string, LintedRule>? ExceptionsFor(LintedFile file)
    {
        ControlList? wanted = file.IsExceptions || file.Family?.Exceptions is not { } good ? null : ControlLists.PlainOf(good);
        foreach (LintedFile other in _files)
        {
            if (wanted is null || other.List != wanted)
                continue;
            var entries = new Dictionary<string, LintedRule>(StringComparer.Ordinal);
            foreach (LintedRule entry in other.Rules)
            {
                if (entry.Refuses(_today) && !entry.IsConditional)
                    entries.TryAdd(TextOf(entry), entry);
            }

            return entries;
        }

        return null;
    }

    /// <summary>An entry that hits all that another does: the same, its domain, or what that is below of.</summary>
    private static LintedRule? FindCovering(string text, Dictionary<string, LintedRule> entries)
    {
        if (entries.TryGetValue(text, out LintedRule? found))
            return found;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string name = text[(at + 1)..];
        if (at >= 0 && entries.TryGetValue(name, out found))
            return found;
        for (int dot = name.StartsWith('.') ? name.IndexOf('.', 1) : 0; dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (entries.TryGetValue(dot == 0 && !name.StartsWith('.') ? "." + name : name[dot..], out found))
                return found;
        }

        return null;
    }

    private static string TextOf(LintedRule entry) => Encoding.Latin1.GetString(CaseFolding.Upper(entry.Text));
}
