using System.Collections.Generic;

namespace QregexCheck.Lint;

/// <summary>Collects what is found, in the files' order.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _all = new();

    public IReadOnlyList<Finding> All => _all;

    /// <summary>Adds a finding about a whole rule.</summary>
    public void Add(FindingKind kind, LintedRule rule, string message, byte[]? witness = null, byte[]? proposal = null) =>
        Add(new Finding(kind, rule.File, rule.Line, rule.Column, rule.Text.Length, message) { Witness = witness, Proposal = proposal });

    /// <summary>Adds a finding about a part of a rule's pattern.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="begin">Offset of the part in the pattern.</param>
    /// <param name="end">Offset behind it.</param>
    /// <param name="message">Why.</param>
    /// <param name="witness">An address that shows it.</param>
    /// <param name="proposal">A better rule.</param>
    public void AddAt(
        FindingKind kind, LintedRule rule, int begin, int end, string message, byte[]? witness = null, byte[]? proposal = null) =>
        Add(new Finding(kind, rule.File, rule.Line, rule.PatternColumn + begin, System.Math.Max(1, end - begin), message)
        {
            Witness = witness,
            Proposal = proposal,
        });

    public void Add(Finding finding) => _all.Add(finding);

    /// <summary>Takes findings out.</summary>
    public void RemoveAll(System.Predicate<Finding> isOut) => _all.RemoveAll(isOut);

    /// <summary>Puts the findings in the order of the files and of their places.</summary>
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
