using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// The smallest deterministic automaton over the bytes of upper-cased addresses that accepts what a <see cref="PcreDfa"/> accepts in some case. It reads them
/// from the first byte on, or from the last one back.
/// </summary>
/// <param name="Sets">The bytes of each class. No byte stands in two.</param>
/// <param name="Rows">For each state and class the next state.</param>
/// <param name="Accepts">For each state whether what ends there is accepted.</param>
/// <param name="Start">The first state.</param>
internal sealed record FoldedDfa(List<ByteSet> Sets, List<int[]> Rows, List<bool> Accepts, int Start)
{
    private const int MostStates = 1_000;

    // Members of sets that are looked at, for all sets together.
    private const long MostSteps = 1_000_000;

    /// <summary>Folds an automaton; null when the result is too large.</summary>
    public static FoldedDfa? Of(PcreDfa dfa, bool isReversed)
    {
        // A byte's ways are those of its class, and for a letter those of the small one's class, too.
        var sets = new List<ByteSet>();
        var ways = new List<(int, int)>();
        for (int b = 1; b < 256; b++)
        {
            if (!AddressBytes.All.Contains((byte)b))
                continue;
            (int, int) way = (dfa.Classes[(byte)b], b is >= 'A' and <= 'Z' ? dfa.Classes[(byte)(b | 0x20)] : dfa.Classes[(byte)b]);
            int at = ways.IndexOf(way);
            if (at < 0)
            {
                at = ways.Count;
                ways.Add(way);
                sets.Add(default);
            }

            sets[at] = sets[at].With((byte)b);
        }

        List<int>[][] targets = Targets(dfa, ways, isReversed);
        FoldedDfa? whole = Determinized(dfa, sets, targets, isReversed);
        return whole?.Minimized();
    }

    /// <summary>For each state and way the states that follow, or when reversed those before.</summary>
    private static List<int>[][] Targets(PcreDfa dfa, List<(int First, int Second)> ways, bool isReversed)
    {
        var targets = new List<int>[dfa.Rows.Count][];
        for (int s = 0; s < targets.Length; s++)
        {
            targets[s] = new List<int>[ways.Count];
            for (int w = 0; w < ways.Count; w++)
                targets[s][w] = new List<int>();
        }

        for (int s = 0; s < targets.Length; s++)
        {
            for (int w = 0; w < ways.Count; w++)
            {
                Add(s, dfa.Rows[s][ways[w].First], w);
                if (ways[w].Second != ways[w].First)
                    Add(s, dfa.Rows[s][ways[w].Second], w);
            }
        }

        return targets;

        void Add(int from, int to, int way) => targets[isReversed ? to : from][way].Add(isReversed ? from : to);
    }

    private static FoldedDfa? Determinized(PcreDfa dfa, List<ByteSet> sets, List<int>[][] targets, bool isReversed)
    {
        var members = new NumberLists();
        var rows = new List<int[]>();
        var accepts = new List<bool>();
        var start = new List<int>();
        for (int s = 0; s < targets.Length; s++)
        {
            if (isReversed ? dfa.Accepts[s] : s == 0)
                start.Add(s);
        }

        members.NumberOf(start);
        var next = new List<int>();
        var marks = new int[targets.Length];
        int mark = 0;
        long steps = 0;
        for (int i = 0; i < members.Count; i++)
        {
            var row = new int[sets.Count];
            bool isEnd = false;
            foreach (int member in members[i])
                isEnd |= isReversed ? member == 0 : dfa.Accepts[member];
            for (int w = 0; w < row.Length; w++)
            {
                next.Clear();
                mark++;
                foreach (int member in members[i])
                {
                    steps += targets[member][w].Count + 1;
                    foreach (int target in targets[member][w])
                    {
                        if (marks[target] != mark)
                            next.Add(target);
                        marks[target] = mark;
                    }
                }

                next.Sort();
                row[w] = members.NumberOf(next);
            }

            rows.Add(row);
            accepts.Add(isEnd);
            if (members.Count > MostStates || steps > MostSteps)
                return null;
        }

        return new FoldedDfa(sets, rows, accepts, 0);
    }

    /// <summary>Joins the states that nothing tells apart: classes of states are split until each class leads to classes.</summary>
    public FoldedDfa? Minimized()
    {
        var classOf = new int[Rows.Count];
        for (int s = 0; s < classOf.Length; s++)
            classOf[s] = Accepts[s] ? 1 : 0;
        int count = 0;
        long steps = 0;
        var signature = new List<int>();
        while (true)
        {
            var numbers = new NumberLists();
            var next = new int[classOf.Length];
            for (int s = 0; s < next.Length; s++)
            {
                signature.Clear();
                signature.Add(classOf[s]);
                foreach (int target in Rows[s])
                    signature.Add(classOf[target]);
                steps += signature.Count;
                next[s] = numbers.NumberOf(signature);
            }

            classOf = next;
            if (numbers.Count == count)
                break;
            count = numbers.Count;
            if (steps > MostSteps * 4)
                return null;
        }

        var rows = new List<int[]>(new int[count][]);
        var accepts = new List<bool>(new bool[count]);
        for (int s = 0; s < classOf.Length; s++)
        {
            rows[classOf[s]] ??= System.Array.ConvertAll(Rows[s], target => classOf[target]);
            accepts[classOf[s]] = Accepts[s];
        }

        return new FoldedDfa(Sets, rows, accepts, classOf[Start]);
    }
}
