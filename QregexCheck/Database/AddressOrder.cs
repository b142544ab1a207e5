using System;
using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>Entries in the order of their hashes, each once: the one of the first line that has it.</summary>
internal sealed class AddressOrder
{
    private readonly AddressTexts _texts;
    private readonly AddressHash _hash;
    private readonly ulong[] _hashes;
    private readonly int[] _entries;
    private readonly bool[] _hasAddresses;
    private readonly int[] _doubtfulLines;

    public AddressOrder(AddressTexts texts, AddressHash hash)
    {
        _texts = texts;
        _hash = hash;
        _hashes = new ulong[texts.Count];
        _entries = new int[texts.Count];
        _hasAddresses = new bool[texts.Count];
        _doubtfulLines = new int[texts.Count];
        for (int i = 0; i < texts.Count; i++)
        {
            _hashes[i] = hash.OfEntry(texts[i]);
            _entries[i] = i;
        }

        Array.Sort(_hashes, _entries);
        RemoveRepeated();
        FindDomainsWithAddresses();
        for (int i = 0; i < texts.Doubts; i++)
        {
            if (FindNotDomain(texts.Doubt(i, out int line)) is var found and >= 0 && _doubtfulLines[found] == 0)
                _doubtfulLines[found] = line;
        }
    }

    /// <summary>Number of different entries.</summary>
    public int Count { get; private set; }

    /// <summary>The hash of an entry.</summary>
    public ulong HashOf(int index) => _hashes[index];

    /// <summary>The number of an entry in the texts.</summary>
    public int this[int index] => _entries[index];

    /// <summary>For <c>-@domain</c>: true when there is an address of that domain.</summary>
    public bool HasAddresses(int index) => _hasAddresses[index];

    /// <summary>For <c>-@domain</c>: the first line with something amiss that names the domain; 0 when there is none.</summary>
    public int DoubtfulLine(int index) => _doubtfulLines[index];

    private void RemoveRepeated()
    {
        var byText = new ByText(_texts);
        for (int from = 0, to; from < _entries.Length; from = to)
        {
            to = from + 1;
            while (to < _entries.Length && _hashes[to] == _hashes[from])
                to++;
            Array.Sort(_entries, from, to - from, byText);
            for (int i = from; i < to; i++)
            {
                if (i > from && _texts[_entries[i]].SequenceEqual(_texts[_entries[i - 1]]))
                    continue;
                _hashes[Count] = _hashes[from];
                _entries[Count++] = _entries[i];
            }
        }
    }

    private void FindDomainsWithAddresses()
    {
        ReadOnlySpan<byte> last = default;
        for (int i = 0; i < _texts.Count; i++)
        {
            int at = _texts.DomainOfAddress(i);
            if (at < 0)
                continue;
            ReadOnlySpan<byte> domain = _texts[i][at..];

            // Lists are mostly sorted by domain, or have but one.
            if (domain.SequenceEqual(last))
                continue;
            last = domain;
            if (FindNotDomain(domain) is var found and >= 0)
                _hasAddresses[found] = true;
        }
    }

    /// <summary>Where <c>-@domain</c> is; negative when there is no such entry.</summary>
    private int FindNotDomain(ReadOnlySpan<byte> domain)
    {
        ulong hash = _hash.Of(domain);
        int found = Array.BinarySearch(_hashes, 0, Count, hash);
        while (found > 0 && _hashes[found - 1] == hash)
            found--;
        for (; found >= 0 && found < Count && _hashes[found] == hash; found++)
        {
            ReadOnlySpan<byte> text = _texts[_entries[found]];
            if (text[0] == (byte)'-' && text[1..].SequenceEqual(domain))
                return found;
        }

        return -1;
    }

    private sealed class ByText : IComparer<int>
    {
        private readonly AddressTexts _texts;

        public ByText(AddressTexts texts) => _texts = texts;

        public int Compare(int x, int y)
        {
            int order = _texts[x].SequenceCompareTo(_texts[y]);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}
