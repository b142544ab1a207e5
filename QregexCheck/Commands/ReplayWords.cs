using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using QregexCheck.Control;
using QregexCheck.History;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>The words of <c>replay</c>.</summary>
internal static class ReplayWords
{
    /// <summary>The word for programs.</summary>
    public static ReadOnlySpan<byte> Word(ReplayChange change) => change switch
    {
        ReplayChange.Newly => "newly"u8,
        ReplayChange.NoLonger => "no-longer"u8,
        _ => "still"u8,
    };

    /// <summary>The word for programs.</summary>
    public static ReadOnlySpan<byte> Word(Risk risk) => risk switch
    {
        Risk.Known => "known"u8,
        Risk.Regular => "regular"u8,
        Risk.Delivered => "delivered"u8,
        _ => "rest"u8,
    };

    public static string Number(Tallied tallied) => ReportWords.Number(tallied.Count, !tallied.IsExact);

    /// <summary>What was not judged, and why; nothing when all was.</summary>
    public static List<string> NotJudged(Replay replay)
    {
        ReplayCounts counts = replay.Counts;
        var words = new List<string>();
        foreach (Subject subject in ListFamily.Subjects)
            Add(counts.Without(subject), Without(subject));
        Add(counts.Uncertain, "with altered bytes");
        Add(counts.Untold, "where the log does not tell what a rule's condition asks about");
        Add(counts.RefusedOtherwise, "refused for another reason");
        Add(counts.OfRecipientCheck, $"decided by {Encoding.ASCII.GetString(CoveringEntry.FileName)} (--recipients looks them up today)");
        return words;

        void Add(long count, string why)
        {
            if (count > 0)
                words.Add($"{ReportWords.Number(count)} {why}");
        }
    }

    /// <summary>What speaks for the mail that is newly refused; nothing when nothing does.</summary>
    public static List<string> Risks(Replay replay, IReadOnlyList<ReplayRow> rows)
    {
        (long known, long regular, long delivered) = Sum(rows);
        var words = new List<string>();
        if (known > 0)
        {
            words.Add(
                $"{ReportWords.Count(replay.KnownSenders, "sender", "senders")} you have written to, {ReportWords.Count(known, "recipient", "recipients")}");
        }

        if (regular > 0)
            words.Add($"{ReportWords.Count(regular, "recipient", "recipients")} of pairs seen on 3 days and more");
        if (delivered > 0)
            words.Add($"{ReportWords.Count(delivered, "recipient", "recipients")} whose mail was delivered");
        return words;
    }

    /// <summary>The sums of the three risks.</summary>
    public static (long Known, long Regular, long Delivered) Sum(IReadOnlyList<ReplayRow> rows)
    {
        (long known, long regular, long delivered) = (0, 0, 0);
        foreach (ReplayRow row in rows)
        {
            known += row.Of(Risk.Known);
            regular += row.Of(Risk.Regular);
            delivered += row.Of(Risk.Delivered);
        }

        return (known, regular, delivered);
    }

    /// <summary>What is known of an example beside its addresses.</summary>
    public static string Remark(ReplayExample example)
    {
        string remark = example.Delivered > 0 ? $"delivered {ReportWords.Number(example.Delivered)}x" : $"seen {ReportWords.Number(example.Count)}x";
        if (example.Risk == Risk.Regular)
            remark += " on 3 days and more";
        if (example.LastReply is { } reply)
            remark += reply == MailEvent.NoTime ? ", has been written to" : $", last reply sent {LogDay.ShortText(LogDay.Of(reply))}";
        return remark;
    }

    /// <summary>A time as <c>11-24 09:12</c>, in UTC; blanks when it is not known.</summary>
    public static string ShortTime(long time) => time == MailEvent.NoTime ? "           " : Utc(time).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A time as RFC 3339 has it.</summary>
    public static string LongTime(long time) => Utc(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The rule that takes an example past the rule that refuses it, and its file; null when there is no such file.</summary>
    public static (ControlList List, byte[] Rule)? Exception(ReplayRow row, ReplayExample example)
    {
        // An entry of checkrcpthosts refuses recipients, too.
        Subject subject = row.Rule.Subject ?? Subject.Recipient;
        byte[]? address = subject == Subject.Sender ? example.Sender : example.Recipient;
        return ListFamily.About(subject).Exceptions is { } list && address is not null ? (list, AddressRule.Of(address)) : null;
    }

    private static string Without(Subject subject) => subject switch
    {
        Subject.HeloName => "without HELO (badhelo)",
        Subject.Sender => "without a sender (badmailfrom)",
        _ => "without a recipient (badmailto)",
    };

    // The years that DateTime knows are those that a stamp can hold, or nearly so.
    private static DateTime Utc(long time) => DateTime.UnixEpoch.AddTicks(time / 100);
}
