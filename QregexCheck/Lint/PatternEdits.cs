using System;
using System.Collections.Generic;

namespace QregexCheck.Lint;

/// <summary>Changes to a pattern, made together. Each has its place in the old pattern.</summary>
internal sealed class PatternEdits
{
    private readonly List<(int At, int Turn, int Removed, byte[] Inserted)> _edits = new();

    public int Count => _edits.Count;

    /// <summary>Inserts bytes. A later insertion at the same place stands behind.</summary>
    public PatternEdits Insert(int at, ReadOnlySpan<byte> bytes) => Replace(at, 0, bytes);

    public PatternEdits Remove(int at, int count) => Replace(at, count, default);

    /// <summary>Removes bytes and puts others in their place.</summary>
    public PatternEdits Replace(int at, int removed, ReadOnlySpan<byte> inserted)
    {
        _edits.Add((at, _edits.Count, removed, inserted.ToArray()));
        return this;
    }

    public PatternEdits Add(PatternEdits others)
    {
        foreach ((int at, _, int removed, byte[] inserted) in others._edits)
            Replace(at, removed, inserted);
        return this;
    }

    /// <summary>The pattern with all changes made.</summary>
    public byte[] Apply(ReadOnlySpan<byte> pattern)
    {
        _edits.Sort(static (left, right) => (left.At, left.Turn).CompareTo((right.At, right.Turn)));
        var changed = new List<byte>(pattern.Length + 16);
        int from = 0;
        foreach ((int at, _, int removed, byte[] inserted) in _edits)
        {
            if (at > from)
                changed.AddRange(pattern[from..at]);
            changed.AddRange(inserted);
            from = Math.Max(from, at + removed);
        }

        changed.AddRange(pattern[from..]);
        return changed.ToArray();
    }
}
