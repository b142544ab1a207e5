using System;
using System.Collections.Generic;
using QregexCheck.Automata;

namespace QregexCheck.Proof;

/// <summary>How a search ended.</summary>
internal enum SearchResult
{
    Found,

    /// <summary>There is no such word: proved, not guessed.</summary>
    None,

    /// <summary>A limit was met before the answer was known.</summary>
    Unknown,
}

/// <summary>A language, and whether the word sought is to lie in it.</summary>
internal readonly record struct Requirement(LazyDfa Language, bool MustAccept);

/// <summary>
/// Finds the shortest word that lies in some languages and not in some others: so inclusion, emptiness and universality are decided, each
/// with its counterexample. All automata are run side by side, breadth first.
/// </summary>
/// <remarks>Of the shortest words the one is taken whose bytes are the least strange (<see cref="AddressBytes.Strangeness"/>).</remarks>
internal static class WordSearch
{
    /// <summary>Searches for a word that meets all requirements.</summary>
    /// <param name="requirements">One or more.</param>
    /// <param name="word">The word, upper-cased, with <see cref="SearchResult.Found"/>.</param>
    public static SearchResult Find(ReadOnlySpan<Requirement> requirements, out byte[] word) => Find(requirements, out word, out _);

    /// <summary>The same, and tells how many places were visited: what it has cost.</summary>
    public static SearchResult Find(ReadOnlySpan<Requirement> requirements, out byte[] word, out int visited)
    {
        word = [];
        visited = 0;
        int width = requirements.Length;
        Column[] columns = JoinClasses(requirements);
        var places = new List<Trace>();
        var tuples = new List<int>();
        var known = new Dictionary<long, int>();
        Span<int> tuple = stackalloc int[width];
        for (int k = 0; k < width; k++)
        {
            tuple[k] = requirements[k].Language.Start;
            if (tuple[k] == LazyDfa.Unknown)
                return SearchResult.Unknown;
            if (IsHopeless(requirements[k], tuple[k]))
                return SearchResult.None;
        }

        Add(tuple, new Trace(-1, 0, 0, 0, -1));
        int layer = 0;
        int end = 1;
        bool isUnsure = false;
        while (layer < end)
        {
            int best = -1;
            for (int at = layer; at < end; at++)
            {
                if (MeetsAll(requirements, tuples, at * width) && (best < 0 || places[at].Cost < places[best].Cost))
                    best = at;
            }

            if (best >= 0)
            {
                // With a place left out for a limit's sake a shorter word may have been missed, but this is one.
                word = Spell(places, best);
                return SearchResult.Found;
            }

            for (int at = layer; at < end; at++)
            {
                foreach (Column column in columns)
                {
                    bool isHopeless = false;
                    for (int k = 0; k < width && !isHopeless; k++)
                    {
                        LazyDfa language = requirements[k].Language;
                        int next = language.Step(tuples[(at * width) + k], language.Classes[column.Byte]);
                        tuple[k] = next;
                        isUnsure |= next == LazyDfa.Unknown;
                        isHopeless = next == LazyDfa.Unknown || IsHopeless(requirements[k], next);
                    }

                    if (isHopeless)
                        continue;
                    if (places.Count >= Limits.SearchPlaces)
                    {
                        visited = places.Count;
                        return SearchResult.Unknown;
                    }

                    Add(tuple, new Trace(at, column.Byte, places[at].Depth + 1, places[at].Cost + column.Strangeness, -1));
                }
            }

            layer = end;
            end = places.Count;
            visited = end;
        }

        return isUnsure ? SearchResult.Unknown : SearchResult.None;

        void Add(ReadOnlySpan<int> states, Trace trace)
        {
            long key = 17;
            foreach (int state in states)
                key = unchecked((key * 1_000_003) + state);
            int first = known.TryGetValue(key, out int head) ? head : -1;
            for (int at = first; at >= 0; at = places[at].SameKey)
            {
                bool isSame = true;
                for (int k = 0; k < states.Length && isSame; k++)
                    isSame = tuples[(at * states.Length) + k] == states[k];
                if (!isSame)
                    continue;
                if (places[at].Depth == trace.Depth && trace.Cost < places[at].Cost)
                    places[at] = trace with { SameKey = places[at].SameKey };
                return;
            }

            known[key] = places.Count;
            places.Add(trace with { SameKey = first });
            foreach (int state in states)
                tuples.Add(state);
        }
    }

    private static bool IsHopeless(Requirement requirement, int state) => state == (requirement.MustAccept ? LazyDfa.Dead : LazyDfa.All);

    private static bool MeetsAll(ReadOnlySpan<Requirement> requirements, List<int> tuples, int offset)
    {
        for (int k = 0; k < requirements.Length; k++)
        {
            if (requirements[k].Language.AcceptsAtEnd(tuples[offset + k]) != requirements[k].MustAccept)
                return false;
        }

        return true;
    }

    private static byte[] Spell(List<Trace> places, int at)
    {
        var word = new byte[places[at].Depth];
        for (int i = word.Length - 1; i >= 0; i--)
        {
            word[i] = places[at].Byte;
            at = places[at].Before;
        }

        return word;
    }

    /// <summary>Bytes that none of the automata tells apart, each class shown by its least strange byte.</summary>
    private static Column[] JoinClasses(ReadOnlySpan<Requirement> requirements)
    {
        var classOf = new int[256];
        int count = 1;
        var joined = new Dictionary<int, int>();
        foreach (Requirement requirement in requirements)
        {
            joined.Clear();
            count = 0;
            for (int b = 0; b < 256; b++)
            {
                byte own = requirement.Language.Classes[(byte)b];
                if (own == ByteClasses.None)
                    continue;
                int key = (classOf[b] * 256) + own;
                if (!joined.TryGetValue(key, out int number))
                {
                    number = count++;
                    joined.Add(key, number);
                }

                classOf[b] = number;
            }
        }

        var columns = new Column[count];
        Array.Fill(columns, new Column(0, int.MaxValue));
        for (int b = 0; b < 256; b++)
        {
            if (!AddressBytes.All.Contains((byte)b))
                continue;
            int strangeness = AddressBytes.Strangeness((byte)b);
            if (strangeness < columns[classOf[b]].Strangeness)
                columns[classOf[b]] = new Column((byte)b, strangeness);
        }

        return columns;
    }

    private readonly record struct Column(byte Byte, int Strangeness);

    /// <summary>How a place was reached: from which one, by which byte, and at what price; and the place with the same hash before it.</summary>
    private readonly record struct Trace(int Before, byte Byte, int Depth, int Cost, int SameKey);
}
