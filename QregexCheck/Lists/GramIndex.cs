using System;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>
/// Finds the rules that could match a subject: each is filed under one piece of up to four bytes, a gram, that every match of it holds.
/// </summary>
/// <remarks>
/// A rule is filed under the gram that the fewest rules before it held: what all rules of a site have in common, its own domain, soon is too
/// common to be chosen. Grams are kept as hashes: a false candidate costs time, never a verdict.
/// </remarks>
internal sealed class GramIndex
{
    private const int LongestGram = 4;
    private const int CounterBits = 14;

    private readonly ushort[] _counters = new ushort[1 << CounterBits];

    // For each rule filed: its number, the hash it is filed under, and the rule filed before it in the same place.
    private FiledRule[] _entries = new FiledRule[16];
    private int _count;
    private int[] _heads = [];
    private int _lengths;
    private int[] _candidates = new int[16];

    private struct FiledRule
    {
        public int Rule;
        public uint Hash;
        public int Next;
    }

    /// <summary>Chooses the gram to file a rule under, and counts the rule's grams for the rules that follow.</summary>
    /// <param name="runs">What every match of the rule holds.</param>
    /// <param name="hash">The gram, for <see cref="Add"/>.</param>
    /// <param name="length">Its length; 0 when there is nothing to file the rule under.</param>
    /// <returns>How often it is to be expected: below 100 is rare.</returns>
    public int Choose(RequiredRuns runs, out uint hash, out int length)
    {
        // A short gram is met in subjects of all kinds, however few rules have it.
        ReadOnlySpan<int> penalties = [0, 5000, 200, 10, 0];
        (hash, length) = (0, 0);
        int best = int.MaxValue;
        for (int i = 0; i < runs.Count; i++)
        {
            ReadOnlySpan<byte> run = runs[i];
            int size = Math.Min(run.Length, LongestGram);
            for (int at = 0; at + size <= run.Length; at++)
            {
                uint candidate = Hash(run.Slice(at, size));
                ref ushort counter = ref _counters[candidate >> (32 - CounterBits)];
                if (counter + penalties[size] < best)
                    (best, hash, length) = (counter + penalties[size], candidate, size);
                if (counter < ushort.MaxValue)
                    counter++;
            }
        }

        return best;
    }

    /// <summary>Files a rule under a gram.</summary>
    /// <param name="rule">Its number; numbers rise from call to call.</param>
    /// <param name="hash">The gram.</param>
    /// <param name="length">Its length.</param>
    public void Add(int rule, uint hash, int length)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, checked(_count * 2));
        _entries[_count++] = new FiledRule { Rule = rule, Hash = hash };
        _lengths |= 1 << length;
    }

    /// <summary>Makes the index ready to be asked; nothing can be added any more.</summary>
    public void Complete()
    {
        _heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(_count, 1))];
        for (int i = 0; i < _count; i++)
        {
            ref int head = ref _heads[Slot(_entries[i].Hash)];
            _entries[i].Next = head;
            head = i + 1;
        }
    }

    /// <summary>The rules that could match a subject, by rising number, none twice; valid until the next call.</summary>
    public ReadOnlySpan<int> Candidates(ReadOnlySpan<byte> subject)
    {
        int found = 0;
        for (int length = 1; length <= LongestGram; length++)
        {
            if ((_lengths & (1 << length)) == 0)
                continue;
            for (int at = 0; at + length <= subject.Length; at++)
            {
                uint hash = Hash(subject.Slice(at, length));
                for (int i = _heads[Slot(hash)]; i != 0; i = _entries[i - 1].Next)
                {
                    if (_entries[i - 1].Hash != hash)
                        continue;
                    if (found == _candidates.Length)
                        Array.Resize(ref _candidates, checked(found * 2));
                    _candidates[found++] = _entries[i - 1].Rule;

                    // A subject that repeats a gram for ever would find its rules for ever.
                    if (found > 2 * _count)
                        found = SortOut(found);
                }
            }
        }

        return _candidates.AsSpan(0, SortOut(found));
    }

    private int SortOut(int found)
    {
        Span<int> candidates = _candidates.AsSpan(0, found);
        candidates.Sort();
        int kept = 0;
        for (int i = 0; i < found; i++)
        {
            if (kept == 0 || candidates[kept - 1] != candidates[i])
                candidates[kept++] = candidates[i];
        }

        return kept;
    }

    private int Slot(uint hash) => (int)(hash & (uint)(_heads.Length - 1));

    private static uint Hash(ReadOnlySpan<byte> gram)
    {
        unchecked
        {
            uint hash = (uint)gram.Length;
            foreach (byte b in gram)
                hash = (hash << 8) ^ (hash >> 24) ^ b;
            hash *= 0x9E3779B1;
            hash = (hash ^ (hash >> 15)) * 0x85EBCA6B;
            return hash ^ (hash >> 13);
        }
    }
}
