using System;
using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>
/// Finds the rules of a list that may hit what a given one of them hits, in the order of the list, and does not look at all others for it. A rule with known
/// bytes at either end is found by those that have fewer rules in common.
/// </summary>
internal sealed class TouchingRules
{
    // Two rules are seen to be apart in some 10 nanoseconds.
    private const long MostPairs = 200_000_000;

    // Sorted rows of extensions are kept as long as they are no more than this many times the rules.
    private const int MostKept = 8;
    private const int FewExtensions = 16;

    private readonly PatternEnds[] _ends;

    // The rules by which of their ends are known.
    private readonly int[] _ofNone;
    private readonly EndsOrder _byFirst;
    private readonly EndsOrder _byLast;
    private readonly EndsOrder _ofBothByFirst;
    private readonly EndsOrder _ofBothByLast;
    private readonly int[] _firstOnly;
    private readonly int[] _lastOnly;
    private readonly int[] _both;

    private readonly List<ArraySegment<int>> _runs = new();
    private readonly List<ArraySegment<int>> _otherRuns = new();
    private readonly Dictionary<(EndsOrder, int Begin, int Count), int[]> _sorted = new();
    private long _kept;
    private long _pairs = MostPairs;

    /// <param name="ends">The ends of each rule.</param>
    public TouchingRules(PatternEnds[] ends)
    {
        _ends = ends;
        var (none, firstOnly, lastOnly, both) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        for (int rule = 0; rule < ends.Length; rule++)
        {
            bool hasFirst = ends[rule].First.Length > 0;
            bool hasLast = ends[rule].Last.Length > 0;
            (hasFirst ? hasLast ? both : firstOnly : hasLast ? lastOnly : none).Add(rule);
        }

        _byFirst = new EndsOrder(ends, firstOnly, fromEnd: false);
        _byLast = new EndsOrder(ends, lastOnly, fromEnd: true);
        _ofBothByFirst = new EndsOrder(ends, both, fromEnd: false);
        _ofBothByLast = new EndsOrder(ends, both, fromEnd: true);
        (_ofNone, _firstOnly, _lastOnly, _both) = (none.ToArray(), firstOnly.ToArray(), lastOnly.ToArray(), both.ToArray());
    }

    /// <summary>The rules that may hit what a rule hits.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="begin">The first that counts.</param>
    /// <param name="end">Behind the last that counts.</param>
    /// <param name="most">How many are enough: the first of them are found, and at most one more.</param>
    public List<int> Find(int rule, int begin, int end, int most)
    {
        _runs.Clear();
        _runs.Add(_ofNone);
        (byte[] first, byte[] last) = (_ends[rule].First, _ends[rule].Last);
        AddRuns(first, _byFirst, _firstOnly);
        AddRuns(last, _byLast, _lastOnly);
        AddRunsOfBoth(first, last);

        // The first of all are among the first of each.
        var touching = new List<int>();
        foreach (ArraySegment<int> run in _runs)
            AddTouching(run, rule, begin, end, most, touching);
        touching.Sort();
        if (touching.Count > most + 1)
            touching.RemoveRange(most + 1, touching.Count - most - 1);
        return touching;
    }

    private void AddRuns(byte[] bytes, EndsOrder order, int[] all)
    {
        if (bytes.Length == 0)
        {
            _runs.Add(all);
            return;
        }

        order.Find(bytes, _runs, out ArraySegment<int> extensions);
        _runs.Add(Sorted(order, extensions));
    }

    private void AddRunsOfBoth(byte[] first, byte[] last)
    {
        if (first.Length == 0 && last.Length == 0)
        {
            _runs.Add(_both);
            return;
        }

        _otherRuns.Clear();
        ArraySegment<int> extensions = default;
        int count = int.MaxValue;
        EndsOrder order = _ofBothByFirst;
        if (first.Length > 0)
            count = order.Find(first, _otherRuns, out extensions);
        int runs = _otherRuns.Count;
        if (last.Length > 0 && _ofBothByLast.Find(last, _otherRuns, out ArraySegment<int> byLast) < count)
        {
            (order, extensions) = (_ofBothByLast, byLast);
            _otherRuns.RemoveRange(0, runs);
        }
        else
        {
            _otherRuns.RemoveRange(runs, _otherRuns.Count - runs);
        }

        _runs.AddRange(_otherRuns);
        _runs.Add(Sorted(order, extensions));
    }

    /// <summary>The rules by number. Many exceptions ask about the same ones, such as all below one name; so those are sorted once.</summary>
    private int[] Sorted(EndsOrder order, ArraySegment<int> rules)
    {
        var key = (order, rules.Offset, rules.Count);
        if (rules.Count > FewExtensions && _sorted.TryGetValue(key, out int[]? sorted))
            return sorted;
        sorted = rules.ToArray();
        Array.Sort(sorted);
        if (rules.Count <= FewExtensions)
            return sorted;
        _kept += sorted.Length;
        if (_kept > (long)MostKept * _ends.Length)
        {
            _sorted.Clear();
            _kept = sorted.Length;
        }

        _sorted.Add(key, sorted);
        return sorted;
    }

    private void AddTouching(ArraySegment<int> run, int rule, int begin, int end, int most, List<int> touching)
    {
        ReadOnlySpan<int> rules = run;
        int at = rules.BinarySearch(begin);
        int found = 0;
        for (at = at < 0 ? ~at : at; at < rules.Length && rules[at] < end && found <= most; at++)
        {
            if (--_pairs > 0 && _ends[rules[at]].AreApartFrom(_ends[rule]))
                continue;
            touching.Add(rules[at]);
            found++;
        }
    }
}
