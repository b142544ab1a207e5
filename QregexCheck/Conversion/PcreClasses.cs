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
            // By the class before, and whether the set holds the byte: one more than the new class, or 0 where there is none yet.
            var split = new int[count * 2];
            count = 0;
            for (int b = 0; b < 256; b++)
            {
                ref int number = ref split[(_classOf[b] * 2) + (set.Contains((byte)b) ? 1 : 0)];
                if (number == 0)
                    number = ++count;
                _classOf[b] = number - 1;
            }
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
