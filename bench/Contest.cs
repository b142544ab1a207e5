using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QregexCheck.Bench;

/// <summary>Times commands in turn, so that a busy moment of the machine hits all of them alike.</summary>
internal static class Contest
{
    private const int Seed = 2;

    /// <summary>Runs each contestant once to warm up, then in rounds. In a round each runs once, in an order that changes from round to round.</summary>
    /// <remarks>The order changes so that no one always runs in the cold caches that a slow one leaves.</remarks>
    /// <param name="contestants">Who takes part.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="progress">Called before each round with its number.</param>
    public static void Hold(IReadOnlyList<Contestant> contestants, int rounds, Action<int> progress)
    {
        foreach (Contestant contestant in contestants)
            contestant.RunOnce();
        var random = new Random(Seed);
        for (int round = 0; round < rounds; round++)
        {
            progress(round);
            var order = new List<Contestant>();
            foreach (Contestant contestant in contestants)
            {
                if (round % contestant.Every == 0)
                    order.Add(contestant);
            }

            random.Shuffle(CollectionsMarshal.AsSpan(order));
            foreach (Contestant contestant in order)
                contestant.Take(round);
        }
    }
}
