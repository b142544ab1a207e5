using System;

namespace QregexCheck.History;

/// <summary>The memory that all counters of a report share, so that it does not grow with the log. A counter that gets no more of it counts with a bound.</summary>
internal sealed class CounterMemory
{
    /// <summary>What the counters of a report may take, in bytes.</summary>
    public const long OfReport = 80L << 20;

    // More than half of it.
    private const long Much = OfReport * 5 / 8;

    private long _left;
    private long _taken;
    private long[] _scratch = [];

    /// <param name="bytes">How much there is.</param>
    public CounterMemory(long bytes) => _left = bytes;

    /// <summary>Takes a part of it.</summary>
    /// <returns>False when so much is not left; then nothing was taken.</returns>
    public bool TryTake(long bytes)
    {
        if (bytes > _left)
            return false;
        _left -= bytes;
        _taken += bytes;
        return true;
    }

    /// <summary>Room for a table while it is made anew in its place. All counters share it, so what is made anew often leaves nothing behind.</summary>
    /// <param name="count">How many numbers; what they are is not said.</param>
    public Span<long> Scratch(int count)
    {
        if (_scratch.Length < count)
            _scratch = new long[Math.Max(count, 2 * _scratch.Length)];
        return _scratch.AsSpan(0, count);
    }

    /// <summary>Gives back what tables left behind that have grown, where they took much. The collector would wait for as much of that again.</summary>
    public void CollectIfMuch()
    {
        if (_taken > Much)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
