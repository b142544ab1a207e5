namespace QregexCheck.Outlines;

/// <summary>A part of an outline: bytes of a set, so many of them.</summary>
internal readonly struct OutlineRun
{
    /// <summary><see cref="Most"/> without a bound.</summary>
    public const byte Unbounded = 255;

    /// <param name="set">Their symbols (<see cref="AddressSymbols"/>), a bit for each.</param>
    /// <param name="least">How many at least; at most 254.</param>
    /// <param name="most">How many at most, or <see cref="Unbounded"/>.</param>
    public OutlineRun(ulong set, byte least, byte most)
    {
        Set = set;
        Least = least;
        Most = most;
    }

    /// <summary>The symbols, a bit for each.</summary>
    public ulong Set { get; }

    /// <summary>How many bytes at least.</summary>
    public byte Least { get; }

    /// <summary>How many at most, or <see cref="Unbounded"/>.</summary>
    public byte Most { get; }

    /// <summary>A run of two counts, each of any size.</summary>
    public static OutlineRun Of(ulong set, long least, long most) =>
        least >= Unbounded ? new OutlineRun(set, Unbounded - 1, Unbounded) : new OutlineRun(set, (byte)least, most >= Unbounded ? Unbounded : (byte)most);

    /// <summary>Orders runs: the same ones, and no others, are 0 apart.</summary>
    public int CompareTo(OutlineRun other) =>
        Set != other.Set ? Set.CompareTo(other.Set) : Least != other.Least ? Least.CompareTo(other.Least) : Most.CompareTo(other.Most);

    /// <summary>True when <see cref="And"/> makes neither more nor less of two runs.</summary>
    public bool CanJoin(OutlineRun next) =>
        Least + next.Least < Unbounded && (Most == Unbounded || next.Most == Unbounded || Most + next.Most < Unbounded);

    /// <summary>One run for this one and the next, of the same set.</summary>
    public OutlineRun And(OutlineRun next) =>
        Of(Set, Least + next.Least, Most == Unbounded || next.Most == Unbounded ? Unbounded : Most + next.Most);
}
