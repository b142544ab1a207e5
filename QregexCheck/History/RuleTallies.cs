using System;
using System.Collections.Generic;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Counts the hits that our own lines tell of, by rule.</summary>
internal sealed class RuleTallies
{
    private const int FewestSlots = 64;

    // A power of two.
    private const int RememberedLines = 1_024;

    // What a tally takes before its counters grow.
    private const int BytesOfTally = 1_536;

    private readonly NameHash _hash;
    private readonly CounterMemory _memory;
    private readonly int _top;
    private readonly List<RuleTally> _all = new();
    private readonly WaitingHits _waiting;
    private readonly SourceCounts _hosts;
    private readonly SourceCounts _domains;

    // Places in _all, from 1; 0 for an empty slot. And the hashes of those that stand there.
    private int[] _slots = new int[FewestSlots];
    private ulong[] _hashes = new ulong[FewestSlots];

    // The tally of the last hit, by the end of the number of the rule's line; from 1. A rule mostly stands where it stood before, so it is found without a hash.
    private readonly int[] _ofLine = new int[RememberedLines];

    /// <param name="hash">Its key is not known to strangers, who have chosen what is counted.</param>
    /// <param name="memory">What all counters share.</param>
    /// <param name="top">How many sources of a rule are wanted.</param>
    /// <param name="topOfAll">How many sources of all rules together are wanted.</param>
    public RuleTallies(AddressHash hash, CounterMemory memory, int top, int topOfAll = 0)
    {
        _hash = new NameHash(hash.Key0, hash.Key1);
        _memory = memory;
        _top = top;
        _hosts = new SourceCounts(memory, topOfAll);
        _domains = new SourceCounts(memory, topOfAll);
        _waiting = new WaitingHits(_all);
    }

    /// <summary>The rules that hit, in the order of their first hit.</summary>
    public IReadOnlyList<RuleTally> All => Counted(_all);

    /// <summary>The clients of all hits.</summary>
    public SourceCounts Hosts => Counted(_hosts);

    /// <summary>The senders' domains of all hits.</summary>
    public SourceCounts Domains => Counted(_domains);

    /// <summary>Hits of rules for which there was no memory.</summary>
    public long Uncounted { get; private set; }

    /// <summary>True when the log holds accepts: those of the good lists are in it, too.</summary>
    public bool HasAccepts { get; private set; }

    /// <summary>Counts an event, if it is a rule's hit in a line of ours.</summary>
    public void Take(EventBlock block, in MailEvent mail)
    {
        if (mail.Format != LogFormat.Own)
            return;
        HasAccepts |= mail.Outcome == Outcome.Accepted;
        if (!mail.Knows(MailField.Rule) || mail.List.Length == 0)
            return;
        ReadOnlySpan<byte> list = block.Bytes(mail.List);
        ReadOnlySpan<byte> rule = block.Bytes(mail.Rule);
        ref int last = ref _ofLine[mail.RuleLine & (RememberedLines - 1)];
        if (last > 0 && IsOf(_all[last - 1], list, rule))
        {
            _waiting.Add(last - 1, block, in mail);
            return;
        }

        ulong hash = HashOf(list, rule);
        int slot = Find(hash, list, rule);
        if (_slots[slot] == 0)
        {
            if (!_memory.TryTake(BytesOfTally + rule.Length))
            {
                Uncounted++;
                return;
            }

            _all.Add(new RuleTally(list, rule, _hash, _memory, _top, (_hosts, _domains)));
            (_slots[slot], _hashes[slot]) = (_all.Count, hash);
            last = _all.Count;
            _waiting.Add(last - 1, block, in mail);
            if (_all.Count > _slots.Length / 2)
                Grow();
            return;
        }

        last = _slots[slot];
        _waiting.Add(last - 1, block, in mail);
    }

    /// <summary>What is known of a rule; null when it did not hit.</summary>
    /// <param name="list">The name of its list.</param>
    /// <param name="rule">Its text, as the log writes it.</param>
    public RuleTally? Of(ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule) =>
        _slots[Find(HashOf(list, rule), list, rule)] is > 0 and var place ? Counted(_all)[place - 1] : null;

    private ulong HashOf(ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule) =>
        _hash.Of(_hash.Of(rule), _hash.Of(list));

    /// <summary>What is asked for is told with the hits that wait.</summary>
    private T Counted<T>(T counts)
    {
        _waiting.Count();
        return counts;
    }

    private static bool IsOf(RuleTally tally, ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule) =>
        rule.SequenceEqual(tally.Rule) && list.SequenceEqual(tally.List);

    private int Find(ulong hash, ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule)
    {
        int slot = (int)(hash & (ulong)(_slots.Length - 1));
        while (_slots[slot] != 0)
        {
            if (_hashes[slot] == hash && IsOf(_all[_slots[slot] - 1], list, rule))
                break;
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        (int[] slots, ulong[] hashes) = (_slots, _hashes);
        _slots = new int[2 * slots.Length];
        _hashes = new ulong[_slots.Length];
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i] == 0)
                continue;
            int slot = (int)(hashes[i] & (ulong)(_slots.Length - 1));
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            (_slots[slot], _hashes[slot]) = (slots[i], hashes[i]);
        }
    }
}
