using System;

namespace QregexCheck.Logs;

/// <summary>Turns what a stamp of a log says into a time, as <see cref="MailEvent.Time"/> counts it.</summary>
/// <remarks>
/// A time zone is slow to ask, and neighbours in a log lie near each other. So the answer for a quarter of an hour is kept: no zone changes its clock
/// elsewhere. A local time that a clock shows twice is taken for the later one, in standard time. The answers depend on the stamp alone, and on no line
/// before it: a log may be cut into parts anywhere.
/// </remarks>
/// <param name="notAfter">See <see cref="NotAfter"/>.</param>
/// <param name="zone">The zone of stamps in local time.</param>
internal sealed class StampClock(long notAfter, TimeZoneInfo zone)
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000;

    // The last whole second whose nanoseconds fit.
    private const long LastSecond = long.MaxValue / Second - 1;

    private const int SecondsOfDay = 24 * 60 * 60;
    private const int SecondsOfQuarter = 15 * 60;
    private const int LastYear = 2200;
    private const int FirstYear = 1970;

    private long _notAfter = notAfter;
    private long _quarter = -1;
    private long _offset;
    private int _yearlessQuarter = -1;
    private int _year;

    /// <summary>Nanoseconds since the epoch. A stamp without a year lies in the latest year that makes it no later than this, with a day's slack.</summary>
    public long NotAfter
    {
        get => _notAfter;
        set
        {
            if (_notAfter == value)
                return;
            _notAfter = value;
            _yearlessQuarter = -1;
        }
    }

    private long Limit => _notAfter > long.MaxValue - SecondsOfDay * Second ? long.MaxValue : _notAfter + SecondsOfDay * Second;

    /// <summary>A time in seconds since the epoch.</summary>
    /// <returns><see cref="MailEvent.NoTime"/> when it is not one that a log can hold.</returns>
    public static long OfEpoch(long seconds, int nanoseconds) => seconds is < 0 or > LastSecond ? MailEvent.NoTime : seconds * Second + nanoseconds;

    /// <summary>A time in UTC, or of a zone that the stamp names.</summary>
    /// <param name="date">The date and time of the day.</param>
    /// <param name="offset">What that zone is ahead of UTC, in seconds.</param>
    /// <returns><see cref="MailEvent.NoTime"/> when the calendar has no such date.</returns>
    public static long OfUtc(in StampDate date, int offset) =>
        TryDay(date, out long day) ? OfEpoch(day * SecondsOfDay + date.SecondOfDay - offset, date.Nanoseconds) : MailEvent.NoTime;

    /// <summary>A time of the clock on the wall.</summary>
    /// <returns><see cref="MailEvent.NoTime"/> when the calendar has no such date.</returns>
    public long OfLocal(in StampDate date)
    {
        if (!TryDay(date, out long day))
            return MailEvent.NoTime;
        long seconds = day * SecondsOfDay + date.SecondOfDay;
        long quarter = seconds / SecondsOfQuarter;
        if (quarter != _quarter)
        {
            _offset = (long)zone.GetUtcOffset(DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(quarter * SecondsOfQuarter), DateTimeKind.Unspecified)).TotalSeconds;
            _quarter = quarter;
        }

        return OfEpoch(seconds - _offset, date.Nanoseconds);
    }

    /// <summary>A time of the clock on the wall, of a stamp that names no year.</summary>
    /// <returns><see cref="MailEvent.NoTime"/> when the calendar has no such day.</returns>
    public long OfYearless(in StampDate date)
    {
        if (date.Month is < 1 or > 12 || date.Day is < 1 or > 31)
            return MailEvent.NoTime;
        int quarter = (date.Month * 32 + date.Day) * (2 * SecondsOfDay / SecondsOfQuarter) + date.SecondOfDay / SecondsOfQuarter;
        if (quarter != _yearlessQuarter)
        {
            _year = LatestYear(date);
            _yearlessQuarter = quarter;
        }

        return _year == 0 ? MailEvent.NoTime : OfLocal(date with { Year = _year });
    }

    /// <summary>The latest year that has such a day, and has it in time. Between two days of 29 February lie at most eight years.</summary>
    /// <returns>0 when there is none.</returns>
    private int LatestYear(in StampDate date)
    {
        StampDate quarter = date with { SecondOfDay = date.SecondOfDay / SecondsOfQuarter * SecondsOfQuarter, Nanoseconds = 0 };
        int latest = Math.Clamp(DateTime.UnixEpoch.AddSeconds(Math.Clamp(Limit, 0, LastSecond * Second) / Second).Year + 1, FirstYear, LastYear);
        for (int year = latest; year >= Math.Max(FirstYear, latest - 9); year--)
        {
            long time = OfLocal(quarter with { Year = year });
            if (time != MailEvent.NoTime && time <= Limit)
                return year;
        }

        return 0;
    }

    private static bool TryDay(in StampDate date, out long day)
    {
        day = 0;
        if (date.Year is < FirstYear or > LastYear || date.Month is < 1 or > 12 || date.Day < 1 || date.Day > DateTime.DaysInMonth(date.Year, date.Month))
            return false;
        day = (new DateTime(date.Year, date.Month, date.Day) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay;
        return true;
    }
}

/// <summary>A date and a time of the day, as a stamp writes them.</summary>
/// <param name="Year">The year; 0 when the stamp names none.</param>
/// <param name="Month">1 to 12, if the stamp is right.</param>
/// <param name="Day">1 to 31, if the stamp is right.</param>
/// <param name="SecondOfDay">Seconds since midnight on the clock; 86,400 in a leap second.</param>
/// <param name="Nanoseconds">The part of the second.</param>
internal readonly record struct StampDate(int Year, int Month, int Day, int SecondOfDay, int Nanoseconds);
