using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Classes of bytes that a Perl-compatible pattern does not tell apart. Upper and lower case are two things here.</summary>
internal sealed class PcreClasses
{
    /// <summary>Not a class: the end of the subject.</summary>
    public const int End = -1;

    private readonly int[] _classOf = new int[256];
    private readonly List<byte> _examples = new();
    private readonly bool[][] _takes;

    public PcreClasses(PcreNfa nfa)
    {
        var sets = new List<PcreSet>(nfa.Sets);
        if (nfa.SeesWords)
            sets.Add(PcreSet.Word);
        int count = 1;
        foreach (PcreSet set in sets)
        {
            var split = new Dictionary<(int, bool), int>();
            for (int b = 0; b < 256; b++)
            {
                (int, bool) part = (_classOf[b], set.Contains((byte)b));
                if (!split.TryGetValue(part, out int number))
                    split.Add(part, number = split.Count);
                _classOf[b] = number;
            }

            count = split.Count;
        }

        for (int c = 0; c < count; c++)
            _examples.Add((byte)System.Array.IndexOf(_classOf, c));
        _takes = new bool[nfa.Sets.Count][];
        for (int s = 0; s < _takes.Length; s++)
        {
            _takes[s] = new bool[count];
            for (int c = 0; c < count; c++)
                _takes[s][c] = nfa.Sets[s].Contains(_examples[c]);
        }
    }

    public int Count => _examples.Count;

    /// <summary>The class of a byte.</summary>
    public int this[byte b] => _classOf[b];

    /// <summary>True when a set of the automaton holds the bytes of a class.</summary>
    public bool Takes(int set, int byteClass) => _takes[set][byteClass];

    /// <summary>The side that a byte of a class is to an anchor, or that the end of the subject is.</summary>
    public Side SideOf(int byteClass) => byteClass == End ? Side.Nothing : Place.SideOf(CaseFolding.Upper(_examples[byteClass]));
}
