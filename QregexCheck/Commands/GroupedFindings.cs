using System.Collections.Generic;
using QregexCheck.Lint;
using QregexCheck.Proof;

namespace QregexCheck.Commands;

/// <summary>A finding to show, or, in place of more than ten of one kind in one file, the first of the rest.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Rest">0: it is shown itself. Otherwise: it stands for as many as these, itself among them.</param>
/// <param name="LastLine">The line of the last of those.</param>
internal readonly record struct ShownFinding(Finding Finding, int Rest, int LastLine)
{
    /// <summary>What is said in place of the rest.</summary>
    public string RestMessage =>
        $"{Rest} more {(Rest == 1 ? "finding" : "findings")} of this kind, up to line {LastLine}; --all shows each, --ignore {Finding.Kind.Id} none";
}

/// <summary>Groups findings for people: who has seen ten of a kind needs to know how many there are, not each.</summary>
internal static class GroupedFindings
{
    /// <summary>Most findings of one kind that are shown of one file.</summary>
    public const int Most = 10;

    /// <summary>Groups sorted findings.</summary>
    public static List<ShownFinding> Of(IReadOnlyList<Finding> findings, bool showsAll)
    {
        var shown = new List<ShownFinding>();
        var groups = new Dictionary<(LintedFile, FindingKind), (int Count, int First)>();
        foreach (Finding finding in findings)
        {
            (int count, int first) = groups.GetValueOrDefault((finding.File, finding.Kind));
            count++;
            if (showsAll || count <= Most)
            {
                shown.Add(new ShownFinding(finding, 0, finding.Line));
            }
            else if (count == Most + 1)
            {
                first = shown.Count;
                shown.Add(new ShownFinding(finding, 1, finding.Line));
            }
            else
            {
                shown[first] = shown[first] with { Rest = count - Most, LastLine = finding.Line };
            }

            groups[(finding.File, finding.Kind)] = (count, first);
        }

        return shown;
    }
}
