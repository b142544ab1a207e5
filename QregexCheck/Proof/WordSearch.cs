using System;
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
    private static readonly int[] Strangeness = StrangenessOfAll();

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
        var places = new PlaceTable(width);
        Span<int> tuple = stackalloc int[width];
        Span<int> hopeless = stackalloc int[width];
        var classes = new byte[columns.Length * width];
        for (int k = 0; k < width; k++)
        {
            tuple[k] = requirements[k].Language.Start;
            if (tuple[k] == LazyDfa.Unknown)
                return SearchResult.Unknown;
            hopeless[k] = requirements[k].MustAccept ? LazyDfa.Dead : LazyDfa.All;
            if (tuple[k] == hopeless[k])
                return SearchResult.None;
            for (int c = 0; c < columns.Length; c++)
                classes[(c * width) + k] = requirements[k].Language.Classes[columns[c].Byte];
        }

        places.Add(tuple, new Trace(-1, 0, 0, 0));
        var rows = new int[]?[width];
        int layer = 0;
        int end = 1;
        bool isUnsure = false;
        while (layer < end)
        {
            int best = -1;
            for (int at = layer; at < end; at++)
            {
                if (MeetsAll(requirements, places.States(at)) && (best < 0 || places[at].Cost < places[best].Cost))
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
                // It stays as it is when the table grows.
                ReadOnlySpan<int> from = places.States(at);
                Array.Clear(rows);
                for (int c = 0; c < columns.Length; c++)
                {
                    int k = 0;
                    for (; k < width; k++)
                    {
                        int next = from[k];
                        if (next > LazyDfa.All)
                            next = (rows[k] ??= requirements[k].Language.Row(next))[classes[(c * width) + k]];
                        tuple[k] = next;
                        if (next == LazyDfa.Unknown || next == hopeless[k])
                        {
                            isUnsure |= next == LazyDfa.Unknown;
                            break;
                        }
                    }

                    if (k < width)
                        continue;
                    if (places.Count >= Limits.SearchPlaces)
                    {
                        visited = places.Count;
                        return SearchResult.Unknown;
                    }

                    places.Add(tuple, new Trace(at, columns[c].Byte, places[at].Depth + 1, places[at].Cost + columns[c].Strangeness));
                }
            }

            layer = end;
            end = places.Count;
            visited = end;
        }

        return isUnsure ? SearchResult.Unknown : SearchResult.None;
    }

    private static bool MeetsAll(ReadOnlySpan<Requirement> requirements, ReadOnlySpan<int> states)
    {
        for (int k = 0; k < requirements.Length; k++)
        {
            if (requirements[k].Language.AcceptsAtEnd(states[k]) != requirements[k].MustAccept)
                return false;
        }

        return true;
    }

    private static byte[] Spell(PlaceTable places, int at)
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
        foreach (Requirement requirement in requirements)
        {
            // By the class before and the language's own: the new class and 1, or 0 where there is none yet.
            ByteClasses own = requirement.Language.Classes;
            var joined = new int[count * own.Count];
            count = 0;
            for (int b = 0; b < 256; b++)
            {
                if (own[(byte)b] == ByteClasses.None)
                    continue;
                ref int number = ref joined[(classOf[b] * own.Count) + own[(byte)b]];
                if (number == 0)
                    number = ++count;
                classOf[b] = number - 1;
            }
        }

        var columns = new Column[count];
        Array.Fill(columns, new Column(0, int.MaxValue));
        for (int b = 0; b < 256; b++)
        {
            if (!AddressBytes.All.Contains((byte)b))
                continue;
            int strangeness = Strangeness[b];
            if (strangeness < columns[classOf[b]].Strangeness)
                columns[classOf[b]] = new Column((byte)b, strangeness);
        }

        return columns;
    }

    private static int[] StrangenessOfAll()
    {
        var all = new int[256];
        for (int b = 0; b < all.Length; b++)
            all[b] = AddressBytes.Strangeness((byte)b);
        return all;
    }

    private readonly record struct Column(byte Byte, int Strangeness);

    /// <summary>How a place was reached: from which one, by which byte, and at what price.</summary>
    private readonly record struct Trace(int Before, byte Byte, int Depth, int Cost);

    /// <summary>The places that were visited: for each a state of every automaton, by which it is found again.</summary>
    private sealed class PlaceTable
    {
        private readonly int _width;
        private int[] _states;
        private Trace[] _traces = new Trace[64];

        // Open addressing: one more than a place's number, 0 where there is none. Never more than half full.
        private int[] _slots = new int[128];

        /// <param name="width">How many automata are run side by side.</param>
        public PlaceTable(int width)
        {
            _width = width;
            _states = new int[_traces.Length * width];
        }

        /// <summary>Number of places; they are numbered in the order in which they were added.</summary>
        public int Count { get; private set; }

        public ref readonly Trace this[int place] => ref _traces[place];

        public ReadOnlySpan<int> States(int place) => _states.AsSpan(place * _width, _width);

        /// <summary>Adds a place; of one that is there, the cheaper of two ways of one length is kept.</summary>
        public void Add(ReadOnlySpan<int> states, Trace trace)
        {
            if (Count == _traces.Length)
                Grow();
            int mask = _slots.Length - 1;
            int slot = Hash(states) & mask;
            for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                int known = _slots[slot] - 1;
                if (!States(known).SequenceEqual(states))
                    continue;
                if (_traces[known].Depth == trace.Depth && trace.Cost < _traces[known].Cost)
                    _traces[known] = trace;
                return;
            }

            _slots[slot] = Count + 1;
            states.CopyTo(_states.AsSpan(Count * _width));
            _traces[Count++] = trace;
        }

        private void Grow()
        {
            Array.Resize(ref _traces, checked(Count * 2));
            Array.Resize(ref _states, checked(_traces.Length * _width));
            _slots = new int[checked(_traces.Length * 2)];
            int mask = _slots.Length - 1;
            for (int place = 0; place < Count; place++)
            {
                int slot = Hash(States(place)) & mask;
                while (_slots[slot] != 0)
                    slot = (slot + 1) & mask;
                _slots[slot] = place + 1;
            }
        }

        private static int Hash(ReadOnlySpan<int> states)
        {
            uint hash = 17;
            foreach (int state in states)
                hash = unchecked((hash ^ (uint)state) * 0x9E3779B1);
            return (int)((hash ^ (hash >> 15)) & int.MaxValue);
        }
    }
}
