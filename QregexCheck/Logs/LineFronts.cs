using System;
using System.Runtime.CompilerServices;
using QregexCheck.Decision;

namespace QregexCheck.Logs;

/// <summary>
/// Reads the beginnings of lines: the stamp, and what syslog puts behind it. A line may have stamps behind stamps, for a program that stamps may write to
/// another that does. The last of them is the nearest to what happened.
/// </summary>
/// <remarks>
/// The forms: TAI64N (multilog, tai64n), tai64nlocal, svlogd, syslog with a date in words or in figures, alone or behind a priority (RFC 3164, RFC 5424), and
/// splogger's seconds. A line without a stamp is all text.
/// </remarks>
/// <param name="notAfter">Nanoseconds since the epoch; see <see cref="StampClock"/>.</param>
/// <param name="zone">The zone of stamps in local time.</param>
internal sealed class LineFronts(long notAfter, TimeZoneInfo zone)
{
    // No chain of loggers is longer.
    private const int MostStamps = 4;

    private readonly StampClock _clock = new(notAfter, zone);

    /// <summary>See <see cref="StampClock.NotAfter"/>.</summary>
    public long NotAfter
    {
        get => _clock.NotAfter;
        set => _clock.NotAfter = value;
    }

    /// <summary>Reads the beginning of a line.</summary>
    /// <param name="line">The line without its newline.</param>
    public LineFront Of(ReadOnlySpan<byte> line)
    {
        if (TryOwn(line, out LineFront front))
            return front;
        int offset = StampReader.Tai64n(line, out long time);
        int process = 0;
        bool isOfSplogger = false;
        for (int stamps = offset > 0 ? 1 : 0; stamps < MostStamps && !isOfSplogger; stamps++)
        {
            ReadOnlySpan<byte> text = line[offset..];
            int length = Stamp(text, out long stampTime, ref process, out isOfSplogger);
            if (length == 0)
                break;
            if (stampTime != MailEvent.NoTime)
                time = stampTime;
            offset += length;
        }

        return new LineFront(time, process, offset, isOfSplogger);
    }

    /// <summary>Reads the beginning of a line of ours behind a stamp of multilog: most lines of most logs.</summary>
    /// <param name="line">The line; others may follow.</param>
    /// <param name="front">Its beginning.</param>
    /// <returns>False for all other lines.</returns>
    public static bool TryOwn(ReadOnlySpan<byte> line, out LineFront front)
    {
        const int Behind = StampReader.Tai64nLength + 1;
        front = default;
        if (line.Length <= Behind || !IsOwn(line[Behind..]) || StampReader.Tai64n(line, out long time) != Behind)
            return false;
        front = new LineFront(time, 0, Behind, false);
        return true;
    }

    /// <summary>Reads one stamp, with the host and tag that belong to it.</summary>
    /// <returns>Its length; 0 when there is none.</returns>
    private int Stamp(ReadOnlySpan<byte> text, out long time, ref int process, out bool isOfSplogger)
    {
        time = MailEvent.NoTime;
        isOfSplogger = false;
        if (text.IsEmpty)
            return 0;
        int length;
        switch (text[0])
        {
            case (byte)'@':
                return StampReader.Tai64n(text, out time);
            case >= (byte)'0' and <= (byte)'9':
                length = StampReader.Date(text, _clock, out time, out bool namesZone);
                if (length == 0)
                    return StampReader.Epoch(text, out time, out isOfSplogger);
                return namesZone ? length + SyslogTag.Skip(text[length..], isHostSure: false, ref process) : length;
            case (byte)'<':
                return SyslogPriority.TrySkip(text, out length) ? AfterPriority(text, length, out time, ref process) : 0;
            case >= (byte)'A' and <= (byte)'Z' when StampReader.MonthAndDay(text, _clock, out time) is > 0 and var end:
                return end + SyslogTag.Skip(text[end..], isHostSure: true, ref process);
            case (byte)'q' when IsOwn(text):
                return 0;
            default:
                // splogger's tag alone, where syslog was told to write no more.
                int tag = SyslogTag.Length(text, out int tagProcess);
                if (tag == 0 || StampReader.Epoch(text[tag..], out time, out isOfSplogger) is not (> 0 and var stamp))
                    return 0;
                process = tagProcess;
                return tag + stamp;
        }
    }

    /// <summary>True for our own line: what stands before it is no tag before a stamp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOwn(ReadOnlySpan<byte> text) =>
        text.StartsWith(LogLine.Prefix) && text.Length > LogLine.Prefix.Length && !char.IsAsciiDigit((char)text[LogLine.Prefix.Length]);

    private int AfterPriority(ReadOnlySpan<byte> text, int from, out long time, ref int process)
    {
        ReadOnlySpan<byte> rest = text[from..];
        int length = StampReader.MonthAndDay(rest, _clock, out time);
        if (length > 0)
            return from + length + SyslogTag.Skip(rest[length..], isHostSure: true, ref process);
        if (!rest.StartsWith("1 "u8) || StampReader.Date(rest[2..], _clock, out time, out _) is not (> 0 and var date))
            return 0;
        int fields = SyslogPriority.SkipFields(rest[(2 + date)..], ref process);
        return fields == 0 ? 0 : from + 2 + date + fields;
    }
}
