using System;
using System.Collections.Generic;
using QregexCheck.Database;

namespace QregexCheck.History;

/// <summary>The rules that a log names, each by its file and its text as the log writes it: rules move, and so their line may change from one day to the next.</summary>
internal sealed class LoggedRules
{
    // A log may hold lines of any text.
    private const int Most = 16_384;

    private const ulong OfOthers = 0;

    private readonly AddressHash _hash;
    private readonly Dictionary<ulong, ReplayRow> _rows = new();
    private byte[] _name = new byte[1024];

    /// <param name="hash">The hash of names and texts.</param>
    public LoggedRules(AddressHash hash) => _hash = hash;

    /// <summary>The row of a rule; null when it is new.</summary>
    /// <param name="list">Its list; empty when the log does not say which.</param>
    /// <param name="line">Its line; 0 when the log does not say which. It names the rule only when there is no text.</param>
    /// <param name="text">Its text; empty when the log does not say it.</param>
    /// <param name="key">What to add it by.</param>
    public ReplayRow? Find(ReadOnlySpan<byte> list, int line, ReadOnlySpan<byte> text, out ulong key)
    {
        int length = list.Length + 1 + text.Length + sizeof(int);
        if (_name.Length < length)
            _name = new byte[2 * length];
        list.CopyTo(_name);
        _name[list.Length] = 0;
        text.CopyTo(_name.AsSpan(list.Length + 1));
        BitConverter.TryWriteBytes(_name.AsSpan(length - sizeof(int)), text.IsEmpty ? line : 0);
        key = _hash.Of(_name.AsSpan(0, length));
        if (_rows.TryGetValue(key, out ReplayRow? row))
            return row;
        if (IsFull)
            key = OfOthers;
        return IsFull && _rows.TryGetValue(key, out row) ? row : null;
    }

    /// <summary>True when there are so many that one row stands for all that are new.</summary>
    public bool IsFull => _rows.Count >= Most;

    public void Add(ulong key, ReplayRow row) => _rows.Add(key, row);
}
