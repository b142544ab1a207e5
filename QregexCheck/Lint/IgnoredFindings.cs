using System.Collections.Generic;
using System.Text;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>Removes the findings that <c>#: lint-ignore=ID</c> above a rule names.</summary>
internal static class IgnoredFindings
{
    /// <summary>Removes from the findings of a list those that its annotations name. An id that does not exist is a finding itself.</summary>
    public static void TakeOut(LintedFile file, Findings findings)
    {
        var known = new HashSet<(int Line, string Id)>();
        foreach (LintedRule rule in file.Rules)
            Add(rule.Annotation, file, (rule.Line, rule.Column, rule.Text.Length), known, findings);
        Remove(file, known, findings);
    }

    /// <summary>Does the same for control/checkrcpthosts.</summary>
    public static void TakeOut(LintedFile file, IReadOnlyList<LintedEntry> entries, Findings findings)
    {
        var known = new HashSet<(int Line, string Id)>();
        foreach (LintedEntry entry in entries)
            Add(entry.Annotation, file, (entry.Line, entry.Column, entry.Text.Length), known, findings);
        Remove(file, known, findings);
    }

    private static void Add(
        Annotation annotation, LintedFile file, (int Line, int Column, int Length) place, HashSet<(int Line, string Id)> known, Findings findings)
    {
        if (annotation.LintIgnore is not { } value)
            return;
        foreach (string id in Encoding.ASCII.GetString(value).Split(','))
        {
            if (LintCatalog.Find(id) is null)
            {
                findings.Add(new Finding(
                    LintCatalog.Annotation, file, place.Line, place.Column, place.Length,
                    $"no finding is called {id}: qregexcheck-lint(5) lists what lint-ignore can name"));
                continue;
            }

            known.Add((place.Line, id));
            foreach (RuleExample example in annotation.Examples)
                known.Add((example.Line, id));
        }
    }

    private static void Remove(LintedFile file, HashSet<(int Line, string Id)> known, Findings findings)
    {
        if (known.Count > 0)
            findings.RemoveAll(finding => finding.File == file && known.Contains((finding.Line, finding.Kind.Id)));
    }
}
