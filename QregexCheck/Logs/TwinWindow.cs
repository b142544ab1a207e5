using System;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using QregexCheck.Database;

namespace QregexCheck.Logs;

/// <summary>
/// Makes one event of the lines that several programs write of one recipient. Events wait for two seconds; what comes of the same client or process, sender and
/// recipient from another program meanwhile is the same event.
/// </summary>
/// <remarks>
/// Our own line wins, then the one that knows more; see <see cref="TwinMerge"/>. Events go on in the order in which they came. Only where more than one format is
/// among those that wait, they are looked up by their addresses. Strangers choose addresses, so the hash has a key. Events without a stamp are compared with
/// the few before them, and so are lines that name only one of the two addresses.
/// </remarks>
internal sealed class TwinWindow
{
    /// <summary>The most events that wait.</summary>
    public const int MostWaiting = 65_536;

    /// <summary>How many events before it an event is compared with that has no stamp, or only one of the two addresses.</summary>
    public const int Neighbours = 8;

    /// <summary>How many events with the same hash are looked at: a client can send the same recipient again and again.</summary>
    private const int MostCompared = 16;

    /// <summary>When a block holds as many bytes, the next one is begun.</summary>
    private const int MostBytes = 8 * 1024 * 1024;

    /// <summary>So many events share a block at least, so that blocks are not changed for every event.</summary>
    private const int FewestInBlock = 256;

    private const int Formats = (int)LogFormat.Tcpserver + 1;

    private readonly EventTaker _take;
    private readonly AddressHash _hash = new(Random(1), Random(2));
    private readonly EventBlock[] _blocks = [new(), new()];
    private readonly int[] _inBlock = new int[2];
    private readonly int[] _ofFormat = new int[Formats];
    private WaitingEvent[] _slots = new WaitingEvent[64];
    private long[] _heads = new long[64];
    private int _block;
    private int _begunInBlock;
    private long _first = 1;
    private long _next = 1;
    private long _indexed = 1;
    private int _formats;
    private int _loggedOnly;

    /// <param name="take">Gets the events.</param>
    public TwinWindow(EventTaker take) => _take = take;

