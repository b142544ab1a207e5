namespace QregexCheck.History;

/// <summary>The memory that all counters of a report share, so that it does not grow with the log. A counter that gets no more of it counts with a bound.</summary>
internal sealed class CounterMemory
{
    /// <summary>What the counters of a report may take, in bytes.</summary>
    public const long OfReport = 80L << 20;

    private long _left;

    /// <param name="bytes">How much there is.</param>
    public CounterMemory(long bytes) => _left = bytes;

    /// <summary>Takes a part of it.</summary>
    /// <returns>False when so much is not left; then nothing was taken.</returns>
    public bool TryTake(long bytes)
    {
        if (bytes > _left)
            return false;
        _left -= bytes;
        return true;
    }
}
