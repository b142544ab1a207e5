using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using QregexCheck.Commands;
using QregexCheck.Control;
using QregexCheck.Logs;
using QregexCheck.Tests.Support;
using Xunit;

namespace QregexCheck.Tests.Rooms.Commands;

/// <summary>From the files of logs to events: all of them once, in the order of time, however many threads read.</summary>
public sealed class LogPassTests : IDisposable
{
    // 2026-11-01 00:00:00 UTC.
    private const long Start = 1_793_491_200;

    private const long Day = 24 * 60 * 60;

    private readonly ControlFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Events_of_many_logs_come_in_the_order_of_time_whatever_the_number_of_threads(int jobs)
    {
        var random = new Random(1);
        var expected = new List<(long Time, string To)>();
        var logs = new List<StringBuilder>();
        for (int log = 0; log < 9; log++)
            logs.Add(new StringBuilder());
        for (int line = 0; line < 40_000; line++)
        {
            // Some logs follow each other, and some lie side by side.
            int log = random.Next(2) == 0 ? line / 8_000 : 5 + random.Next(4);
            logs[log].Append(Chkuser(Start + (3 * line), $"r{line}@example.org"));
            expected.Add((Start + (3 * line), $"r{line}@example.org"));
        }

        for (int log = 0; log < logs.Count; log++)
            Write($"log{(char)('a' + log)}" + (log % 3 == 2 ? ".gz" : string.Empty), logs[log].ToString());
        (LogTotals totals, List<(long Time, string To)> events) = Run(new LogOptions(Paths(Directory.GetFiles(_folder.Path))) { Jobs = jobs });
        Assert.Equal(expected, events);
        Assert.Equal((40_000, 40_000, 40_000, 0L), (totals.Lines.All, totals.Understood, totals.Events, totals.WithoutStamp));
        Assert.Equal((Start * 1_000_000_000, (Start + (3 * 39_999)) * 1_000_000_000), (totals.First, totals.Last));
        Assert.Null(totals.Complaint(isForced: false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Times_that_go_backwards_lose_nothing_and_are_the_same_for_any_number_of_threads(int jobs)
    {
        var random = new Random(2);
        for (int log = 0; log < 3; log++)
        {
            var text = new StringBuilder();
            for (int line = 0; line < 9_000; line++)
                text.Append(Chkuser(line % 100 == 7 ? null : Start + random.Next(100_000), $"r{log}.{line}@example.org"));
            Write($"log{(char)('a' + log)}", text.ToString());
        }

        byte[][] paths = Paths(Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).ToArray());
        List<(long Time, string To)> alone = Run(new LogOptions(paths) { Jobs = 1 }).Events;
        Assert.Equal(27_000, alone.Distinct().Count());
        Assert.Equal(alone, Run(new LogOptions(paths) { Jobs = jobs }).Events);
    }

    [Fact]
    public void Days_are_UTC_and_both_are_inclusive_and_what_has_no_stamp_is_left_out()
    {
        Write("log", Chkuser(Start - 1, "before@example.org") + Chkuser(Start, "first@example.org") + Chkuser(null, "whenever@example.org")
            + Chkuser(Start + (2 * Day) - 1, "last@example.org") + Chkuser(Start + (2 * Day), "behind@example.org"));
        var options = new LogOptions(Paths(_folder.Of("log"))) { Since = new DateOnly(2026, 11, 1), Until = new DateOnly(2026, 11, 2) };
        (LogTotals totals, List<(long Time, string To)> events) = Run(options);
        Assert.Equal(["first@example.org", "last@example.org"], events.Select(one => one.To));
        Assert.Equal((5, 2, 1L), (totals.Lines.All, totals.Events, totals.WithoutStamp));
        Assert.Equal(["before@example.org", "first@example.org", "last@example.org"], Run(options with { Since = null }).Events.Select(one => one.To));
        Assert.Equal(["first@example.org", "last@example.org", "behind@example.org"], Run(options with { Until = null }).Events.Select(one => one.To));
        Assert.Equal(5, Run(options with { Since = null, Until = null }).Events.Count);
    }

    [Fact]
    public void A_line_that_is_too_long_is_counted_and_never_believed()
    {
        string line = Chkuser(Start, "r@example.org");
        string tooLong = line.Replace(" : found", " : " + new string('x', 1_000_000), StringComparison.Ordinal);
        Write("log", line + tooLong + line + new string('y', 70_000) + "\n" + line);
        (LogTotals totals, List<(long Time, string To)> events) = Run(new LogOptions(Paths(_folder.Of("log"))));
        Assert.Equal((5, 4, 3, 3), (totals.Lines.All, totals.Recognized, totals.Understood, events.Count));
    }

    [Theory]
    [InlineData("", "the log is empty; ")]
    [InlineData("\n", "none of 1 lines")]
    [InlineData("x\ny", "none of 2 lines")]
    public void A_log_without_a_line_of_a_mail_server_is_worth_a_complaint(string text, string expected)
    {
        Write("log", text);
        Assert.StartsWith(expected, Run(new LogOptions(Paths(_folder.Of("log")))).Totals.Complaint(isForced: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_half_understood_is_worth_a_complaint_unless_it_is_forced()
    {
        string good = Chkuser(Start, "r@example.org");
        string bad = good.Replace(" rcpt <", " rcpt ", StringComparison.Ordinal);
        Write("log", good + bad);
        Assert.Null(Run(new LogOptions(Paths(_folder.Of("log")))).Totals.Complaint(isForced: false));
        Write("log", good + bad + bad);
        LogTotals totals = Run(new LogOptions(Paths(_folder.Of("log")))).Totals;
        Assert.StartsWith("of 3 lines of mail servers only 1 ", totals.Complaint(isForced: false), StringComparison.Ordinal);
        Assert.Null(totals.Complaint(isForced: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_file_that_can_not_be_read_ends_all_whichever_thread_meets_it(int jobs)
    {
        Write("log.2", string.Concat(Enumerable.Range(0, 5_000).Select(line => Chkuser(Start + line, "r@example.org"))));
        Write("log.1", "BZh91AY&SY");
        Write("log", Chkuser(Start, "r@example.org"));
        Assert.Throws<ControlReadException>(() => Run(new LogOptions(Paths(_folder.Of("log.1"), _folder.Of("log"), _folder.Of("log.2"))) { Jobs = jobs }));
    }

    private static byte[][] Paths(params string[] paths) => Array.ConvertAll(paths, Encoding.UTF8.GetBytes);

    private static (LogTotals Totals, List<(long Time, string To)> Events) Run(LogOptions options)
    {
        var events = new List<(long Time, string To)>();
        LogTotals totals = LogPass.Run(options, new VirtualPrefixes(), (block, mails) =>
        {
            foreach (MailEvent mail in mails)
                events.Add((mail.Time == MailEvent.NoTime ? 0 : mail.Time / 1_000_000_000, Encoding.Latin1.GetString(block.Bytes(mail.Recipient))));
        });
        return (totals, events);
    }

    /// <summary>A line of chkuser's, behind a TAI64N stamp where there is a time in seconds since 1970.</summary>
    private static string Chkuser(long? time, string recipient) =>
        (time is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"@{0x400000000000000A + seconds:x16}00000000 ") : string.Empty)
        + "CHKUSER accepted rcpt: from <s@example.com|remoteinfo/auth:|chkuser-identify:> "
        + "remote <helo:h.example.com|remotehostname:h.example.com|remotehostip:192.0.2.7> "
        + $"rcpt <{recipient}> : found existing recipient\n";

    private void Write(string name, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(_folder.Of(name), bytes);
            return;
        }

        using FileStream file = File.Create(_folder.Of(name));
        using var packer = new GZipStream(file, CompressionMode.Compress);
        packer.Write(bytes);
    }
}
