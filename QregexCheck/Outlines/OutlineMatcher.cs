using System;
using System.Numerics;

namespace QregexCheck.Outlines;

/// <summary>
/// Tells whether a subject looks like an outline, for many of them one after the other: a run takes all places of the subject at once, as bits of
/// words, and rows that begin alike share what they have in common.
/// </summary>
/// <remarks>
/// Level n holds the places behind the first n runs: bit p stands for the place before byte p. Only the words from the first to the last one that has
/// a bit are valid, so that a row that begins at the start costs the same at a long subject as at a short one.
/// </remarks>
internal sealed class OutlineMatcher
{
    private const int MaskBits = 6;

    private readonly int _length;
    private readonly int _words;
    private readonly ulong _present;
    private readonly byte[] _symbols;
    private readonly ulong[] _placesOf;
    private readonly ulong[] _places;
    private readonly int[] _first = new int[Outline.MostRuns + 1];
    private readonly int[] _last = new int[Outline.MostRuns + 1];
    private readonly ulong[] _maskOf = new ulong[1 << MaskBits];
    private readonly ulong[] _masks;
    private readonly ulong[] _more;

    /// <param name="subject">An upper-cased subject.</param>
    public OutlineMatcher(ReadOnlySpan<byte> subject)
    {
        Span<byte> symbolOf = stackalloc byte[256];
        AddressSymbols.Fill(symbolOf);
        _symbols = new byte[subject.Length];
        _length = subject.Length;
        _words = (_length >> 6) + 1;
        _placesOf = new ulong[AddressSymbols.Count * _words];
        _places = new ulong[(Outline.MostRuns + 1) * _words];
        _masks = new ulong[_words << MaskBits];
        _more = new ulong[_words];
        for (int at = 0; at < subject.Length; at++)
        {
            int symbol = symbolOf[subject[at]];
            _symbols[at] = (byte)symbol;
            _present |= 1UL << symbol;
            _placesOf[(symbol * _words) + (at >> 6)] |= 1UL << at;
        }
    }

    /// <summary>Begins a row.</summary>
    /// <param name="atStart">True for one that begins where the subject does.</param>
    public void Begin(bool atStart)
    {
        _first[0] = 0;
        _last[0] = atStart ? 0 : _words - 1;
        if (atStart)
        {
            _places[0] = 1;
            return;
        }

        _places.AsSpan(0, _words).Fill(ulong.MaxValue);
        _places[_words - 1] = ulong.MaxValue >> (63 - (_length & 63));
    }

    /// <summary>Takes a run: makes a level out of the one before it.</summary>
    /// <param name="level">The number of runs before it.</param>
    /// <param name="run">The run.</param>
    /// <returns>False when no place is left.</returns>
    public bool TryTake(int level, OutlineRun run)
    {
        ulong held = run.Set & _present;
        if (run.Least > 0 && (held == 0 || run.Least > _length))
            return false;
        return _words == 1 ? TryTakeShort(level, run, held) : TryTakeLong(level, run, held);
    }

    /// <summary>True when a level has the place behind the subject's last byte.</summary>
    public bool IsAtEnd(int level) =>
        _last[level] == _words - 1 && (_places[(level * _words) + _words - 1] >> (_length & 63) & 1) != 0;

    /// <summary>The same for a subject whose places are one word, as most are.</summary>
    private bool TryTakeShort(int level, OutlineRun run, ulong held)
    {
        ulong places = _places[level];
        int least = run.Least;
        if (BitOperations.IsPow2(places))
        {
            int at = BitOperations.TrailingZeroCount(places);
            if (!HoldsOnly(held, at, least))
                return false;
            places <<= least;
            least = 0;
        }

        if (held != 0 && (least > 0 || run.Most > run.Least))
        {
            ulong mask = Mask(held)[0];
            for (; least > 0 && places != 0; least--)
                places = (places & mask) << 1;
            ulong more = places;
            if (run.Most == OutlineRun.Unbounded)
                places |= (unchecked(mask + (places & mask)) ^ mask) | (places & mask);
            else
            {
                for (int i = run.Least; i < run.Most && more != 0; i++)
                    places |= more = (more & mask) << 1;
            }
        }

        _places[level + 1] = places;
        return places != 0;
    }

