using System;
using System.Runtime.InteropServices;
using QregexCheck.Database;
using QregexCheck.Posix;

namespace QregexCheck.History;

/// <summary>
/// The different addresses of past mail, each with what was found out about it: few are different, and a rule need not be asked twice. A book that is full is
/// begun anew, so that memory is bounded; what it knew is found out again.
/// </summary>
/// <remarks>
/// A record is a row of numbers, its address behind them, so that a look costs two misses of the cache: a slot, and the record. Strangers chose the
/// addresses, so the hash has a key, and bytes are compared.
/// </remarks>
internal sealed class AddressBook
{
    /// <summary>How many answers a record has room for.</summary>
    public const int Answers = 4;

    /// <summary>Stands for no record.</summary>
    public const int None = -1;

    // Behind the answers: the caller's mark, then the length.
    private const int MarkAt = Answers;
    private const int LengthAt = Answers + 1;
    private const int BytesAt = Answers + 2;

    private const int FirstSlots = 1 << 12;

    // A record mostly ends in the line behind the one in which it begins.
    private const int NumbersOfCacheLine = 64 / sizeof(int);

    // Estimates hang on hashes, and are to be the same each time: nobody gains by leading them astray.
    private static AddressHash Unkeyed => default;

    private readonly AddressHash _hash;
    private readonly int _mostNumbers;
    private readonly CardinalitySketch _sketch = new();
    private int[] _numbers = new int[16 * 1024];
    private ulong[] _slots = new ulong[FirstSlots];
    private int _used;
    private int _count;

    /// <param name="hash">The hash of addresses.</param>
    /// <param name="mostBytes">The most memory for records.</param>
    public AddressBook(AddressHash hash, int mostBytes)
    {
        _hash = hash;
        _mostNumbers = mostBytes / sizeof(int);
    }

    /// <summary>How often the book was begun anew: a record of another edition is none.</summary>
    public int Edition { get; private set; }

    /// <summary>How many different addresses were seen: exactly, or about, if the book was begun anew.</summary>
    public Tallied Different => Edition == 0 ? new Tallied(_count, IsExact: true) : new Tallied(_sketch.Estimate(), IsExact: false);

    /// <summary>The hash of an address.</summary>
    public ulong Hash(ReadOnlySpan<byte> address) => _hash.Of(address);

    /// <summary>The record of an address. It is added if it is new, with no answer (0) and no mark (0).</summary>
    /// <param name="address">The address.</param>
    /// <param name="hash">Its hash.</param>
    public int Find(ReadOnlySpan<byte> address, ulong hash)
    {
        ulong[] slots = _slots;
        uint tag = (uint)(hash >> 32);
        int mask = slots.Length - 1;
        for (int slot = (int)(hash & (ulong)mask); slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((uint)(slots[slot] >> 32) != tag)
                continue;
            int record = (int)(slots[slot] & uint.MaxValue) - 1;
            if (Address(record).SequenceEqual(address))
                return record;
        }

        return Add(address, hash);
    }

    /// <summary>Has the slot of an address fetched, before it is needed.</summary>
    public void FetchSlot(ulong hash) => Prefetch.Of(in _slots[(int)(hash & (ulong)(_slots.Length - 1))]);

    /// <summary>Has the record fetched which may be an address's. Its slot was fetched before.</summary>
    public void FetchRecord(ulong hash)
    {
        int place = (int)(_slots[(int)(hash & (ulong)(_slots.Length - 1))] & uint.MaxValue);
        Prefetch.Of(in _numbers[place]);
        Prefetch.Of(in _numbers[Math.Min(place + NumbersOfCacheLine, _numbers.Length - 1)]);
    }

    public ReadOnlySpan<byte> Address(int record) =>
        MemoryMarshal.AsBytes(_numbers.AsSpan(record + BytesAt))[.._numbers[record + LengthAt]];

    /// <summary>One of the answers about an address; 0 while there is none.</summary>
    public ref int Answer(int record, int which) => ref _numbers[record + which];

    /// <summary>A number that the caller keeps with the address.</summary>
    public ref int Mark(int record) => ref _numbers[record + MarkAt];

    private int Add(ReadOnlySpan<byte> address, ulong hash)
    {
        int size = BytesAt + ((address.Length + sizeof(int) - 1) / sizeof(int));
        if (_used + size > _mostNumbers && _used > 0)
            BeginAnew();
        if (4 * (_count + 1) > 3 * _slots.Length)
            Grow();
        if (_used + size > _numbers.Length)
            Array.Resize(ref _numbers, Math.Max(_used + size, Math.Min(2 * _numbers.Length, _mostNumbers)));
        int record = _used;
        _used += size;
        _count++;
        _numbers.AsSpan(record, BytesAt).Clear();
        _numbers[record + LengthAt] = address.Length;
        address.CopyTo(MemoryMarshal.AsBytes(_numbers.AsSpan(record + BytesAt)));
        Take(hash, record);
        _sketch.Add(Unkeyed.Of(address));
        return record;
    }

    private void Take(ulong hash, int record)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(hash & (ulong)mask);
        while (_slots[slot] != 0)
            slot = (slot + 1) & mask;
        _slots[slot] = (hash >> 32 << 32) | (uint)(record + 1);
    }

    /// <summary>Doubles the slots. The lower half of a hash is not kept, and is made anew.</summary>
    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[2 * old.Length];
        foreach (ulong slot in old)
        {
            if (slot == 0)
                continue;
            int record = (int)(slot & uint.MaxValue) - 1;
            Take(_hash.Of(Address(record)), record);
        }
    }

    private void BeginAnew()
    {
        Array.Clear(_slots);
        _used = 0;
        _count = 0;
        Edition++;
    }
}