    /// <summary>Takes the next events.</summary>
    /// <param name="block">Holds their bytes.</param>
    /// <param name="mails">The events.</param>
    public void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        foreach (ref readonly MailEvent mail in mails[HandThrough(block, mails)..])
            Take(block, in mail);
    }

    /// <summary>Hands out what still waits.</summary>
    public void End()
    {
        while (_next > _first)
            ReleaseFirst();
    }

    private static ulong Random(int part) => unchecked((ulong)HashCode.Combine(part) * 0x9E3779B97F4A7C15);

    private static bool CanHaveTwin(in MailEvent mail) =>
        (mail.Knows(MailField.Recipient) || mail.Format == LogFormat.Qregex) && mail.Outcome is not (Outcome.Delivered or Outcome.Sent);

    /// <summary>
    /// Hands out at once those of a block's first events whose wait is over before its last one, and what waits before them. This is done where all are of one
    /// kind and in order, so that none of them can meet a twin: nothing is copied then.
    /// </summary>
    /// <returns>How many of them.</returns>
    private int HandThrough(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        int last = mails.Length - 1;
        while (last >= 0 && !CanHaveTwin(in mails[last]))
            last--;
        if (last < 0 || !block.HasNoTwins || MayWaitForTwin(in mails[last]) || !WaitInOrder(mails[0].Time, mails.Length))
            return 0;
        int count = last;
        while (count > 0 && !IsDue(in mails[count - 1], mails[last].Time))
            count--;
        if (count == 0)
            return 0;
        End();
        _take(block, mails[..count]);
        return count;
    }

    /// <summary>True when the events that wait are in order, and none is of a later time than one. Where they are by far too many, it is false.</summary>
    private bool WaitInOrder(long until, int some)
    {
        if (_next - _first > 8L * some)
            return false;
        long time = long.MinValue;
        for (long at = _first; at < _next; at++)
        {
            long next = SlotOf(at).Mail.Time;
            if (next < time)
                return false;
            time = next;
        }

        return time <= until;
    }

    private void Take(EventBlock block, in MailEvent mail)
    {
        bool canHaveTwin = CanHaveTwin(in mail);
        if (canHaveTwin)
            Release(mail.Time);
        if (_next - _first == MostWaiting)
            ReleaseFirst();
        if (!canHaveTwin)
        {
            if (_next == _first)
                _take(block, new ReadOnlySpan<MailEvent>(in mail));
            else
                Add(block, in mail, WaitingEvent.NoTwin);
            return;
        }

        int kind = TwinMerge.KindOf(in mail);
        if (MayWaitForTwin(in mail) && Find(block, in mail, kind) is var found && found != 0)
            Merge(found, block, in mail, kind);
        else
            Add(block, in mail, kind);
    }

    /// <summary>True when an event of another format waits, or one of our own lines that only logged: its check may have written another.</summary>
    private bool MayWaitForTwin(in MailEvent mail)
    {
        int own = 1 << (int)mail.Format;
        return (_formats & ~own) != 0 || (mail.Format == LogFormat.Own && (_formats & own) != 0 && (_loggedOnly > 0 || mail.Outcome == Outcome.OnlyLogged));
    }

    private long Find(EventBlock block, in MailEvent mail, int kind)
    {
        if (mail.Time == MailEvent.NoTime)
            return FindNeighbour(block, in mail, kind);
        Index();
        ulong hash = TwinMerge.Hash(block, in mail, _hash);
        long found = 0;
        long at = _heads[(int)(hash & (ulong)(_heads.Length - 1))];
        for (int compared = 0; at >= _first && compared < MostCompared; compared++)
        {
            ref WaitingEvent slot = ref SlotOf(at);
            if (slot.Hash == hash && IsTwin(in slot, block, in mail, kind))
                found = at;
            at = slot.Before;
        }

        // A line of the qregex patch may name only one of the two addresses.
        bool mayBePart = found == 0 && (mail.Format == LogFormat.Qregex || _ofFormat[(int)LogFormat.Qregex] > 0);
        return mayBePart ? FindNeighbour(block, in mail, kind) : found;
    }

    private long FindNeighbour(EventBlock block, in MailEvent mail, int kind)
    {
        for (long at = Math.Max(_first, _next - Neighbours); at < _next; at++)
        {
            if (IsTwin(in SlotOf(at), block, in mail, kind))
                return at;
        }

        return 0;
    }

    private bool IsTwin(in WaitingEvent slot, EventBlock block, in MailEvent mail, int kind) =>
        (slot.Kinds & kind) == 0 && TwinTime.IsNear(slot.Mail.Time, mail.Time) && TwinMerge.IsSame(_blocks[slot.Block], in slot.Mail, block, in mail);

    private void Merge(long at, EventBlock block, in MailEvent mail, int kind)
    {
        ref WaitingEvent slot = ref SlotOf(at);
        int target = slot.Block;
        MailEvent one = slot.Mail;
        MailEvent other = _blocks[target].Copy(block, in mail);
        bool isSplit = TwinMerge.TrySplit(ref one, ref other, out MailEvent hit);
        Count(in slot.Mail, -1);
        long time = slot.Mail.Time;
        slot.Mail = TwinMerge.Merge(in one, in other);
        slot.Mail.Time = time;
        slot.Kinds |= kind;
        Count(in slot.Mail, 1);
        if (!isSplit)
            return;
        if (_next - _first == MostWaiting)
            ReleaseFirst();
        Place(target, in hit, WaitingEvent.NoTwin);
    }

    private void Add(EventBlock block, in MailEvent mail, int kinds)
    {
        int target = BlockForNext();
        ref WaitingEvent slot = ref Place(target, in mail, kinds);
        _blocks[target].CopyBytes(block, ref slot.Mail);
    }

    private ref WaitingEvent Place(int block, in MailEvent mail, int kinds)
    {
        if (_next - _first == _slots.Length)
            Grow();
        ref WaitingEvent slot = ref SlotOf(_next++);
        slot.Mail = mail;
        slot.Block = block;
        slot.Kinds = kinds;
        _inBlock[block]++;
        if (kinds != WaitingEvent.NoTwin)
            Count(in slot.Mail, 1);
        return ref slot;
    }

    /// <summary>Chooses the block for the next event: its bytes stay until all events in it were handed out.</summary>
    private int BlockForNext()
    {
        int other = 1 - _block;
        bool isHeavy = _blocks[_block].Length > MostBytes;
        while (isHeavy && _inBlock[other] > 0)
            ReleaseFirst();
        if (_inBlock[_block] == 0 || (_inBlock[other] == 0 && (isHeavy || _begunInBlock >= FewestInBlock)))
        {
            if (_inBlock[_block] > 0)
                _block = other;
            _blocks[_block].Clear();
            _begunInBlock = 0;
        }

        _begunInBlock++;
        return _block;
    }

    private void Release(long now)
    {
        while (_next > _first && IsDue(in SlotOf(_first).Mail, now))
            ReleaseFirst();
    }

    private bool IsDue(in MailEvent waiting, long now) =>
        waiting.Time == MailEvent.NoTime ? now != MailEvent.NoTime || _next - _first > Neighbours
        : now != MailEvent.NoTime && TwinTime.IsOver(waiting.Time, now);

    private void ReleaseFirst()
    {
        ref WaitingEvent slot = ref SlotOf(_first++);
        if (slot.Kinds != WaitingEvent.NoTwin)
            Count(in slot.Mail, -1);
        _take(_blocks[slot.Block], new ReadOnlySpan<MailEvent>(in slot.Mail));
        _inBlock[slot.Block]--;
    }

    private void Count(in MailEvent mail, int change)
    {
        int format = (int)mail.Format;
        _ofFormat[format] += change;
        _formats = _ofFormat[format] == 0 ? _formats & ~(1 << format) : _formats | (1 << format);
        if (mail.Format == LogFormat.Own && mail.Outcome == Outcome.OnlyLogged)
            _loggedOnly += change;
    }

    private void Index()
    {
        for (long at = Math.Max(_indexed, _first); at < _next; at++)
        {
            ref WaitingEvent slot = ref SlotOf(at);
            if (slot.Kinds == WaitingEvent.NoTwin || slot.Mail.Time == MailEvent.NoTime)
                continue;
            slot.Hash = TwinMerge.Hash(_blocks[slot.Block], in slot.Mail, _hash);
            ref long head = ref _heads[(int)(slot.Hash & (ulong)(_heads.Length - 1))];
            slot.Before = head;
            head = at;
        }

        _indexed = _next;
    }

    private void Grow()
    {
        var grown = new WaitingEvent[Math.Min(MostWaiting, 2 * _slots.Length)];
        for (long at = _first; at < _next; at++)
            grown[(int)(at & (grown.Length - 1))] = SlotOf(at);
        _slots = grown;
        _heads = new long[grown.Length];
        _indexed = _first;
        Debug.Assert(BitOperations.IsPow2(_slots.Length), "A place is found by the low bits of a number.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref WaitingEvent SlotOf(long at) => ref _slots[(int)(at & (_slots.Length - 1))];
}
