using System;

namespace QregexCheck.Logs;

/// <summary>How long an event waits for its twin. Stamps may be forged to lie centuries apart.</summary>
internal static class TwinTime
{
    /// <summary>How far from each other in time the lines of one recipient stand at most, in nanoseconds.</summary>
    public const long Span = 2_000_000_000;

    /// <summary>A clock that was set back by more than this, as at the end of summer time, ends the wait.</summary>
    private const long LongestStepBack = 600_000_000_000;

    /// <summary>True when two events can be of one recipient, by their times. Of two without a stamp it is true.</summary>
    public static bool IsNear(long one, long other) =>
        one == other || (one != MailEvent.NoTime && other != MailEvent.NoTime && Distance(Math.Max(one, other), Math.Min(one, other)) <= (ulong)Span);

    /// <summary>True when an event has waited long enough.</summary>
    /// <param name="time">When it was.</param>
    /// <param name="now">The time of an event that came behind it.</param>
    public static bool IsOver(long time, long now) => now >= time ? Distance(now, time) > (ulong)Span : Distance(time, now) > (ulong)LongestStepBack;

    /// <summary>The time from one stamp to a later one.</summary>
    private static ulong Distance(long later, long earlier) => unchecked((ulong)later - (ulong)earlier);
}
