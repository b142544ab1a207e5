using System;

namespace QregexCheck.Posix;

/// <summary>The clock, as far as rules ask for it: <c>until</c> names a day in UTC.</summary>
internal static class UtcDay
{
    /// <summary>Days since 0001-01-01.</summary>
    public static int Today() => DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
}
