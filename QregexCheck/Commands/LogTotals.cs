using System;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>What was read of the logs.</summary>
internal sealed class LogTotals
{
    /// <summary>What is said of a log without a line.</summary>
    public const string Empty = "the log is empty; name one that has been written to, with those into which it was cut";

    /// <summary>The lines, by format.</summary>
    public LineCounts Lines { get; } = new();

    /// <summary>Why what was read tells nothing; null when it tells enough.</summary>
    /// <param name="isForced">True when few lines that are understood are enough, too.</param>
    public string? Complaint(bool isForced)
    {
        long recognized = Recognized;
        if (Lines.All == 0)
            return Empty;
        if (recognized == 0)
            return $"none of {Lines.All} lines is one of a mail server's that is known; name its log, or see qregexcheck-log(8) for the formats";
        return isForced || 2 * Understood >= recognized
            ? null
            : $"of {recognized} lines of mail servers only {Understood} were understood; see qregexcheck-log(8) for the formats, or add --force";
    }

    /// <summary>True when no line can name a recipient that a client has named: all are of qmail-send or of tcpserver.</summary>
    public bool TellOfNoClient => Recognized == Lines.Recognized(LogFormat.QmailSend) + Lines.Recognized(LogFormat.Tcpserver);

    /// <summary>Events that were handed out. Lines of several loggers about one recipient are one.</summary>
    public long Events { get; private set; }

    /// <summary>When the first of them was; <see cref="MailEvent.NoTime"/> when none has a stamp.</summary>
    public long First { get; private set; } = MailEvent.NoTime;

    /// <summary>When the last of them was; <see cref="MailEvent.NoTime"/> when none has a stamp.</summary>
    public long Last { get; private set; } = MailEvent.NoTime;

    /// <summary>Lines with mail that have no stamp. With a first or last day they are left out, else they are handed out.</summary>
    public long WithoutStamp { get; set; }

    /// <summary>Lines of some format, understood or not.</summary>
    public long Recognized => Sum(static (lines, format) => lines.Recognized(format));

    /// <summary>Lines of some format that were understood.</summary>
    public long Understood => Sum(static (lines, format) => lines.Understood(format));

    /// <summary>Counts events that stand in the order of their time.</summary>
    /// <param name="number">How many.</param>
    /// <param name="first">When the first was; see <see cref="MailEvent.Time"/>.</param>
    /// <param name="last">When the last was.</param>
    public void Count(int number, long first, long last)
    {
        Events += number;
        if (first == MailEvent.NoTime)
            return;
        if (First == MailEvent.NoTime || first < First)
            First = first;
        if (last > Last)
            Last = last;
    }

    private long Sum(Func<LineCounts, LogFormat, long> count)
    {
        long sum = 0;
        for (LogFormat format = 0; format <= LogFormat.Tcpserver; format++)
            sum += count(Lines, format);
        return sum;
    }
}
