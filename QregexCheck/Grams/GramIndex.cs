using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace QregexCheck.Grams;

/// <summary>
/// Finds in memory the rules that could match a subject: each is filed under the grams of which every match of it holds one, so that a subject
/// need only be shown to the rules of the grams it holds. The compiled file has an index of its own, which is read a block at a time.
/// </summary>
internal sealed class GramIndex
{
    private const int LengthBits = 6;
    private const int MostBeginnings = 1 << 20;
    private const ulong ShortLengths = (1UL << Gram.BeginningLength) - 1;

    // By the hash of a gram's first bytes a bit that tells that there is one: most places of a subject are done with here. Sixteen bits a gram.
    private ulong[] _beginnings = new ulong[1 << 6];

    // By the same hash, the lengths of such grams, a bit for each.
    private ulong[] _lengths = new ulong[1 << 8];
    private ulong _inUse;
    private ulong _inUseAtStart;

    // By slot, 1 + the place of what was filed last in it; from there the ring leads to what was filed first, and on.
    private int[] _slots = new int[16];
    private FiledRule[] _filed = new FiledRule[16];
    private int _count;
    private int _question;

    private struct FiledRule
    {
        public uint Hash;

        // The bits of the gram's beginning that a full table of lengths uses, and more; behind them the gram's length.
        public uint Gram;
        public int Number;
        public int Next;

        /// <summary>The last question that the rule answered here: a gram may stand in a subject more than once.</summary>
        public int Question;
    }

    /// <summary>Files a rule.</summary>
    /// <param name="rule">Its number.</param>
    /// <param name="grams">Grams of which every match holds at least one; one or more.</param>
    public void Add(int rule, ReadOnlySpan<Gram> grams)
    {
        foreach (Gram gram in grams)
        {
            if (_count == _filed.Length)
                Grow();
            uint hash = Gram.Half(gram.Hash);
            _filed[_count] = new FiledRule { Hash = hash, Gram = (gram.Beginning << LengthBits) | gram.Length, Number = rule };
            _count++;
            PutIntoRing(_count, SlotOf(hash));
            ulong length = 1UL << gram.Length;
            if (gram.IsAtStart)
                _inUseAtStart |= length;
            else
                _inUse |= length;
            AddBeginning(gram.Beginning, length);
        }
    }

    /// <summary>Collects the rules that could match a subject, those of one gram in the order in which they were filed.</summary>
    /// <param name="subject">The subject, upper-cased.</param>
    /// <param name="most">How many at most; one that is filed under several grams may count, and be there, more than once.</param>
    /// <param name="rules">Where their numbers are added.</param>
    /// <returns>False when there are more.</returns>
    public bool TryFind(ReadOnlySpan<byte> subject, int most, List<int> rules)
    {
        BeginQuestion();
        if (_inUseAtStart != 0 && !TryFindAtStart(subject, most, rules))
            return false;
        for (int length = 1; length < Gram.BeginningLength; length++)
        {
            if ((_inUse & (1UL << length)) != 0 && !TryFindShort(subject, length, most, rules))
                return false;
        }

        return (_inUse & ~ShortLengths) == 0 || TryFindLong(subject, most, rules);
    }

    /// <summary>Collects the rules of the grams that stand anywhere and have so many bytes: fewer than a beginning.</summary>
    private bool TryFindShort(ReadOnlySpan<byte> subject, int length, int most, List<int> rules)
    {
        ulong[] beginnings = _beginnings;
        uint packed = 0;
        for (int end = 0; end < subject.Length; end++)
        {
            packed = (packed >> 8) | ((uint)subject[end] << (8 * (length - 1)));
            int begin = end + 1 - length;
            if (begin < 0 || !Holds(beginnings, Gram.BeginningOf(packed, length, isAtStart: false)))
                continue;
            if (!TryTake(Gram.Half(GramHash.Of(subject.Slice(begin, length))), most, rules))
                return false;
        }

        return true;
    }

    /// <summary>Collects the rules of the other grams that stand anywhere.</summary>
    private bool TryFindLong(ReadOnlySpan<byte> subject, int most, List<int> rules)
    {
        ulong[] beginnings = _beginnings;
        for (int begin = 0; begin <= subject.Length - Gram.BeginningLength; begin++)
        {
            uint beginning = Gram.BeginningOf(BinaryPrimitives.ReadUInt32LittleEndian(subject[begin..]), Gram.BeginningLength, isAtStart: false);
            if (Holds(beginnings, beginning) && !TryFindAt(subject[begin..], beginning, GramHash.Anywhere, _inUse & ~ShortLengths, most, rules))
                return false;
        }

        return true;
    }

