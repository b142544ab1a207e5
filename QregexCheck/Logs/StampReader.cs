using System;

namespace QregexCheck.Logs;

/// <summary>Reads one stamp at the beginning of a text. Each method tells how long the stamp is, with the blank behind it; 0 when there is none.</summary>
internal static class StampReader
{
    /// <summary>The length of a stamp of multilog, without the blank behind it.</summary>
    public const int Tai64nLength = 1 + TaiDigits;

    private const int TaiDigits = 24;

    // What daemontools and libtai add to the seconds of the epoch. They know no leap seconds.
    private const ulong TaiEpoch = (1UL << 62) + 10;

    private const byte Blank = (byte)' ';

    // The first digits of TaiEpoch.
    private static ReadOnlySpan<byte> TaiEra => "40000000"u8;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>TAI64N, as <c>multilog t</c> and tai64n write it: <c>@</c>, 16 hexadecimal digits of seconds, 8 of nanoseconds, a blank.</summary>
    public static int Tai64n(ReadOnlySpan<byte> text, out long time)
    {
        time = MailEvent.NoTime;
        // The last sixteen digits hold the nanoseconds in their lower half. Until 2106 the eight before them are always the same.
        if (text.Length < Tai64nLength || text[0] != (byte)'@' || !EndsAt(text, Tai64nLength)
            || !SixteenDigits.TryRead(text[(Tai64nLength - SixteenDigits.Count)..], out ulong last))
            return 0;
        ulong seconds = (TaiEpoch & ~(ulong)uint.MaxValue) | (last >> 32);
        if (!text[1..].StartsWith(TaiEra) && !SixteenDigits.TryRead(text[1..], out seconds))
            return 0;
        uint nanoseconds = (uint)(last & uint.MaxValue);
        if (seconds >= TaiEpoch && seconds - TaiEpoch < int.MaxValue * 4UL && nanoseconds < StampClock.Second)
            time = StampClock.OfEpoch((long)(seconds - TaiEpoch), (int)nanoseconds);
        return Past(text, Tai64nLength);
    }

    /// <summary>
    /// Seconds of the epoch with a part: <c>1764148321.123456 </c>. splogger writes six digits of the part, and <c>+</c> for the blank where a line goes on.
    /// The stamp ends before the <c>+</c>.
    /// </summary>
    public static int Epoch(ReadOnlySpan<byte> text, out long time, out bool isOfSplogger)
    {
        time = MailEvent.NoTime;
        isOfSplogger = false;
        int point = Digits(text, 0, 11);
        if (point < 9 || point >= text.Length || text[point] != (byte)'.')
            return 0;
        int digits = Digits(text, point + 1, 9);
        int end = point + 1 + digits;
        bool isOfSix = digits == 6;
        bool goesOn = isOfSix && end < text.Length && text[end] == (byte)'+';
        if (digits is 0 or > 9 || !(goesOn || EndsAt(text, end)))
            return 0;
        isOfSplogger = isOfSix;
        time = StampClock.OfEpoch(Number(text[..point]), Fraction(text[(point + 1)..end]));
        return goesOn ? end : Past(text, end);
    }

    /// <summary>
    /// A date in figures: <c>2026-11-26 09:12:01.123456789 </c> of tai64nlocal, in local time; with <c>T</c> or <c>_</c> for the blank, as svlogd writes it, in
    /// UTC; and with <c>Z</c>, <c>+01:00</c> or <c>+0100</c> behind it, as rsyslog and others write it.
    /// </summary>
    /// <param name="text">Begins with the stamp.</param>
    /// <param name="clock">Knows the local time.</param>
    /// <param name="time">The time.</param>
    /// <param name="namesZone">True for a stamp with its zone: a host and a tag may follow, as in syslog.</param>
    public static int Date(ReadOnlySpan<byte> text, StampClock clock, out long time, out bool namesZone)
    {
        time = MailEvent.NoTime;
        namesZone = false;
        if (text.Length < 19 || text[4] != (byte)'-' || text[7] != (byte)'-' || text[10] is not (Blank or (byte)'T' or (byte)'_')
            || Digits(text, 0, 4) != 4 || TwoDigits(text, 5) is not (>= 0 and var month) || TwoDigits(text, 8) is not (>= 0 and var day)
            || Clock(text, 11, out int second, out int nanoseconds) is not (> 0 and var end))
            return 0;
        var date = new StampDate((int)Number(text[..4]), month, day, second, nanoseconds);
        int zoneEnd = Zone(text, end, out int offset);
        namesZone = zoneEnd > end;
        if (!EndsAt(text, zoneEnd))
            return 0;
        time = namesZone || text[10] != Blank ? StampClock.OfUtc(date, offset) : clock.OfLocal(date);
        return Past(text, zoneEnd);
    }

