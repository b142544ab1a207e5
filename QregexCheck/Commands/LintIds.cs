using System;
using System.Collections.Generic;
using System.CommandLine.Parsing;
using QregexCheck.Lint;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>Reads ids of findings from the command line: one id, or several with commas between.</summary>
internal static class LintIds
{
    /// <summary>Says what is wrong with the values of the option for ids.</summary>
    public static void Check(OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            if (Complaint(token.Value) is { } complaint)
                result.AddError(complaint);
        }
    }

    /// <summary>What is wrong with a list of ids; null when it is right.</summary>
    public static string? Complaint(string ids)
    {
        foreach (string id in ids.Split(',', StringSplitOptions.TrimEntries))
        {
            if (LintCatalog.Find(id) is not null)
                continue;
            var names = new List<string>();
            foreach (FindingKind kind in LintCatalog.All)
                names.Add(kind.Id);
            string hint = NearestName.Of(id, names) is { } nearest ? $"did you mean: {nearest}?" : "qregexcheck-lint(5) lists them.";
            return $"no finding is called '{id}'; {hint}";
        }

        return null;
    }

    /// <summary>The kinds that lists of ids name. The lists must be right.</summary>
    public static HashSet<FindingKind> Kinds(IReadOnlyList<string> lists)
    {
        var kinds = new HashSet<FindingKind>();
        foreach (string ids in lists)
        {
            foreach (string id in ids.Split(',', StringSplitOptions.TrimEntries))
            {
                if (LintCatalog.Find(id) is { } kind)
                    kinds.Add(kind);
            }
        }

        return kinds;
    }
}
