using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QregexCheck.Posix;

namespace QregexCheck.History;

/// <summary>A source of mail, and how much came from it.</summary>
/// <param name="Name">Its name, as the log has it; cut when it is very long.</param>
/// <param name="Hits">The number of hits; at least this many.</param>
internal readonly record struct TopSource(byte[] Name, long Hits);

/// <summary>
/// Counts hits by source, and knows those with most: exactly up to <see cref="MostExact"/> sources and as long as there is memory. Where one more has no
/// room, all counts are lessened, and those that come to nothing are forgotten: no source of many hits is lost, and no count is too high.
/// </summary>
/// <remarks>
/// Memory for names is taken only for the sources that are at the top. A count only grows, and at its last hit a source that belongs to the top has more
/// than the last one there; so none is missed. Source for the lessening: Misra and Gries, Finding repeated elements (1982).
/// </remarks>
internal sealed class SourceCounts
{
    /// <summary>The most sources that are all kept.</summary>
    public const int MostExact = 65_536;

    /// <summary>The longest name that is kept whole, in bytes.</summary>
    public const int LongestName = 128;

    private const int FewestSlots = 8;

    // Most sources are found before so many slots were asked, which may stand in two lines of the processor's cache.
    private const int Near = 2;

    // Stands for an empty slot.
    private const ulong Empty = 0;
    private const int BytesOfSlot = sizeof(ulong) + sizeof(long);
    private const int BytesOfName = 64;

    private readonly CounterMemory _memory;
    private readonly int _most;
    private Slot[] _slots = new Slot[FewestSlots];
    private int _count;
    private int _limit = LimitOf(FewestSlots);
    private Place[] _top = [];
    private int _topCount;

    // Who has more hits comes among those at the top. One who is there has had as many as the last of them before.
    private long _least = -1;

    /// <param name="memory">What all counters share.</param>
    /// <param name="most">How many sources are wanted.</param>
    public SourceCounts(CounterMemory memory, int most)
    {
        _memory = memory;
        _most = most;
    }

    /// <summary>True when counts may be too low.</summary>
    public bool IsRough { get; private set; }

    /// <summary>Counts hits of a source.</summary>
    /// <param name="hash">The hash of its name.</param>
    /// <param name="hits">How many.</param>
    /// <returns>True when it has come among those at the top: then it is to be named.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(ulong hash, long hits) => _most != 0 && Count(hash, hits);

    private bool Count(ulong hash, long hits)
    {
        if (hash == Empty)
            hash++;
        ref Slot slot = ref Find(_slots, hash);
        if (slot.Hash != hash)
        {
            if (_count >= _limit)
            {
                MakeRoom();
                slot = ref Find(_slots, hash);
            }

            slot.Hash = hash;
            _count++;
        }

        hits += slot.Hits;
        slot.Hits = hits;
        return hits > _least && Rank(hash, hits);
    }

    /// <summary>Names a source that has come among those at the top.</summary>
    public void Name(ulong hash, ReadOnlySpan<byte> name)
    {
        if (hash == Empty)
            hash++;
        int place = 0;
        while (_top[place].Hash != hash)
            place++;
        _top[place].Take(name);
    }

    /// <summary>The sources with most hits, those with most first; of equal ones the one that came there first.</summary>
    public TopSource[] Top()
    {
        var top = new TopSource[_topCount];
        for (int i = 0; i < _topCount; i++)
            top[i] = new TopSource(_top[i].Name.AsSpan(0, _top[i].Length).ToArray(), _top[i].Hits);
        return top;
    }

    /// <summary>Has a source's place fetched, and changes nothing.</summary>
    /// <param name="hash">The hash of its name.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(ulong hash)
    {
        Slot[] slots = _slots;
        int at = unchecked((int)hash);
        Prefetch.Of(in slots[at & (slots.Length - 1)]);
        Prefetch.Of(in slots[unchecked(at + Near) & (slots.Length - 1)]);
    }

