using System;
using System.Globalization;

namespace QregexCheck.Commands;

/// <summary>
/// Where a file stands among those into which one log was cut. multilog's, svlogd's and s6-log's files are <c>@STAMP.s</c> or <c>@STAMP.u</c> and
/// <c>current</c>; those
/// of logrotate and newsyslog are <c>NAME</c> with <c>.1</c>, <c>.2.gz</c>, or with the day as in <c>NAME-20261101.gz</c>.
/// </summary>
/// <param name="Log">The log: files with the same belong together.</param>
/// <param name="Stage">0: cut on a day; 1: the oldest has the highest number, or the lowest stamp; 2: the one that is written to.</param>
/// <param name="Order">The lower, the older.</param>
/// <param name="Text">Decides where the order is the same.</param>
internal readonly record struct LogRotation(string Log, int Stage, long Order, string Text) : IComparable<LogRotation>
{
    private const int StampLength = 25;
    private const int DayLength = 8;
    private const int LongestNumber = 5;

    /// <summary>The place of a file, by its path alone.</summary>
    public static LogRotation Of(string path)
    {
        int slash = path.LastIndexOf('/');
        string name = path[(slash + 1)..];
        if (name == "current" || IsCutByMultilog(name))
            return new LogRotation(path[..(slash + 1)], name == "current" ? 2 : 1, 0, name);

        string log = path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path;
        int end = log.AsSpan().TrimEnd("0123456789").Length;
        int digits = log.Length - end;
        if (digits == 0 || end < slash + 3 || log[end - 1] is not ('.' or '-'))
            return new LogRotation(log, 2, 0, path);
        string whole = log[..(end - 1)];
        if (digits >= DayLength)
            return new LogRotation(whole, 0, 0, log[end..]);
        return log[end - 1] == '.' && digits <= LongestNumber
            ? new LogRotation(whole, 1, -long.Parse(log.AsSpan(end), CultureInfo.InvariantCulture), path)
            : new LogRotation(log, 2, 0, path);
    }

    /// <summary>
    /// True for the name of a file that multilog has finished: <c>@</c>, 24 hexadecimal digits, and <c>.s</c> or <c>.u</c>. Source: multilog(8).
    /// </summary>
    public static bool IsCutByMultilog(string name)
    {
        if (name.Length <= StampLength || name[0] != '@' || name[StampLength..] is not (".s" or ".u" or ".s.gz" or ".u.gz"))
            return false;
        foreach (char digit in name.AsSpan(1, StampLength - 1))
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return false;
        }

        return true;
    }

    public int CompareTo(LogRotation other)
    {
        int order = Stage != other.Stage ? Stage.CompareTo(other.Stage) : Order.CompareTo(other.Order);
        return order != 0 ? order : string.CompareOrdinal(Text, other.Text);
    }
}
