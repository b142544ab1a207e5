namespace QregexCheck.Batv;

/// <summary>The days of tags: days since 1970-01-01 (UTC), of which a tag holds the last three digits.</summary>
internal static class TagDay
{
    /// <summary>How many days there are before their numbers come again.</summary>
    public const int Cycle = 1000;

    /// <summary>A tag can be used to the end of the day that lies so many days behind the one on which it was made.</summary>
    public const int Lifetime = 7;

    /// <summary>A day so far ahead is believed: the clock of a host that signed may be ahead of ours by a day.</summary>
    public const int MostAhead = Lifetime + 1;

    // The day number of 1970-01-01, as DateOnly counts.
    private const int FirstDay = 719162;

    /// <summary>The three digits of a day.</summary>
    /// <param name="day">The day, as <see cref="System.DateOnly.DayNumber"/> counts them.</param>
    public static int Of(int day) => (((day - FirstDay) % Cycle) + Cycle) % Cycle;

    /// <summary>How many days from today a tag's day is; negative when it is over. Of all days with these digits the closest one is meant.</summary>
    /// <param name="digits">The tag's three digits.</param>
    /// <param name="today">Today, as <see cref="System.DateOnly.DayNumber"/> counts.</param>
    public static int Left(int digits, int today)
    {
        int ahead = (digits - Of(today) + Cycle) % Cycle;
        return ahead < Cycle / 2 ? ahead : ahead - Cycle;
    }
}
