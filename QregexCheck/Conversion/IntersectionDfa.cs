using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>Runs automata side by side as one that accepts what meets the requirements of all.</summary>
internal static class IntersectionDfa
{
    // A pattern of more states is not written back anyway.
    private const int MostStates = 2_000;

    /// <summary>The automaton, not yet minimal; null when it is too large.</summary>
    public static FoldedDfa? Of(Requirement[] requirements)
    {
        var sets = new List<ByteSet>();
        List<byte> examples = Classes(requirements, sets);
        var states = new NumberLists();
        var rows = new List<int[]>();
        var accepts = new List<bool>();
        List<int> to = [.. Array.ConvertAll(requirements, static requirement => requirement.Language.Start)];
        if (to.Contains(LazyDfa.Unknown))
            return null;
        states.NumberOf(to);
        for (int at = 0; at < states.Count; at++)
        {
            if (states.Count > MostStates)
                return null;
            int[] from = states[at];
            var row = new int[examples.Count];
            for (int c = 0; c < row.Length; c++)
            {
                for (int k = 0; k < from.Length; k++)
                {
                    LazyDfa language = requirements[k].Language;
                    to[k] = language.Step(from[k], language.Classes[examples[c]]);
                    if (to[k] == LazyDfa.Unknown)
                        return null;
                }

                row[c] = states.NumberOf(to);
            }

            rows.Add(row);
            accepts.Add(MeetsAll(requirements, from));
        }

        return new FoldedDfa(sets, rows, accepts, Start: 0);
    }

    private static bool MeetsAll(Requirement[] requirements, int[] state)
    {
        for (int k = 0; k < state.Length; k++)
        {
            if (requirements[k].Language.AcceptsAtEnd(state[k]) != requirements[k].MustAccept)
                return false;
        }

        return true;
    }

    /// <summary>The bytes that none of the automata tells apart, and one of each such set.</summary>
    private static List<byte> Classes(Requirement[] requirements, List<ByteSet> sets)
    {
        var examples = new List<byte>();
        for (int b = 1; b < 256; b++)
        {
            if (!AddressBytes.All.Contains((byte)b))
                continue;
            int at = examples.FindIndex(example =>
                Array.TrueForAll(requirements, requirement => requirement.Language.Classes[example] == requirement.Language.Classes[(byte)b]));
            if (at < 0)
            {
                at = examples.Count;
                examples.Add((byte)b);
                sets.Add(default);
            }

            sets[at] = sets[at].With((byte)b);
        }

        return examples;
    }
}
