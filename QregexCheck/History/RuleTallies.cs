using System;
using System.Collections.Generic;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Counts the hits that our own lines tell of, by rule.</summary>
internal sealed class RuleTallies
{
    private const int FewestSlots = 64;

    // What a tally takes before its counters grow.
    private const int BytesOfTally = 1_536;

    private readonly AddressHash _hash;
    private readonly CounterMemory _memory;
    private readonly int _top;
    private readonly List<RuleTally> _all = new();

    // Places in _all, from 1; 0 for an empty slot. And the hashes of those that stand there.
    private int[] _slots = new int[FewestSlots];
    private ulong[] _hashes = new ulong[FewestSlots];

    /// <param name="hash">The hash of what strangers have chosen; its key is not known to them.</param>
    /// <param name="memory">What all counters share.</param>
    /// <param name="top">How many sources of a rule are wanted.</param>
    /// <param name="topOfAll">How many sources of all rules together are wanted.</param>
    public RuleTallies(AddressHash hash, CounterMemory memory, int top, int topOfAll = 0)
    {
        _hash = hash;
        _memory = memory;
        _top = top;
        Hosts = new SourceCounts(memory, topOfAll);
        Domains = new SourceCounts(memory, topOfAll);
    }

    /// <summary>The rules that hit, in the order of their first hit.</summary>
    public IReadOnlyList<RuleTally> All => _all;

    /// <summary>The clients of all hits.</summary>
    public SourceCounts Hosts { get; }

    /// <summary>The senders' domains of all hits.</summary>
    public SourceCounts Domains { get; }

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
        ulong hash = HashOf(list, rule);
        int slot = Find(hash, list, rule);
        if (_slots[slot] == 0)
        {
            if (!_memory.TryTake(BytesOfTally + rule.Length))
            {
                Uncounted++;
                return;
            }

            _all.Add(new RuleTally(list, rule, _hash, _memory, _top, (Hosts, Domains)));
            (_slots[slot], _hashes[slot]) = (_all.Count, hash);
            int place = _all.Count;
            if (place > _slots.Length / 2)
                Grow();
            _all[place - 1].Add(block, mail);
            return;
        }

        _all[_slots[slot] - 1].Add(block, mail);
    }

    /// <summary>What is known of a rule; null when it did not hit.</summary>
    /// <param name="list">The name of its list.</param>
    /// <param name="rule">Its text, as the log writes it.</param>
    public RuleTally? Of(ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule) =>
        _slots[Find(HashOf(list, rule), list, rule)] is > 0 and var place ? _all[place - 1] : null;

    private ulong HashOf(ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule) =>
        unchecked((_hash.Of(rule) * 3) + _hash.Of(list));

    private int Find(ulong hash, ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule)
    {
        int slot = (int)(hash & (ulong)(_slots.Length - 1));
        while (_slots[slot] != 0)
        {
            if (_hashes[slot] == hash && _all[_slots[slot] - 1] is var known && rule.SequenceEqual(known.Rule) && list.SequenceEqual(known.List))
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
