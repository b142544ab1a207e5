using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>Which rules are found by which gram, while a compiled file is made: grams in the order of their first rule, and so the same each time.</summary>
/// <remarks>The rules of a gram are a chain: most grams have one rule, and a list for each would take more memory than all else.</remarks>
internal sealed class GramPostings
{
    private readonly Dictionary<ulong, int> _gramOf = new();
    private readonly List<ulong> _hashes = new();

    // By gram, the first and the last link of its chain.
    private readonly List<int> _first = new();
    private readonly List<int> _last = new();
    private readonly List<(int Rule, int Next)> _links = new();

    /// <summary>Number of grams.</summary>
    public int Count => _hashes.Count;

    /// <summary>The hash of a gram.</summary>
    /// <param name="gram">Its number, from 0.</param>
    public ulong Hash(int gram) => _hashes[gram];

    /// <summary>Adds a rule to a gram's.</summary>
    /// <param name="hash">The gram's hash.</param>
    /// <param name="rule">The rule's number; those of a gram ascend.</param>
    public void Add(ulong hash, int rule)
    {
        int link = _links.Count;
        _links.Add((rule, -1));
        if (_gramOf.TryGetValue(hash, out int gram))
        {
            _links[_last[gram]] = _links[_last[gram]] with { Next = link };
            _last[gram] = link;
            return;
        }

        _gramOf.Add(hash, _hashes.Count);
        _hashes.Add(hash);
        _first.Add(link);
        _last.Add(link);
    }

    /// <summary>The rules of a gram, ascending.</summary>
    public IEnumerable<int> Rules(int gram)
    {
        for (int link = _first[gram]; link >= 0; link = _links[link].Next)
            yield return _links[link].Rule;
    }

    /// <summary>The only rule of a gram; -1 when it has several.</summary>
    public int OnlyRule(int gram) => _first[gram] == _last[gram] ? _links[_first[gram]].Rule : -1;
}
