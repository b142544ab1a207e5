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
        {
            if (rule.Annotation.LintIgnore is not { } value)
                continue;
            foreach (string id in Encoding.ASCII.GetString(value).Split(','))
            {
                if (LintCatalog.Find(id) is null)
                {
                    findings.Add(LintCatalog.Annotation, rule, $"no finding is called {id}: qregexcheck-lint(5) lists what lint-ignore can name");
                    continue;
                }

                known.Add((rule.Line, id));
                foreach (RuleExample example in rule.Annotation.Examples)
                    known.Add((example.Line, id));
            }
        }

        if (known.Count > 0)
            findings.RemoveAll(finding => finding.File == file && known.Contains((finding.Line, finding.Kind.Id)));
    }
}
