using System.Collections.Generic;

namespace QregexCheck.Outlines;

/// <summary>
/// What a subject looks like that a rule matches: a row of sets of bytes, each so many times. A subject that does not look so is not matched; one that
/// does may be. A rule that is such a row itself, as most rules without a literal are, is told by it almost exactly.
/// </summary>
internal sealed class Outline
{
    /// <summary>Longest row: what a matcher keeps of one row for the next is so many levels.</summary>
    public const int MostRuns = 40;

    // Below it every few addresses look so: one in 64.
    private const double FewBits = 6;

    // A row that may stand anywhere gets as many chances as an address has places.
    private const double BitsOfPlaces = 4.6;

    /// <param name="runs">The row; at most <see cref="MostRuns"/>, one at least.</param>
    /// <param name="beginsAtStart">True when the row begins where the subject does.</param>
    /// <param name="endsAtEnd">True when it ends where the subject does.</param>
    public Outline(OutlineRun[] runs, bool beginsAtStart, bool endsAtEnd)
    {
        Runs = runs;
        BeginsAtStart = beginsAtStart;
        EndsAtEnd = endsAtEnd;
    }

    /// <summary>The row.</summary>
    public OutlineRun[] Runs { get; }

    /// <summary>True when the row begins where the subject does.</summary>
    public bool BeginsAtStart { get; }

    /// <summary>True when it ends where the subject does.</summary>
    public bool EndsAtEnd { get; }

    /// <summary>An outline of a row: at an open end the least number of bytes is enough, and what need not be there says nothing.</summary>
    /// <param name="runs">The row; is changed.</param>
    /// <param name="beginsAtStart">True when it begins where the subject does.</param>
    /// <param name="endsAtEnd">True when it ends where the subject does.</param>
    /// <returns>Null when nothing is left.</returns>
    public static Outline? Of(List<OutlineRun> runs, bool beginsAtStart, bool endsAtEnd)
    {
        while (!beginsAtStart && runs.Count > 0 && Narrows(runs, 0))
            runs.RemoveAt(0);
        while (!endsAtEnd && runs.Count > 0 && Narrows(runs, runs.Count - 1))
            runs.RemoveAt(runs.Count - 1);
        return runs.Count == 0 ? null : new Outline(runs.ToArray(), beginsAtStart, endsAtEnd);
    }

    /// <summary>True when ordinary addresses look so, too.</summary>
    public bool IsCommon => Bits < FewBits;

    /// <summary>True when many addresses may look so: an at sign, which all of them have, is as many bits as any other byte.</summary>
    public bool MayBeCommon => Bits < FewBits + FewBits;

    /// <summary>True when half of all ordinary addresses look so, or more.</summary>
    public bool IsEverywhere => Bits < 1;

    private double Bits
    {
        get
        {
            double bits = BeginsAtStart || EndsAtEnd ? 0 : -BitsOfPlaces;
            foreach (OutlineRun run in Runs)
                bits += run.Least * AddressSymbols.Bits(run.Set);
            return bits;
        }
    }

    /// <summary>How many runs two rows begin with alike; 0 when only one of them begins at the start.</summary>
    public int SharedWith(Outline other)
    {
        if (BeginsAtStart != other.BeginsAtStart)
            return 0;
        int shared = 0;
        while (shared < Runs.Length && shared < other.Runs.Length && Runs[shared].CompareTo(other.Runs[shared]) == 0)
            shared++;
        return shared;
    }

    /// <summary>Orders rows so that those which begin alike stand together.</summary>
    public int CompareTo(Outline other)
    {
        if (BeginsAtStart != other.BeginsAtStart)
            return BeginsAtStart ? -1 : 1;
        int shared = SharedWith(other);
        if (shared == Runs.Length || shared == other.Runs.Length)
            return Runs.Length != other.Runs.Length ? Runs.Length.CompareTo(other.Runs.Length) : EndsAtEnd.CompareTo(other.EndsAtEnd);
        return Runs[shared].CompareTo(other.Runs[shared]);
    }

    private static bool Narrows(List<OutlineRun> runs, int index)
    {
        runs[index] = new OutlineRun(runs[index].Set, runs[index].Least, runs[index].Least);
        return runs[index].Least == 0;
    }
}
