using System;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Is handed a pair.</summary>
internal delegate void PairTaker(in PastPair pair);

/// <summary>
/// The pairs of sender and recipient that are newly refused, with the days on which they were seen: who writes on three days and more does not send junk.
/// When there are too many, those that were seen on one day alone, longest ago, are counted and forgotten.
/// </summary>
internal sealed class PastPairs
{
    private readonly int _most;
    private readonly PairTaker _end;
    private PastPair[] _pairs = new PastPair[1024];
    private int _count;

    /// <param name="most">How many are kept. Each takes up to 130 bytes.</param>
    /// <param name="end">Is handed each pair once, when it is forgotten or all is over.</param>
    public PastPairs(int most, PairTaker end)
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
        foreach (ref readonly PastPair pair in _pairs.AsSpan())
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

    /// <summary>Forgets the older half of the pairs that were seen on one day alone, by their time; if there are none, all pairs.</summary>
    private void Forget()
    {
        IsWhole = false;
        int enough = _most - (_most / 4);
        while (_count > enough)
        {
            (long oldest, long newest) = (long.MaxValue, long.MinValue);
            foreach (ref readonly PastPair pair in _pairs.AsSpan())
            {
                if (pair.Count == 0 || pair.Days > 1)
                    continue;
                oldest = Math.Min(oldest, pair.Last);
                newest = Math.Max(newest, pair.Last);
            }

            bool hasNone = oldest > newest;
            Forget(hasNone ? byte.MaxValue : (byte)1, hasNone ? long.MaxValue : Math.Max(oldest, (oldest / 2) + (newest / 2)));
        }
    }

    private void Forget(byte mostDays, long until)
    {
        int slot = 0;
        while (slot < _pairs.Length)
        {
            ref PastPair pair = ref _pairs[slot];
            if (pair.Count == 0 || pair.Last > until || pair.Days > mostDays)
            {
                slot++;
                continue;
            }

            // Another pair may come to this place, and is looked at next.
            _end(pair);
            Remove(slot);
        }
    }

    /// <summary>Frees a place. Pairs behind it that belong nearer to the front move up. Source: Knuth, TAOCP 6.4, algorithm R.</summary>
    private void Remove(int free)
    {
        int mask = _pairs.Length - 1;
        int at = free;
        while (true)
        {
            at = (at + 1) & mask;
            ref PastPair pair = ref _pairs[at];
            if (pair.Count == 0)
                break;
            int home = (int)(pair.Key & (ulong)mask);
            if (((at - home) & mask) < ((at - free) & mask))
                continue;
            _pairs[free] = pair;
            free = at;
        }

        _pairs[free].Count = 0;
        _count--;
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

    /// <summary>True when somebody here has written to the sender.</summary>
    public bool IsKnown;

    // Of a day's number since 1970; stamps hold 292 years before and behind.
    private int _firstDay;
    private int _secondDay;

    /// <summary>On how many days it was seen, up to 3. A line without a stamp has no day.</summary>
    public byte Days { get; private set; }

    public readonly Risk Risk => IsKnown ? Risk.Known : Days > 2 ? Risk.Regular : Delivered > 0 ? Risk.Delivered : Risk.Rest;

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
