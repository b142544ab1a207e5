using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Counts the hits that our own lines tell of, by rule.</summary>
internal sealed class RuleTallies
{
    private const int FewestSlots = 64;

    // So many hits are counted together.
    private const int Together = 64;

    // A counter's place is mostly not in the processor's cache. It is fetched while so many hits before are counted.
    private const int Ahead = 16;

    // What a tally takes before its counters grow.
    private const int BytesOfTally = 1_536;

    private readonly HitReader _reader;
    private readonly CounterMemory _memory;
    private readonly int _top;
    private readonly List<RuleTally> _all = new();
    private readonly EventBlock _waiting = new();
    private readonly RuleTally?[] _found = new RuleTally?[Together];
    private readonly SourceCounts _hosts;
    private readonly SourceCounts _domains;

    private RuleTally?[] _slots = new RuleTally?[FewestSlots];

    private long _uncounted;

    /// <param name="hash">Its key is not known to strangers, who have chosen what is counted.</param>
    /// <param name="memory">What all counters share.</param>
    /// <param name="top">How many sources of a rule are wanted.</param>
    /// <param name="topOfAll">How many sources of all rules together are wanted.</param>
    public RuleTallies(AddressHash hash, CounterMemory memory, int top, int topOfAll = 0)
    {
        Names = new NameHash(hash.Key0, hash.Key1);
        _reader = new HitReader(Names);
        _memory = memory;
        _top = top;
        _hosts = new SourceCounts(memory, topOfAll);
        _domains = new SourceCounts(memory, topOfAll);
    }

    /// <summary>The rules that hit, in the order of their first hit.</summary>
    public IReadOnlyList<RuleTally> All => Counted(_all);

    /// <summary>The clients of all hits.</summary>
    public SourceCounts Hosts => Counted(_hosts);

    /// <summary>The senders' domains of all hits.</summary>
    public SourceCounts Domains => Counted(_domains);

    /// <summary>Hits of rules for which there was no memory.</summary>
    public long Uncounted => Counted(this)._uncounted;

    /// <summary>True when the log holds accepts: those of the good lists are in it, too.</summary>
    public bool HasAccepts { get; private set; }

    /// <summary>Makes the hashes. Hits that were read with it are counted as they are.</summary>
    public NameHash Names { get; }

    /// <summary>Counts the events that are a rule's hit in a line of ours.</summary>
    public void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        ReadOnlySpan<RuleHit> hits = block.HitsOf(mails);
        if (hits.IsEmpty)
        {
            foreach (ref readonly MailEvent mail in mails)
                Wait(block, in mail);
            return;
        }

        CountWaiting();
        for (; hits.Length > Together; hits = hits[Together..], mails = mails[Together..])
            Count(block, mails[..Together], hits[..Together]);
        Count(block, mails, hits);
    }

    /// <summary>What is known of a rule; null when it did not hit.</summary>
    /// <param name="list">The name of its list.</param>
    /// <param name="rule">Its text, as the log writes it.</param>
    public RuleTally? Of(ReadOnlySpan<byte> list, ReadOnlySpan<byte> rule)
    {
        CountWaiting();
        return _slots[Find(Names.OfRule(list, rule))];
    }

    /// <summary>What is asked for is told with the hits that wait.</summary>
    private T Counted<T>(T counts)
    {
        CountWaiting();
        return counts;
    }

    /// <summary>Takes an event whose hit was not read beside it. It waits until there are so many that they are counted together.</summary>
    private void Wait(EventBlock block, in MailEvent mail)
    {
        if (mail.Format != LogFormat.Own)
            return;
        _waiting.Add(block, new ReadOnlySpan<MailEvent>(in mail));
        _reader.Read(block.Mail(in mail), mail.Time, ref _waiting.AddHit());
        if (_waiting.Events.Length == Together)
            CountWaiting();
    }

    private void CountWaiting()
    {
        if (_waiting.Events.IsEmpty)
            return;
        Count(_waiting, _waiting.Events, _waiting.HitsOf(_waiting.Events));
        _waiting.Clear();
    }

    /// <summary>Counts some hits together.</summary>
    private void Count(EventBlock block, ReadOnlySpan<MailEvent> mails, ReadOnlySpan<RuleHit> hits)
    {
        for (int i = 0; i < hits.Length; i++)
        {
            ref readonly RuleHit hit = ref hits[i];
            HasAccepts |= hit.Outcome == Outcome.Accepted;
            _found[i] = hit.HasRule ? TallyOf(hit.Rule, block, in mails[i]) : null;
        }

        for (int i = 0; i < hits.Length && i < Ahead; i++)
            _found[i]?.Fetch(in hits[i]);
        for (int i = 0; i < hits.Length; i++)
        {
            if (i < hits.Length - Ahead)
                _found[i + Ahead]?.Fetch(in hits[i + Ahead]);
            _found[i]?.Count(in hits[i], block, in mails[i]);
        }
    }

    /// <summary>The tally of a rule; null when there is no memory for one more.</summary>
    private RuleTally? TallyOf(ulong rule, EventBlock block, in MailEvent mail)
    {
        int slot = Find(rule);
        if (_slots[slot] is { } known)
            return known;
        if (!_memory.TryTake(BytesOfTally + mail.Rule.Length))
        {
            _uncounted++;
            return null;
        }

        var tally = new RuleTally(block.Bytes(mail.List), block.Bytes(mail.Rule), rule, _memory, _top, (_hosts, _domains));
        _all.Add(tally);
        _slots[slot] = tally;
        if (_all.Count > _slots.Length / 2)
            Grow();
        return tally;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ulong rule)
    {
        int slot = (int)(rule & (ulong)(_slots.Length - 1));
        while (_slots[slot] is { } tally && tally.Hash != rule)
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _slots = new RuleTally?[2 * _slots.Length];
        foreach (RuleTally tally in _all)
            _slots[Find(tally.Hash)] = tally;
    }
}
