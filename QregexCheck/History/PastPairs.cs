using System;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>
/// The pairs of sender and recipient that are newly refused, with the days on which they were seen: who writes on three days and more does not send junk.
/// When there are too many, those that were seen on one day alone, longest ago, are counted and forgotten.
/// </summary>
internal sealed class PastPairs
{
    private readonly int _most;
    private readonly Action<PastPair> _end;
    private PastPair[] _pairs = new PastPair[1024];
    private int _count;

    /// <param name="most">How many are kept. Each takes up to 150 bytes.</param>
    /// <param name="end">Is handed each pair once, when it is forgotten or all is over.</param>
    public PastPairs(int most, Action<PastPair> end)
    {
        _most = most;
        _end = end;
    }

    /// <summary>False when pairs had to be forgotten, and a regular one may have been taken for others.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The pair with a key. It is added if it is new, with a count of 0.</summary>
    public ref PastPair Find(ulong key)
    {
        ref PastPair pair = ref SlotOf(key);
        if (pair.Count > 0)
            return ref pair;
        if (_count >= _most)
            Forget();
        else if (4L * (_count + 1) > 3L * _pairs.Length)
            Rebuild(2 * _pairs.Length);
        pair = ref SlotOf(key);
        pair = new PastPair { Key = key, Last = MailEvent.NoTime };
        _count++;
        return ref pair;
    }

    /// <summary>Takes note that the mail of a pair was delivered once.</summary>
    public void Deliver(ulong key)
    {
        ref PastPair pair = ref SlotOf(key);
        if (pair.Count > 0)
            pair.Delivered++;
    }

    /// <summary>Hands out all pairs.</summary>
    public void End()
    {
        foreach (PastPair pair in _pairs)
        {
            if (pair.Count > 0)
                _end(pair);
        }
    }

    private ref PastPair SlotOf(ulong key)
    {
        ulong mask = (ulong)_pairs.Length - 1;
        int slot = (int)(key & mask);
        while (_pairs[slot].Count > 0 && _pairs[slot].Key != key)
            slot = (slot + 1) & (int)mask;
        return ref _pairs[slot];
    }

    /// <summary>Forgets half of the pairs that were seen on one day alone; if there are none, all pairs.</summary>
    private void Forget()
    {
        IsWhole = false;
        int ofOneDay = 0;
        var last = new long[_count];
        foreach (PastPair pair in _pairs)
        {
            if (pair is { Count: > 0, Days: < 2 })
                last[ofOneDay++] = pair.Last;
        }

        last.AsSpan(0, ofOneDay).Sort();
        long until = ofOneDay == 0 ? long.MaxValue : last[ofOneDay / 2];
        for (int i = 0; i < _pairs.Length; i++)
        {
            ref PastPair pair = ref _pairs[i];
            if (pair.Count == 0 || pair.Last > until || (ofOneDay > 0 && pair.Days > 1))
                continue;
            _end(pair);
            pair.Count = 0;
        }

        Rebuild(_pairs.Length);
    }

    private void Rebuild(int size)
    {
        PastPair[] old = _pairs;
        _pairs = new PastPair[size];
        _count = 0;
        foreach (PastPair pair in old)
        {
            if (pair.Count == 0)
                continue;
            SlotOf(pair.Key) = pair;
            _count++;
        }
    }
}

/// <summary>A pair of sender and recipient that a rule newly refuses.</summary>
internal struct PastPair
{
    /// <summary>Made of the hashes of both, and of the rule.</summary>
    public ulong Key;

    /// <summary>When it was seen last; <see cref="MailEvent.NoTime"/> when no line had a stamp.</summary>
    public long Last;

    /// <summary>The number of the rule's row.</summary>
    public int Row;

    /// <summary>How often it was seen; 0 for a free place.</summary>
    public int Count;

    /// <summary>How often the mail was delivered.</summary>
    public int Delivered;

    /// <summary>The sender's record in the book of senders.</summary>
    public int Sender;

    /// <summary>The recipient's record in the book of recipients.</summary>
    public int Recipient;

    /// <summary>The editions of both books in which the records stand, added up: neither is counted back.</summary>
    public int Edition;

    /// <summary>When somebody here has written to the sender; null when nobody did.</summary>
    public long? LastReply;

    private int _firstDay;
    private int _secondDay;

    /// <summary>On how many days it was seen, up to 3. A line without a stamp has no day.</summary>
    public byte Days { get; private set; }

    public readonly Risk Risk => LastReply is not null ? Risk.Known : Days > 2 ? Risk.Regular : Delivered > 0 ? Risk.Delivered : Risk.Rest;

    /// <summary>Counts the pair once more.</summary>
    public void See(long time)
    {
        const long Day = 86_400_000_000_000;
        Count++;
        if (time == MailEvent.NoTime)
            return;
        Last = Math.Max(Last, time);
        int day = (int)((time / Day) - (time % Day < 0 ? 1 : 0));
        if (Days > 2 || (Days > 0 && day == _firstDay) || (Days > 1 && day == _secondDay))
            return;
        if (Days == 0)
            _firstDay = day;
        else
            _secondDay = day;
        Days++;
    }
}
