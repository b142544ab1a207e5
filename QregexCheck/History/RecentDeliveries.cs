using System.Collections.Generic;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>
/// Tells which recipients that new rules refuse were delivered: qmail-send wrote so within 60 seconds. So a recipient waits until the log has gone on for so long.
/// </summary>
internal sealed class RecentDeliveries
{
    /// <summary>How far, in nanoseconds, a delivery may lie from the recipient's SMTP command.</summary>
    public const long Near = 60_000_000_000;

    private const int MostWaiting = 1 << 17;
    private const int MostDeliveries = 1 << 16;

    private readonly PastPairs _pairs;
    private readonly Waiting[] _waiting = new Waiting[MostWaiting];
    private Dictionary<ulong, long> _newer;
    private Dictionary<ulong, long> _older;
    private int _first;
    private int _count;

    /// <param name="pairs">Is told of the recipients that were delivered.</param>
    /// <param name="before">Knows of deliveries, and is not used any more; null when none are known.</param>
    public RecentDeliveries(PastPairs pairs, RecentDeliveries? before)
    {
        _pairs = pairs;
        (_newer, _older) = before is null ? (new(), new()) : (before._newer, before._older);
        AreKnown = before?.AreKnown == true;
    }

    /// <param name="Time">When the recipient was named.</param>
    /// <param name="Pair">The hash of sender and recipient.</param>
    /// <param name="Key">The pair's key in <see cref="PastPairs"/>.</param>
    private readonly record struct Waiting(long Time, ulong Pair, ulong Key);

    /// <summary>True when a delivery was seen at all.</summary>
    public bool AreKnown { get; private set; }

    /// <summary>Takes a recipient that is newly refused.</summary>
    public void Wait(long time, ulong pair, ulong key)
    {
        GoOnTo(time);
        if (_count == MostWaiting)
            EndFirst();
        _waiting[(_first + _count) & (MostWaiting - 1)] = new Waiting(time, pair, key);
        _count++;
    }

    /// <summary>Takes a delivery to a mailbox here.</summary>
    public void Add(long time, ulong pair)
    {
        AreKnown = true;
        GoOnTo(time);
        if (_newer.Count == MostDeliveries)
        {
            (_newer, _older) = (_older, _newer);
            _newer.Clear();
        }

        _newer[pair] = time;
    }

    /// <summary>The logs have ended.</summary>
    public void End()
    {
        while (_count > 0)
            EndFirst();
    }

    private void GoOnTo(long time)
    {
        while (_count > 0 && time != MailEvent.NoTime && _waiting[_first].Time < time - Near)
            EndFirst();
    }

    private void EndFirst()
    {
        Waiting first = _waiting[_first];
        _first = (_first + 1) & (MostWaiting - 1);
        _count--;
        if (IsNear(_newer, first) || IsNear(_older, first))
            _pairs.Deliver(first.Key);
    }

    private static bool IsNear(Dictionary<ulong, long> deliveries, in Waiting waiting) =>
        deliveries.TryGetValue(waiting.Pair, out long time) && time >= waiting.Time - Near && time <= waiting.Time + Near;
}
