using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Conversion;

/// <summary>Gives lists of numbers numbers of their own: equal lists have the same.</summary>
internal sealed class NumberLists
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int[]> _lists = new();

    public int Count => _lists.Count;

    public int[] this[int number] => _lists[number];

    public int NumberOf(List<int> list)
    {
        // The numbers' bytes serve as the key.
        string key = new(MemoryMarshal.Cast<int, char>(CollectionsMarshal.AsSpan(list)));
        if (_numbers.TryGetValue(key, out int number))
            return number;
        number = _lists.Count;
        _numbers.Add(key, number);
        _lists.Add([.. list]);
        return number;
    }
}