    private bool TryFindAtStart(ReadOnlySpan<byte> subject, int most, List<int> rules)
    {
        if (!TryFindAt(subject, 0, GramHash.AtStart, _inUseAtStart & ShortLengths, most, rules))
            return false;
        if ((_inUseAtStart & ~ShortLengths) == 0 || subject.Length < Gram.BeginningLength)
            return true;
        uint beginning = Gram.BeginningOf(BinaryPrimitives.ReadUInt32LittleEndian(subject), Gram.BeginningLength, isAtStart: true);
        return !Holds(_beginnings, beginning) || TryFindAt(subject, beginning, GramHash.AtStart, _inUseAtStart & ~ShortLengths, most, rules);
    }

    /// <summary>Collects the rules of the grams that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="beginning">The hash of its beginning; not asked for short grams.</param>
    /// <param name="bits">The bits of a gram of no bytes.</param>
    /// <param name="lengths">The lengths to look for, a bit for each: all of them short, or none.</param>
    /// <param name="most">How many rules at most.</param>
    /// <param name="rules">Where their numbers are added.</param>
    private bool TryFindAt(ReadOnlySpan<byte> text, uint beginning, ulong bits, ulong lengths, int most, List<int> rules)
    {
        if ((lengths & ShortLengths) == 0)
            lengths &= _lengths[LengthsOf(beginning)];
        int longest = Math.Min(text.Length, Gram.Longest);
        for (int length = 1; length <= longest && lengths >> length != 0; length++)
        {
            bits = GramHash.Extend(bits, length - 1, text[length - 1]);
            if ((lengths & (1UL << length)) != 0 && !TryTake(Gram.Half(GramHash.Of(bits, length)), most, rules))
                return false;
        }

        return true;
    }

    private bool TryTake(uint hash, int most, List<int> rules)
    {
        int last = _slots[SlotOf(hash)];
        if (last == 0)
            return true;
        int at = last;
        do
        {
            at = _filed[at - 1].Next;
            ref FiledRule filed = ref _filed[at - 1];
            if (filed.Hash != hash)
                continue;
            if (filed.Question == _question)
                return true;
            if (rules.Count >= most)
                return false;
            filed.Question = _question;
            rules.Add(filed.Number);
        }
        while (at != last);
        return true;
    }

    private void BeginQuestion()
    {
        if (_question == int.MaxValue)
        {
            _question = 0;
            foreach (ref FiledRule filed in _filed.AsSpan())
                filed.Question = 0;
        }

        _question++;
    }

    private void Grow()
    {
        Array.Resize(ref _filed, checked(_count * 2));
        if (_lengths.Length < MostBeginnings && _count > _lengths.Length)
        {
            _lengths = new ulong[checked(_lengths.Length * 4)];
            _beginnings = new ulong[_lengths.Length / 4];
        }

        _slots = new int[_filed.Length];
        for (int place = 1; place <= _count; place++)
        {
            ref FiledRule filed = ref _filed[place - 1];
            PutIntoRing(place, SlotOf(filed.Hash));
            AddBeginning(filed.Gram >> LengthBits, 1UL << (int)(filed.Gram & ((1 << LengthBits) - 1)));
        }
    }

    private void AddBeginning(uint beginning, ulong length)
    {
        _lengths[LengthsOf(beginning)] |= length;
        _beginnings[PlaceOf(_beginnings, beginning)] |= 1UL << (int)(beginning & 63);
    }

    private static bool Holds(ulong[] beginnings, uint beginning) => (beginnings[PlaceOf(beginnings, beginning)] & (1UL << (int)(beginning & 63))) != 0;

    private static int PlaceOf(ulong[] beginnings, uint beginning) => (int)((beginning >> 6) & (uint)(beginnings.Length - 1));

    /// <summary>Puts a filed rule behind what was put last into a slot's ring.</summary>
    private void PutIntoRing(int place, int slot)
    {
        int last = _slots[slot];
        _filed[place - 1].Next = last == 0 ? place : _filed[last - 1].Next;
        if (last != 0)
            _filed[last - 1].Next = place;
        _slots[slot] = place;
    }

    private int SlotOf(uint hash) => (int)(hash & (uint)(_slots.Length - 1));

    private int LengthsOf(uint beginning) => (int)(beginning & (uint)(_lengths.Length - 1));
}