    private static int LimitOf(int slots) => Math.Min(MostExact, slots / 4 * 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Slot Find(Slot[] slots, ulong hash)
    {
        int last = slots.Length - 1;
        int at = unchecked((int)hash) & last;
        while (true)
        {
            ref Slot slot = ref slots[at];
            if (slot.Hash == Empty || slot.Hash == hash)
                return ref slot;
            at = unchecked(at + 1) & last;
        }
    }

    /// <summary>Puts a source where its hits belong among those at the top. They stand in order.</summary>
    /// <returns>True when it was not among them.</returns>
    private bool Rank(ulong hash, long hits)
    {
        int place = 0;
        while (place < _topCount && _top[place].Hash != hash)
            place++;
        bool isNew = place == _topCount;
        if (isNew)
        {
            if (_topCount == _most)
                place--;
            else if (HasPlace())
                _topCount++;
            else
                return false;
            _top[place].Hash = hash;
        }

        _top[place].Hits = hits;
        for (; place > 0 && _top[place - 1].Hits < hits; place--)
            (_top[place], _top[place - 1]) = (_top[place - 1], _top[place]);
        if (_topCount == _most)
            _least = _top[^1].Hits;
        return isNew;
    }

    private bool HasPlace()
    {
        if (_topCount < _top.Length)
            return true;
        int wanted = Math.Min(_most, Math.Max(1, 2 * _top.Length));
        if (!_memory.TryTake((wanted - _top.Length) * BytesOfName))
        {
            IsRough = true;
            return false;
        }

        Array.Resize(ref _top, wanted);
        return true;
    }

    /// <summary>Sees to it that there is room for one more source.</summary>
    private void MakeRoom()
    {
        if (_count < MostExact && _memory.TryTake((long)_slots.Length * BytesOfSlot))
        {
            Move(2 * _slots.Length, 0);
            return;
        }

        // What half of them have goes off each: so the next time is far away.
        IsRough = true;
        Span<long> sorted = _memory.Scratch(_count);
        int at = 0;
        foreach (Slot slot in _slots)
        {
            if (slot.Hash != Empty)
                sorted[at++] = slot.Hits;
        }

        sorted.Sort();
        Move(_slots.Length, sorted[_count / 2]);
    }

    private void Move(int size, long less)
    {
        ReadOnlySpan<Slot> slots = _slots;
        if (size == slots.Length)
        {
            Span<Slot> kept = MemoryMarshal.Cast<long, Slot>(_memory.Scratch(size * (BytesOfSlot / sizeof(long))));
            slots.CopyTo(kept);
            Array.Clear(_slots);
            slots = kept;
        }
        else
        {
            _slots = new Slot[size];
        }

        _limit = LimitOf(size);
        _count = 0;
        foreach (Slot slot in slots)
        {
            if (slot.Hash == Empty || slot.Hits <= less)
                continue;
            Find(_slots, slot.Hash) = slot with { Hits = slot.Hits - less };
            _count++;
        }

        if (less == 0)
            return;

        // Those at the top keep what they had: it is what was seen of them, and they go on from there.
        for (int i = 0; i < _topCount; i++)
        {
            ref Slot slot = ref Find(_slots, _top[i].Hash);
            if (slot.Hash == Empty)
            {
                if (_count >= size / 4 * 3)
                    continue;
                _count++;
            }

            slot = new Slot(_top[i].Hash, _top[i].Hits);
        }
    }

    private record struct Slot(ulong Hash, long Hits);

    /// <summary>One of those at the top.</summary>
    private struct Place
    {
        public ulong Hash;
        public long Hits;
        public byte[] Name;
        public int Length;

        public void Take(ReadOnlySpan<byte> name)
        {
            Length = Math.Min(name.Length, LongestName);
            if (Name is null || Name.Length < Length)
                Name = new byte[Math.Max(Length, 24)];
            name[..Length].CopyTo(Name);
        }
    }
}
