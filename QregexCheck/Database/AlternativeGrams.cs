using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Grams;

namespace QregexCheck.Database;

/// <summary>The rules of a list that are found by any one of several grams, and those grams.</summary>
internal sealed class AlternativeGrams
{
    private readonly List<int> _rules = new();
    private readonly List<int> _starts = new();
    private readonly List<int> _counts = new();
    private readonly List<Gram> _grams = new();

    /// <summary>Number of rules.</summary>
    public int Count { get; private set; }

    /// <summary>The grams of a rule; none when it is found in another way.</summary>
    public ReadOnlySpan<Gram> this[int rule]
    {
        get
        {
            int index = _rules.BinarySearch(rule);
            return index < 0 ? default : CollectionsMarshal.AsSpan(_grams).Slice(_starts[index], _counts[index]);
        }
    }

    /// <summary>Adds a rule behind all others.</summary>
    public void Add(int rule, ReadOnlySpan<Gram> grams)
    {
        _rules.Add(rule);
        _starts.Add(_grams.Count);
        _counts.Add(grams.Length);
        _grams.AddRange(grams);
        Count++;
    }

    /// <summary>Removes a rule, if it is here.</summary>
    public void Remove(int rule)
    {
        int index = _rules.BinarySearch(rule);
        if (index < 0 || _counts[index] == 0)
            return;
        _counts[index] = 0;
        Count--;
    }
}
