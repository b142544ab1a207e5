using System;
using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>
/// Rules sorted by the bytes that all their matches begin with, or end with. Those that can share an address with a given beginning are its extensions, which
/// stand side by side, and its own beginnings, which are few.
/// </summary>
internal sealed class EndsOrder
{
    private readonly bool _fromEnd;
    private readonly PatternEnds[] _ends;

    // The rules by their bytes, those of the same bytes by their number.
    private readonly int[] _rules;

    // Where the rules of each distinct key begin in the order, and behind the last key, where they end.
    private readonly List<int> _begins = new();

    // For each key the longest other one that it begins with; -1 where there is none.
    private readonly List<int> _parents = new();

    /// <param name="ends">The ends of all rules.</param>
    /// <param name="rules">The numbers of those to be sorted, which have such bytes.</param>
    /// <param name="fromEnd">True for the bytes at the end, which are read backwards.</param>
    public EndsOrder(PatternEnds[] ends, List<int> rules, bool fromEnd)
    {
        _ends = ends;
        _fromEnd = fromEnd;
        _rules = rules.ToArray();
        Array.Sort(_rules, (one, other) => Compare(BytesOf(one), BytesOf(other)) is not 0 and var order ? order : one.CompareTo(other));
        var open = new Stack<int>();
        for (int at = 0; at < _rules.Length; at++)
        {
            if (at > 0 && BytesOf(_rules[at]).AsSpan().SequenceEqual(BytesOf(_rules[at - 1])))
                continue;
            while (open.TryPeek(out int above) && !BeginsWith(BytesOf(_rules[at]), BytesOfKey(above)))
                open.Pop();
            _parents.Add(open.TryPeek(out int parent) ? parent : -1);
            open.Push(_begins.Count);
            _begins.Add(at);
        }

        _begins.Add(_rules.Length);
    }

    /// <summary>Finds the rules that share their bytes with those of a rule as far as both go.</summary>
    /// <param name="bytes">The rule's bytes, one at least.</param>
    /// <param name="runs">Gets rows of rules, each by number.</param>
    /// <param name="extensions">The rules that have more bytes, or the same, in the order of their bytes.</param>
    /// <returns>How many there are.</returns>
    public int Find(byte[] bytes, List<ArraySegment<int>> runs, out ArraySegment<int> extensions)
    {
        int first = LowerBound(bytes, isBehindExtensions: false);
        int behind = LowerBound(bytes, isBehindExtensions: true);
        extensions = new ArraySegment<int>(_rules, _begins[first], _begins[behind] - _begins[first]);
        int count = extensions.Count;

        // What these bytes begin with is the key before, or one that this key begins with.
        for (int key = first - 1; key >= 0; key = _parents[key])
        {
            if (!BeginsWith(bytes, BytesOfKey(key)))
                continue;
            runs.Add(new ArraySegment<int>(_rules, _begins[key], _begins[key + 1] - _begins[key]));
            count += runs[^1].Count;
        }

        return count;
    }

    /// <summary>The first key that is not below some bytes, or, of those that are not, the first that does not begin with them.</summary>
    private int LowerBound(byte[] bytes, bool isBehindExtensions)
    {
        int low = 0;
        int high = _parents.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            byte[] key = BytesOfKey(middle);
            if (Compare(key, bytes) < 0 || (isBehindExtensions && BeginsWith(key, bytes)))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private byte[] BytesOf(int rule) => _fromEnd ? _ends[rule].Last : _ends[rule].First;

    private byte[] BytesOfKey(int key) => BytesOf(_rules[_begins[key]]);

    private bool BeginsWith(byte[] bytes, byte[] beginning) => _fromEnd ? bytes.AsSpan().EndsWith(beginning) : bytes.AsSpan().StartsWith(beginning);

    private int Compare(byte[] one, byte[] other)
    {
        if (!_fromEnd)
            return one.AsSpan().SequenceCompareTo(other);
        int common = Math.Min(one.Length, other.Length);
        for (int back = 1; back <= common; back++)
        {
            if (one[^back] != other[^back])
                return one[^back].CompareTo(other[^back]);
        }

        return one.Length.CompareTo(other.Length);
    }
}
