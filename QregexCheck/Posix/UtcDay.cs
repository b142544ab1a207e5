using System;

namespace QregexCheck.Posix;

/// <summary>The clock for rules with <c>until</c>, which names a day in UTC.</summary>
internal static class UtcDay
{
    /// <summary>Days since 0001-01-01.</summary>
    public static int Today() => DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
}
