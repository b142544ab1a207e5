using System;
using System.Globalization;

namespace QregexCheck.History;

/// <summary>The days of a log, in UTC. A day's number counts from 0001-01-01, as <see cref="DateOnly.DayNumber"/> does.</summary>
internal static class LogDay
{
    /// <summary>The nanoseconds of a day.</summary>
    public const long Nanoseconds = 86_400L * 1_000_000_000;

    // 1970-01-01.
    private const int First = 719_162;

    /// <summary>The number of the day of a time.</summary>
    /// <param name="time">Nanoseconds since 1970; see <see cref="Logs.MailEvent.Time"/>.</param>
    public static int Of(long time) => First + (int)Math.DivRem(time, Nanoseconds, out long rest) - (rest < 0 ? 1 : 0);

    /// <summary>When a day begins.</summary>
    /// <param name="day">The day's number.</param>
    public static long Begin(int day) => (day - First) * Nanoseconds;

    /// <summary>A day as <c>2026-11-25</c>.</summary>
    public static string Text(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as <c>11-25</c>, for a reader who knows the year.</summary>
    public static string ShortText(int day) => DateOnly.FromDayNumber(day).ToString("MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Days from one to another: <c>2026-10-27 .. 11-25</c>. The second year is told where it is another one.</summary>
    public static string Range(int first, int last)
    {
        if (first == last)
            return Text(first);
        bool isOneYear = DateOnly.FromDayNumber(first).Year == DateOnly.FromDayNumber(last).Year;
        return $"{Text(first)} .. {(isOneYear ? ShortText(last) : Text(last))}";
    }
}
