using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QregexCheck.Posix;

namespace QregexCheck.History;

/// <summary>
/// Counts how many different keys there were: exactly up to <see cref="MostExact"/> of them and as long as there is memory. Behind that a sample is kept:
/// the keys whose hash begins with a number of zero bits, and each stands for as many as that makes.
/// </summary>
/// <remarks>
/// A key is its hash of 64 bits. Among 65,536 keys two have the same one in one of ten billion logs. The sample has 32,768 keys and more, so the number
/// is right within 2 % in 99 of 100 logs. Source: Flajolet, On adaptive sampling (1990).
/// </remarks>
internal sealed class DifferentCount
{
    /// <summary>The most keys that are all kept.</summary>
    public const int MostExact = 65_536;

    private const int FewestSlots = 16;

    // Most keys are found before so many slots were asked, which may stand in two lines of the processor's cache.
    private const int Near = 4;

    // Stands for an empty slot. The key with this hash is taken for the one with the next.
    private const ulong Empty = 0;

    private readonly CounterMemory _memory;
    private ulong[] _slots = new ulong[FewestSlots];
    private int _count;
    private int _limit = LimitOf(FewestSlots);
    private int _zeros;

    /// <param name="memory">What all counters share.</param>
    public DifferentCount(CounterMemory memory) => _memory = memory;

    /// <summary>How many different keys there were.</summary>
    public long Count => (long)_count << _zeros;

    /// <summary>True when <see cref="Count"/> is not exact.</summary>
    public bool IsRough => _zeros > 0;

    /// <summary>Counts a key.</summary>
    /// <param name="hash">Its hash.</param>
    /// <returns>For how many new keys it stands: 0 for one that is known or is not in the sample, and 1 as long as all are kept.</returns>
    public long Add(ulong hash)
    {
        if (BitOperations.LeadingZeroCount(hash) < _zeros)
            return 0;
        if (hash == Empty)
            hash++;
        int slot = Find(_slots, hash);
        if (_slots[slot] == hash)
            return 0;
        long weight = 1L << _zeros;
        _slots[slot] = hash;
        _count++;
        if (_count > _limit)
            MakeRoom();
        return weight;
    }

    /// <summary>Has a key's place fetched, and changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(ulong hash)
    {
        ulong[] slots = _slots;
        int at = unchecked((int)hash);
        Prefetch.Of(in slots[at & (slots.Length - 1)]);
        Prefetch.Of(in slots[unchecked(at + Near) & (slots.Length - 1)]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(ulong[] slots, ulong hash)
    {
        int slot = unchecked((int)hash) & (slots.Length - 1);
        while (slots[slot] != Empty && slots[slot] != hash)
            slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private static int LimitOf(int slots) => Math.Min(MostExact, slots / 4 * 3);

    private void MakeRoom()
    {
        if (_count > MostExact)
            Thin();
        else
            Grow();
    }

    private void Grow()
    {
        if (!_memory.TryTake((long)_slots.Length * sizeof(ulong)))
        {
            Thin();
            return;
        }

        var larger = new ulong[2 * _slots.Length];
        foreach (ulong hash in _slots)
        {
            if (hash != Empty)
                larger[Find(larger, hash)] = hash;
        }

        _slots = larger;
        _limit = LimitOf(larger.Length);
    }

    /// <summary>Keeps only hashes with one more zero bit in front: about half of them.</summary>
    private void Thin()
    {
        int most = Math.Min(MostExact, _slots.Length / 4 * 3);
        Span<ulong> kept = MemoryMarshal.Cast<long, ulong>(_memory.Scratch(_slots.Length));
        _slots.CopyTo(kept);
        while (_count > most - (most / 8))
        {
            _zeros++;
            Array.Clear(_slots);
            _count = 0;
            foreach (ulong hash in kept)
            {
                if (hash == Empty || BitOperations.LeadingZeroCount(hash) < _zeros)
                    continue;
                _slots[Find(_slots, hash)] = hash;
                _count++;
            }
        }
    }
}
