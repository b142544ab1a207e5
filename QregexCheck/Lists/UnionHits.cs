using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Automata;

namespace QregexCheck.Lists;

/// <summary>
/// The rules of a union that hit, in the order of the file, as far as they are asked for: who wants the first does not pay for the thousand
/// behind it.
/// </summary>
internal sealed class UnionHits
{
    /// <summary>Behind all rules: there is none left.</summary>
    public const int None = int.MaxValue;

    // More sets are made one, as each step looks at all of them.
    private const int MostSets = 8;

    // The number of a pattern's rule, by that of the pattern; the complement of it where the rule is negated. Both ascend.
    private readonly List<int> _rules = new();
    private readonly List<int> _negated = new();

    private readonly int[][] _sets = new int[MostSets][];
    private readonly int[] _places = new int[MostSets];
    private int _count;
    private int _nextNegated;
    private int _positive = None;
    private int _negative = None;

    /// <summary>Takes the rule of the next pattern.</summary>
    /// <param name="rule">Its number, higher than those before it.</param>
    /// <param name="isNegated">True when it hits where the pattern does not match.</param>
    public void Add(int rule, bool isNegated)
    {
        if (isNegated)
            _negated.Add(_rules.Count);
        _rules.Add(isNegated ? ~rule : rule);
    }

    /// <summary>Begins with a subject.</summary>
    /// <param name="matched">The patterns that match it: sets of numbers, each ascending; they are kept until the next subject.</param>
    public void Begin(ReadOnlySpan<int[]> matched)
    {
        _count = matched.Length;
        if (_count <= MostSets)
        {
            matched.CopyTo(_sets);
        }
        else
        {
            _sets[0] = Merged(matched);
            _count = 1;
        }

        _places.AsSpan(0, _count).Clear();
        _nextNegated = 0;
        _positive = NextPositive(-1);
        _negative = NextNegative();
    }

    /// <summary>The number of the next rule that hits, or <see cref="None"/>.</summary>
    public int Next => Math.Min(_positive, _negative) is var pattern && pattern == None ? None : NumberOf(pattern);

    /// <summary>Goes on behind <see cref="Next"/>.</summary>
    public void MoveNext()
    {
        if (_positive < _negative)
            _positive = NextPositive(_positive);
        else
            _negative = NextNegative();
    }

    private static int[] Merged(ReadOnlySpan<int[]> sets)
    {
        var all = new List<int>();
        foreach (int[] set in sets)
            all.AddRange(set);
        return StateTable.Sorted(CollectionsMarshal.AsSpan(all)).ToArray();
    }

    private int NumberOf(int pattern) => _rules[pattern] < 0 ? ~_rules[pattern] : _rules[pattern];

    /// <summary>The first pattern behind another that matches and is not negated.</summary>
    private int NextPositive(int behind)
    {
        int best = None;
        for (int i = 0; i < _count; i++)
        {
            int[] set = _sets[i];
            ref int place = ref _places[i];
            while (place < set.Length && (set[place] <= behind || _rules[set[place]] < 0))
                place++;
            if (place < set.Length)
                best = Math.Min(best, set[place]);
        }

        return best;
    }

    /// <summary>The next negated pattern that does not match.</summary>
    private int NextNegative()
    {
        while (_nextNegated < _negated.Count)
        {
            int pattern = _negated[_nextNegated++];
            if (!Matches(pattern))
                return pattern;
        }

        return None;
    }

    private bool Matches(int pattern)
    {
        for (int i = 0; i < _count; i++)
        {
            if (Array.BinarySearch(_sets[i], pattern) >= 0)
                return true;
        }

        return false;
    }
}
