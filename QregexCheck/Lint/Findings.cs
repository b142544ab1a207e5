using System.Collections.Generic;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Collects findings, in the order of the lists.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = new();

    public IReadOnlyList<Finding> All => _all;

    /// <summary>Adds a finding about a whole rule.</summary>
    public void Add(FindingKind kind, LintedRule rule, string message, byte[]? witness = null, byte[]? proposal = null) =>
        Add(new Finding(kind, rule.File, rule.Line, rule.Column, rule.Text.Length, message) { Witness = witness, Proposal = proposal });

    /// <summary>Adds a finding about a rule that others make needless.</summary>
    public void Add(FindingKind kind, LintedRule rule, string message, IReadOnlyList<LintedRule> by, byte[]? witness = null) =>
        Add(new Finding(kind, rule.File, rule.Line, rule.Column, rule.Text.Length, message) { By = by, Witness = witness });

    /// <summary>Adds a finding about a part of a rule's pattern.</summary>
    /// <param name="kind">The kind of finding.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="begin">Offset of the part in the pattern.</param>
    /// <param name="end">Offset behind the part.</param>
    /// <param name="message">The reason.</param>
    /// <param name="witness">An address that shows the fault.</param>
    /// <param name="proposal">A better rule.</param>
    public void AddAt(
        FindingKind kind, LintedRule rule, int begin, int end, string message, byte[]? witness = null, byte[]? proposal = null) =>
        Add(new Finding(kind, rule.File, rule.Line, rule.PatternColumn + begin, System.Math.Max(1, end - begin), message)
        {
            Witness = witness,
            Proposal = proposal,
        });

    public void Add(Finding finding) => _all.Add(finding);

    /// <summary>Adds all findings of another collection.</summary>
    public void Add(Findings findings) => _all.AddRange(findings._all);

    /// <summary>Removes findings.</summary>
    public void RemoveAll(System.Predicate<Finding> isOut) => _all.RemoveAll(isOut);

    /// <summary>The findings added from an index on.</summary>
    public IEnumerable<Finding> From(int from) => _all.GetRange(from, _all.Count - from);

    /// <summary>Gives one proposal to all findings from an index on, whether they had a proposal or not.</summary>
    public void Propose(int from, byte[]? proposal) => Propose(from, _all.Count, proposal);

    /// <summary>Gives one proposal to all findings between two indexes.</summary>
    public void Propose(int from, int to, byte[]? proposal)
    {
        for (int i = from; i < to; i++)
        {
            if (_all[i].Proposal is not null || _all[i].Drafts is not null)
                _all[i] = _all[i] with { Proposal = proposal, Drafts = null, Annotation = proposal is null ? null : _all[i].Annotation };
        }
    }

    /// <summary>Sorts the findings by the order of the lists and by their places.</summary>
    public void Sort(IReadOnlyList<LintedFile> files)
    {
        var order = new Dictionary<LintedFile, int>();
        for (int i = 0; i < files.Count; i++)
            order.Add(files[i], i);
        _all.Sort((left, right) =>
        {
            int place = left.File == right.File ? 0 : order[left.File].CompareTo(order[right.File]);
            if (place == 0)
                place = left.Line.CompareTo(right.Line);
            if (place == 0)
                place = left.Column.CompareTo(right.Column);
            return place != 0 ? place : string.CompareOrdinal(left.Kind.Id, right.Kind.Id);
        });
    }
}
