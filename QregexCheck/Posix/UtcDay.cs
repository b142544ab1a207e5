using System;
using QregexCheck.Text;

namespace QregexCheck.Posix;

/// <summary>The clock for rules with <c>until</c>, which names a day in UTC.</summary>
internal static class UtcDay
{
    /// <summary>Days since 0001-01-01.</summary>
    public static int Today() => BuildOptions.HasTestClock && Named() is { } named ? named : DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;

    /// <summary>
    /// The day that QREGEXCHECK_NOW names, for commands that people run; null when it names none. Programs that handle mail obey it only when they were built
    /// with <c>-p:TestClock=true</c>: else whoever sets a variable could wake a rule that sleeps.
    /// </summary>
    public static int? Named() => Environ.Get("QREGEXCHECK_NOW\0"u8) is { } text && CalendarDay.TryParse(text, out int day) ? day : null;
}