    /// <summary>Syslog's date without a year, in local time: <c>Nov 26 09:12:01 </c> or <c>Nov  6 09:12:01.123456 </c>. Source: RFC 3164, 4.1.2.</summary>
    public static int MonthAndDay(ReadOnlySpan<byte> text, StampClock clock, out long time)
    {
        time = MailEvent.NoTime;
        if (text.Length < 15 || text[3] != Blank || text[6] != Blank || Months.IndexOf(text[..3]) is not (>= 0 and var place) || place % 3 != 0)
            return 0;
        int day = text[4] == Blank && text[5] is >= (byte)'0' and <= (byte)'9' ? text[5] - '0' : TwoDigits(text, 4);
        if (day < 0 || Clock(text, 7, out int second, out int nanoseconds) is not (> 0 and var end) || !EndsAt(text, end))
            return 0;
        time = clock.OfYearless(new StampDate(0, place / 3 + 1, day, second, nanoseconds));
        return Past(text, end);
    }

    /// <summary>How many digits stand at a place, counted up to a bound. More than the bound are as many as the bound and one.</summary>
    public static int Digits(ReadOnlySpan<byte> text, int from, int atMost)
    {
        int count = 0;
        while (count <= atMost && from + count < text.Length && text[from + count] is >= (byte)'0' and <= (byte)'9')
            count++;
        return count;
    }

    /// <summary>A number of at most 18 digits.</summary>
    public static long Number(ReadOnlySpan<byte> digits)
    {
        long number = 0;
        foreach (byte digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }

    /// <summary>A time of the day, with or without a part of a second.</summary>
    /// <returns>Where it ends; 0 when there is none.</returns>
    private static int Clock(ReadOnlySpan<byte> text, int from, out int second, out int nanoseconds)
    {
        second = 0;
        nanoseconds = 0;
        int end = from + 8;
        if (text.Length < end || text[from + 2] != (byte)':' || text[from + 5] != (byte)':'
            || TwoDigits(text, from) is not (>= 0 and < 24 and var hour) || TwoDigits(text, from + 3) is not (>= 0 and < 60 and var minute)
            || TwoDigits(text, from + 6) is not (>= 0 and <= 60 and var seconds))
            return 0;
        second = (hour * 60 + minute) * 60 + seconds;
        if (end >= text.Length || text[end] is not ((byte)'.' or (byte)','))
            return end;
        int digits = Digits(text, end + 1, 9);
        if (digits is 0 or > 9)
            return 0;
        nanoseconds = Fraction(text.Slice(end + 1, digits));
        return end + 1 + digits;
    }

    /// <summary>The zone behind a time.</summary>
    /// <returns>Where it ends: where it was to begin when there is none.</returns>
    private static int Zone(ReadOnlySpan<byte> text, int from, out int offset)
    {
        offset = 0;
        if (from >= text.Length)
            return from;
        if (text[from] == (byte)'Z')
            return from + 1;
        if (text[from] is not ((byte)'+' or (byte)'-') || TwoDigits(text, from + 1) is not (>= 0 and var hours))
            return from;
        int minutesAt = from + 3 < text.Length && text[from + 3] == (byte)':' ? from + 4 : from + 3;
        if (TwoDigits(text, minutesAt) is not (>= 0 and var minutes))
            return from;
        offset = (hours * 60 + minutes) * 60;
        if (text[from] == (byte)'-')
            offset = -offset;
        return minutesAt + 2;
    }

    private static int Fraction(ReadOnlySpan<byte> digits)
    {
        long number = Number(digits);
        for (int i = digits.Length; i < 9; i++)
            number *= 10;
        return (int)number;
    }

    /// <summary>Two digits as a number; -1 when there are none.</summary>
    private static int TwoDigits(ReadOnlySpan<byte> text, int from)
    {
        if (from + 2 > text.Length || text[from] is not (>= (byte)'0' and <= (byte)'9') || text[from + 1] is not (>= (byte)'0' and <= (byte)'9'))
            return -1;
        return (text[from] - '0') * 10 + (text[from + 1] - '0');
    }

    private static bool EndsAt(ReadOnlySpan<byte> text, int end) => end == text.Length || text[end] == Blank;

    private static int Past(ReadOnlySpan<byte> text, int end) => end == text.Length ? end : end + 1;
}
