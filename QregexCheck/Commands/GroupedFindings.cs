using System.Collections.Generic;
using QregexCheck.Lint;
using QregexCheck.Proof;

namespace QregexCheck.Commands;

/// <summary>A finding to show. When a file has more than ten findings of one kind, one of these stands for the rest.</summary>
/// <param name="Finding">The finding; the first one of the rest.</param>
/// <param name="Rest">0 when the finding itself is shown. Otherwise the number of findings that it stands for, itself included.</param>
/// <param name="LastLine">The line of the last finding that it stands for.</param>
internal readonly record struct ShownFinding(Finding Finding, int Rest, int LastLine)
{
    /// <summary>The message in place of the rest.</summary>
    public string RestMessage =>
        $"{Rest} more {(Rest == 1 ? "finding" : "findings")} of this kind, up to line {LastLine}; --all shows each, --ignore {Finding.Kind.Id} none";
}

/// <summary>Groups findings for people. A reader who has seen ten findings of a kind needs only the number of the others.</summary>
internal static class GroupedFindings
{
    /// <summary>The most findings of one kind that are shown for one file.</summary>
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
