using System.Collections.Generic;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>
/// Findings in files that may have a million lines. Of each kind a thousand are kept for a file, and one more that counts the rest: nobody reads more, and so
/// they take no more memory than that.
/// </summary>
internal sealed class FindingLimit
{
    /// <summary>Most findings of a kind that are kept for a file.</summary>
    public const int Most = 1_000;

    private readonly Findings _findings;
    private readonly Dictionary<(LintedFile, FindingKind), (int Count, Finding Last)> _counts = new();

    public FindingLimit(Findings findings) => _findings = findings;

    /// <summary>Adds a finding, or counts it.</summary>
    public void Add(Finding finding)
    {
        (LintedFile, FindingKind) key = (finding.File, finding.Kind);
        int count = _counts.GetValueOrDefault(key).Count + 1;
        _counts[key] = (count, finding);
        if (count <= Most)
            _findings.Add(finding);
    }

    /// <summary>Adds the findings that count the rest. They stand where the last of the rest is.</summary>
    public void Close()
    {
        foreach ((_, (int count, Finding last)) in _counts)
        {
            if (count > Most + 1)
                _findings.Add(last with { Message = $"{count - Most} more findings of this kind; this is the last of them: {last.Message}" });
            else if (count > Most)
                _findings.Add(last);
        }
    }
}
