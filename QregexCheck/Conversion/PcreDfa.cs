using System.Collections.Generic;
using QregexCheck.Automata;

namespace QregexCheck.Conversion;

/// <summary>A part of a Perl-compatible pattern as a deterministic automaton of bytes in which case matters. State 0 is the first.</summary>
/// <param name="Classes">Its classes of bytes.</param>
/// <param name="Rows">For each state and class the next state.</param>
/// <param name="Accepts">For each state whether a subject, or what the part matches of it, may end there.</param>
internal sealed record PcreDfa(PcreClasses Classes, List<int[]> Rows, List<bool> Accepts)
{
    // What has more states is no rule of 4,096 bytes.
    private const int MostStates = 1_500;

    // A third of a second, or so.
    private const long MostSteps = 300_000;

    /// <summary>The subjects, or the rests of them behind a place, in which a part matches.</summary>
    /// <param name="root">The part.</param>
    /// <param name="before">What stands before the first byte; no matter where no anchor asks for it.</param>
    /// <param name="beginsAnywhere">True to search for the part, false when it begins at the first byte.</param>
    /// <param name="endsAnywhere">True when bytes may follow, false when it ends at the last one.</param>
    /// <returns>Null when it is too large, or when its end depends on what follows.</returns>
    public static PcreDfa? Of(PcreNode root, Side before, bool beginsAnywhere, bool endsAnywhere)
    {
        if (PcreNfa.Of(root) is not PcreNfa nfa)
            return null;
        var classes = new PcreClasses(nfa);
        var past = new PcrePast(nfa, classes);
        var automaton = new PcreAutomaton(nfa, classes, past, endsAnywhere);
        var dfa = new PcreDfa(classes, new List<int[]>(), new List<bool>());
        var numbers = new Dictionary<(int Runs, int Past), int>();
        var places = new List<(int Runs, int Past)>();
        int begins = beginsAnywhere ? nfa.Start : -1;

        Number(automaton.Begin(nfa.Start), past.Begin(before));
        for (int i = 0; i < places.Count; i++)
        {
            (int runs, int placePast) = places[i];
            var row = new int[classes.Count];
            bool isEnd = placePast < 0 ? runs == PcreAutomaton.All : automaton.AcceptsAtEnd(runs, placePast);
            for (int c = 0; c < row.Length; c++)
            {
                if (placePast < 0)
                {
                    row[c] = i;
                    continue;
                }

                if (!endsAnywhere && automaton.AcceptsBefore(runs, placePast, c) != isEnd)
                    return null;
                row[c] = Number(automaton.Step(runs, placePast, c, begins), past.Step(placePast, c));
            }

            dfa.Rows.Add(row);
            dfa.Accepts.Add(isEnd);
            if (places.Count > MostStates || automaton.Steps + past.Steps > MostSteps)
                return null;
        }

        return dfa;

        // Where nothing can change any more the past does not matter.
        int Number(int runs, int placePast)
        {
            bool isOver = runs == PcreAutomaton.All || (runs == PcreAutomaton.Dead && begins < 0);
            (int, int) place = (runs, isOver ? -1 : placePast);
            if (!numbers.TryGetValue(place, out int number))
            {
                numbers.Add(place, number = places.Count);
                places.Add(place);
            }

            return number;
        }
    }
}
