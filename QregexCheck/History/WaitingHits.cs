using System;
using System.Collections.Generic;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>
/// Hits that are counted some together. A counter's place is mostly not in the processor's cache; where many places are looked at one behind the other, the
/// processor fetches them side by side.
/// </summary>
internal sealed class WaitingHits
{
    /// <summary>So many wait.</summary>
    private const int Most = 64;

    private readonly List<RuleTally> _tallies;
    private readonly RuleHit[] _hits = new RuleHit[Most];
    private readonly EventBlock _names = new();
    private int _count;

    // What was seen of the places. Nobody asks for it; without it nobody would look.
    private ulong _seen;

    /// <param name="tallies">Where hits count.</param>
    public WaitingHits(List<RuleTally> tallies) => _tallies = tallies;

    /// <summary>Adds a hit.</summary>
    /// <param name="tally">The place of its rule's tally.</param>
    /// <param name="block">Holds the event's bytes. What is needed of them is kept.</param>
    /// <param name="mail">The event.</param>
    public void Add(int tally, EventBlock block, in MailEvent mail)
    {
        ref RuleHit hit = ref _hits[_count++];
        hit.Tally = tally;
        _tallies[tally].Read(block, in mail, _names, ref hit);
        if (_count == Most)
            Count();
    }

    /// <summary>Counts those that wait.</summary>
    public void Count()
    {
        ReadOnlySpan<RuleHit> hits = _hits.AsSpan(0, _count);
        ulong seen = 0;
        foreach (ref readonly RuleHit hit in hits)
            seen ^= _tallies[hit.Tally].LookUp(in hit);
        _seen ^= seen;
        foreach (ref readonly RuleHit hit in hits)
            _tallies[hit.Tally].Count(in hit, _names);
        _count = 0;
        _names.Clear();
    }
}
