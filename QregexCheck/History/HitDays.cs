using System;

namespace QregexCheck.History;

/// <summary>How many hits there were on each day.</summary>
internal sealed class HitDays
{
    private const int BytesOfDay = sizeof(int) + sizeof(long);
    private const int FewestDays = 4;

    private readonly CounterMemory _memory;
    private int[] _days = new int[FewestDays];
    private long[] _hits = new long[FewestDays];

    // When the last day begins; long before all times while there is none.
    private long _lastBegin = long.MinValue;

    /// <param name="memory">What all counters share.</param>
    public HitDays(CounterMemory memory) => _memory = memory;

    /// <summary>The number of days with hits.</summary>
    public int Count { get; private set; }

    /// <summary>True when there was no memory for a day: its hits count for a neighbour.</summary>
    public bool IsRough { get; private set; }

    /// <summary>A day with hits and their number. Days stand in their order.</summary>
    /// <param name="index">From 0.</param>
    public (int Day, long Hits) this[int index] => (_days[index], _hits[index]);

    /// <summary>Counts hits of a time.</summary>
    /// <param name="time">Nanoseconds since 1970; see <see cref="Logs.MailEvent.Time"/>.</param>
    /// <param name="hits">How many.</param>
    public void AddAt(long time, long hits)
    {
        // A log goes on: the time is mostly of the last day.
        if (unchecked((ulong)(time - _lastBegin)) < LogDay.Nanoseconds)
        {
            _hits[Count - 1] += hits;
            return;
        }

        int day = LogDay.Of(time);
        Add(day, hits);
        _lastBegin = LogDay.Begin(_days[Count - 1]);
    }

    /// <summary>Counts hits.</summary>
    /// <param name="day">The day's number.</param>
    /// <param name="hits">How many.</param>
    public void Add(int day, long hits)
    {
        // A log goes on: the day is mostly the last one.
        int at = Count - 1;
        if (at < 0 || _days[at] != day)
            at = Place(day);
        _hits[at] += hits;
    }

    private int Place(int day)
    {
        int at = Array.BinarySearch(_days, 0, Count, day);
        if (at >= 0)
            return at;
        at = ~at;
        if (Count == _days.Length && !TryGrow())
        {
            IsRough = true;
            return Math.Max(0, at - 1);
        }

        Array.Copy(_days, at, _days, at + 1, Count - at);
        Array.Copy(_hits, at, _hits, at + 1, Count - at);
        (_days[at], _hits[at]) = (day, 0);
        Count++;
        return at;
    }

    private bool TryGrow()
    {
        if (!_memory.TryTake((long)_days.Length * BytesOfDay))
            return false;
        Array.Resize(ref _days, 2 * _days.Length);
        Array.Resize(ref _hits, 2 * _hits.Length);
        return true;
    }
}
