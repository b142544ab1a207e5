using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace QregexCheck.Posix;

/// <summary>
/// The names beside a file under which its former content is kept: <c>NAME.qregexcheck-2026-11-26</c>, and where that is taken
/// <c>NAME.qregexcheck-2026-11-26.2</c> and so on.
/// </summary>
/// <remarks>
/// For a <c>.qmail</c> file no address leads there: qmail-local writes each dot of an address as a colon before it looks for a file, so that none of its names
/// has a dot behind <c>.qmail</c>. Source: dot-qmail(5), qmail-local.c.
/// </remarks>
internal static class KeptName
{
    private const int DateLength = 10;

    private static ReadOnlySpan<byte> Mark => ".qregexcheck-"u8;

    /// <summary>The name of the file that is being written.</summary>
    public static byte[] OfNew(ReadOnlySpan<byte> name) => [.. name, .. Mark, .. "new"u8];

    /// <summary>The name of a day.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="day">The day (UTC), as <see cref="UtcDay.Today"/> counts them.</param>
    /// <param name="number">1 for the first one of that day.</param>
    public static byte[] Of(ReadOnlySpan<byte> name, int day, int number)
    {
        var date = DateOnly.FromDayNumber(day);
        string shown = string.Create(CultureInfo.InvariantCulture, $"{date.Year:D4}-{date.Month:D2}-{date.Day:D2}");
        return [.. name, .. Mark, .. Encoding.ASCII.GetBytes(number == 1 ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown}.{number}"))];
    }

    /// <summary>Reads such a name.</summary>
    /// <returns>Null when it is none; else the day and the number.</returns>
    public static (int Day, int Number)? TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> kept)
    {
        if (!kept.StartsWith(name) || !kept[name.Length..].StartsWith(Mark))
            return null;
        ReadOnlySpan<byte> rest = kept[(name.Length + Mark.Length)..];
        if (rest.Length < DateLength || rest[4] != '-' || rest[7] != '-' || !TryNumber(rest[..4], out int year) || !TryNumber(rest[5..7], out int month)
            || !TryNumber(rest[8..DateLength], out int date) || year < 1 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return null;
        int number = 1;
        if (rest.Length > DateLength && (rest[DateLength] != '.' || !TryNumber(rest[(DateLength + 1)..], out number) || number < 2))
            return null;
        int day = new DateOnly(year, month, date).DayNumber;
        return kept.SequenceEqual(Of(name, day, number)) ? (day, number) : null;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) => Utf8Parser.TryParse(digits, out number, out int read) && read == digits.Length;
}