    private bool TryTakeLong(int level, OutlineRun run, ulong held)
    {
        (int first, int last) = (_first[level], _last[level]);
        Span<ulong> to = _places.AsSpan((level + 1) * _words, _words);
        _places.AsSpan((level * _words) + first, last - first + 1).CopyTo(to[first..]);
        int least = run.Least;
        if (first == last && BitOperations.IsPow2(to[first]))
        {
            int at = (first << 6) + BitOperations.TrailingZeroCount(to[first]);
            if (!HoldsOnly(held, at, least))
                return false;
            first = last = (at + least) >> 6;
            to[first] = 1UL << (at + least);
            least = 0;
        }

        if (held != 0 && (least > 0 || run.Most > run.Least))
        {
            ReadOnlySpan<ulong> mask = Mask(held);
            for (; least > 0; least--)
            {
                if (!TryAdvance(to, mask, ref first, ref last))
                    return false;
            }

            if (run.Most == OutlineRun.Unbounded)
                Flood(to, mask, first, ref last);
            else if (run.Most > run.Least)
                AddMore(to, mask, run.Most - run.Least, first, ref last);
        }

        (_first[level + 1], _last[level + 1]) = (first, last);
        return true;
    }

    /// <summary>True when bytes are all of a set: a single place goes from byte to byte, and seldom far.</summary>
    private bool HoldsOnly(ulong held, int at, int count)
    {
        if (at + count > _length)
            return false;
        foreach (byte symbol in _symbols.AsSpan(at, count))
        {
            if ((held >> symbol & 1) == 0)
                return false;
        }

        return true;
    }

    /// <summary>Goes from each place over one byte of the mask.</summary>
    private static bool TryAdvance(Span<ulong> places, ReadOnlySpan<ulong> mask, ref int first, ref int last)
    {
        ulong carry = 0;
        for (int i = first; i <= last; i++)
        {
            ulong word = places[i] & mask[i];
            places[i] = (word << 1) | carry;
            carry = word >> 63;
        }

        if (carry != 0)
            places[++last] = carry;
        while (first <= last && places[first] == 0)
            first++;
        while (last > first && places[last] == 0)
            last--;
        return first <= last;
    }

    /// <summary>Adds to each place those behind any number of bytes of the mask: the carry of an addition runs through them.</summary>
    private static void Flood(Span<ulong> places, ReadOnlySpan<ulong> mask, int first, ref int last)
    {
        ulong carry = 0;
        for (int i = first; i < places.Length && (i <= last || carry != 0); i++)
        {
            if (i > last)
            {
                places[i] = 0;
                last = i;
            }

            ulong runs = mask[i];
            ulong from = places[i] & runs;
            ulong sum = unchecked(runs + from);
            ulong next = sum < runs ? 1UL : 0;
            sum = unchecked(sum + carry);
            next |= sum < carry ? 1UL : 0;
            places[i] |= (sum ^ runs) | from;
            carry = next;
        }
    }

    private void AddMore(Span<ulong> places, ReadOnlySpan<ulong> mask, int count, int first, ref int last)
    {
        (int moreFirst, int moreLast) = (first, last);
        places[first..(last + 1)].CopyTo(_more.AsSpan(first));
        for (int i = 0; i < count && TryAdvance(_more, mask, ref moreFirst, ref moreLast); i++)
        {
            while (last < moreLast)
                places[++last] = 0;
            for (int word = moreFirst; word <= moreLast; word++)
                places[word] |= _more[word];
        }
    }

    /// <summary>The places before bytes of a set that the subject holds; the sets asked last are kept.</summary>
    private ReadOnlySpan<ulong> Mask(ulong held)
    {
        int slot = (int)(unchecked(held * 0x9E37_79B9_7F4A_7C15) >> (64 - MaskBits));
        Span<ulong> mask = _masks.AsSpan(slot * _words, _words);
        if (_maskOf[slot] == held)
            return mask;
        _maskOf[slot] = held;
        mask.Clear();
        for (ulong left = held; left != 0; left &= left - 1)
        {
            ReadOnlySpan<ulong> places = _placesOf.AsSpan(BitOperations.TrailingZeroCount(left) * _words, _words);
            for (int i = 0; i < mask.Length; i++)
                mask[i] |= places[i];
        }

        return mask;
    }
}
