using System;
using QregexCheck.History;

namespace QregexCheck.Commands;

/// <summary>The hits of a rule over the days of a log, in a few steps.</summary>
internal static class HitCurve
{
    /// <summary>The most steps that a curve has.</summary>
    public const int MostSteps = 10;

    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Signs = ".:-=#";

    /// <summary>How many steps a curve over so many days has: a day each, or some days each where there are many.</summary>
    public static int Steps(int days, int most = MostSteps) => Math.Min(days, most);

    /// <summary>The hits in each step.</summary>
    /// <param name="hits">Hits by day.</param>
    /// <param name="days">The days of the log.</param>
    /// <param name="steps">How many steps there are.</param>
    public static long[] Of(HitDays hits, ReportedDays days, int steps)
    {
        var sums = new long[steps];
        for (int i = 0; i < hits.Count; i++)
        {
            (int day, long count) = hits[i];
            int at = (int)((long)(day - days.First) * steps / days.Count);
            sums[Math.Clamp(at, 0, steps - 1)] += count;
        }

        return sums;
    }

    /// <summary>The steps as signs, each as high as its hits, and a blank for a step without any.</summary>
    /// <param name="sums">The hits in each step.</param>
    /// <param name="hasBlocks">True when the terminal shows more than ASCII.</param>
    public static string Draw(long[] sums, bool hasBlocks)
    {
        string signs = hasBlocks ? Blocks : Signs;
        long most = 1;
        foreach (long sum in sums)
            most = Math.Max(most, sum);
        var drawn = new char[sums.Length];
        for (int i = 0; i < sums.Length; i++)
            drawn[i] = sums[i] == 0 ? ' ' : signs[(int)(((sums[i] * signs.Length) - 1) / most)];
        return new string(drawn);
    }
}
