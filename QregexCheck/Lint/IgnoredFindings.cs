using System.Collections.Generic;
using System.Text;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>Takes out what <c>#: lint-ignore=ID</c> above a rule says is known.</summary>
internal static class IgnoredFindings
{
    /// <summary>Takes out, of what was found in a file, what its annotations name; an id that there is not is itself found.</summary>
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
