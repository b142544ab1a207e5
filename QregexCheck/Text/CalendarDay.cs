using System;
using System.Globalization;
using System.Text;

namespace QregexCheck.Text;

/// <summary>A day of the calendar as people write it: <c>YYYY-MM-DD</c>. Days are numbers, as <see cref="DateOnly.DayNumber"/> counts them.</summary>
internal static class CalendarDay
{
    private const int Length = 10;

    /// <summary>Reads a day.</summary>
    /// <returns>False when the text is none, or no day of the calendar.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out int day)
    {
        day = 0;
        if (text.Length != Length || text[4] != (byte)'-' || text[7] != (byte)'-')
            return false;
        if (!TryParseNumber(text[..4], out int year) || !TryParseNumber(text[5..7], out int month) || !TryParseNumber(text[8..], out int dayOfMonth))
            return false;
        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
            return false;
        day = new DateOnly(year, month, dayOfMonth).DayNumber;
        return true;
    }

    /// <summary>Reads decimal digits, at most nine of them.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + b - '0';
        }

        return true;
    }

    /// <summary>Writes a day.</summary>
    public static byte[] Bytes(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{date.Year:D4}-{date.Month:D2}-{date.Day:D2}"));
    }
}
