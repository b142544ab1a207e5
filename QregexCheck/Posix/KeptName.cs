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
        string date = DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return [.. name, .. Mark, .. Encoding.ASCII.GetBytes(number == 1 ? date : string.Create(CultureInfo.InvariantCulture, $"{date}.{number}"))];
    }

    /// <summary>Reads such a name.</summary>
    /// <returns>Null when it is none; else the day and the number.</returns>
    public static (int Day, int Number)? TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> kept)
    {
        if (!kept.StartsWith(name) || !kept[name.Length..].StartsWith(Mark))
            return null;
        ReadOnlySpan<byte> rest = kept[(name.Length + Mark.Length)..];
        if (rest.Length < DateLength
            || !DateOnly.TryParseExact(Encoding.ASCII.GetString(rest[..DateLength]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return null;
        int number = 1;
        if (rest.Length > DateLength && (rest[DateLength] != '.' || !Utf8Parser.TryParse(rest[(DateLength + 1)..], out number, out int read)
            || read != rest.Length - DateLength - 1 || number < 2))
            return null;
        return kept.SequenceEqual(Of(name, day.DayNumber, number)) ? (day.DayNumber, number) : null;
    }
}
