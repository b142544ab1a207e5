using System;
using System.Collections.Generic;
using QregexCheck.Control;
using QregexCheck.Logs;
using QregexCheck.Posix;

namespace QregexCheck.Commands;

/// <summary>
/// Reads logs once, from the files that a command line names to the events that <c>report</c> and <c>replay</c> count.
/// </summary>
/// <remarks>
/// <code>
/// LogTotals totals = LogPass.Run(new LogOptions(logs) { Since = ..., Jobs = ... }, prefixes, take);
/// if (totals.Complaint(isForced) is { } complaint) { StandardError.Fatal(complaint); return ExitCode.SoftError; }
/// </code>
/// <see cref="Run"/> hands out the events of all logs merged by time, from the calling thread and one after the other, the same ones in the same order whatever
/// <see cref="LogOptions.Jobs"/> is. An event's bytes are there until <c>take</c> returns. Files that can't be read are a <see
/// cref="ControlReadException"/>, which the command line answers with 111. Warnings, a bar on a terminal, and what <c>--since</c> left out are told on
/// standard error here.
/// </remarks>
internal sealed class LogPass
{
    // One thread puts all in order, so more of them would wait.
    private const int MostThreads = 16;

    private const long NanosecondsOfSecond = 1_000_000_000;
    private const long NanosecondsOfDay = 24 * 60 * 60 * NanosecondsOfSecond;

    private readonly LogTotals _totals = new();
    private readonly LogOptions _options;
    private readonly EventTaker _take;
    private readonly NameHash? _names;
    private readonly TwinWindow _twins;
    private readonly long _from;
    private readonly long _to;
    private readonly long _now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    private LogPass(LogOptions options, EventTaker take, NameHash? names)
    {
        _options = options;
        _names = names;
        _take = take;
        _twins = new TwinWindow(Count);
        _from = options.Since is { } first ? Begin(first) : MailEvent.NoTime + 1;
        _to = options.Until is { } last ? Begin(last) + NanosecondsOfDay : long.MaxValue;
    }

    /// <summary>Reads all.</summary>
    /// <param name="options">What is read.</param>
    /// <param name="prefixes">What virtualdomains puts in front of recipients.</param>
    /// <param name="take">Gets the events.</param>
    /// <param name="names">Hashes what <see cref="EventBlock.HitsOf"/> tells of events, so that threads do that, too; null where nobody asks for it.</param>
    /// <exception cref="ControlReadException">A log can't be read.</exception>
    public static LogTotals Run(LogOptions options, VirtualPrefixes prefixes, EventTaker take, NameHash? names = null)
    {
        var warnings = new List<string>();
        var pass = new LogPass(options, take, names);
        List<List<LogFile>> opened = LoggedFiles.Open(options.Logs, options.Sent);
        LogCopies.LeaveOut(opened, warnings.Add);
        List<LogLines> logs = opened.ConvertAll(files => new LogLines(files, pass._now, warning =>
        {
            lock (warnings)
                warnings.Add(warning);
        }));
        try
        {
            pass.Read(logs, prefixes);
        }
        finally
        {
            foreach (LogLines log in logs)
                log.Dispose();
        }

        pass.Warn(warnings);
        return pass._totals;
    }

    private void Read(List<LogLines> logs, VirtualPrefixes prefixes)
    {
        using var bar = new ProgressBar("reading");
        using var threads = new LogThreads(
            Math.Clamp(_options.Jobs, 1, MostThreads), () => new LogReader(NewFronts(), _options.Only, _names is { } names ? new HitReader(names) : null));
        if (logs is [{ IsOfSent: false } only])
        {
            var sequence = new LogSequence(NewReader(_options.Only), prefixes, TakeDay);
            LogChain chain = threads.Begin(only);
            long size = only.Size;
            while (threads.Take(chain) is { } block)
            {
                sequence.Take(block);
                threads.Return(block);
                Show(bar, chain.Done, size);
            }

            sequence.End();
            _totals.Lines.Add(sequence.Lines);
        }
        else
        {
            Merge(logs, prefixes, threads, bar);
        }

        _twins.End();
    }

    /// <summary>Merges logs by time. A log is begun when the first of its stamps is due.</summary>
    private void Merge(List<LogLines> logs, VirtualPrefixes prefixes, LogThreads threads, ProgressBar bar)
    {
        var queue = new PriorityQueue<MergedLog, (long Time, int Number)>();
        var all = new List<MergedLog>();
        var numbers = new Dictionary<MergedLog, int>();
        LineFronts fronts = NewFronts();
        long size = 0;

        // The lines of a log that is read for its deliveries alone say nothing about how well the others were understood.
        var unused = new LineCounts();
        EventTaker takeDay = TakeDay;
        EventTaker takeDelivery = TakeDelivery;
        foreach (LogLines lines in logs)
        {
            LogFormat? wanted = lines.IsOfSent ? LogFormat.QmailSend : _options.Only;
            var log = new MergedLog(threads, lines, lines.FirstStamp(fronts), sequel => new LogSequence(NewReader(wanted), prefixes, sequel));
            size += lines.Size;
            numbers.Add(log, all.Count);
            queue.Enqueue(log, (log.Time, all.Count));
            all.Add(log);
        }

        while (queue.TryDequeue(out MergedLog? log, out _))
        {
            if (!log.HasEvent)
            {
                if (!log.ReadOn(log.IsOfSent ? unused : _totals.Lines))
                    continue;
                long done = 0;
                foreach (MergedLog each in all)
                    done += each.Done;
                Show(bar, done, size);
            }

            log.HandOut(queue.TryPeek(out _, out (long Time, int Number) next) ? next.Time : long.MaxValue, log.IsOfSent ? takeDelivery : takeDay);
            queue.Enqueue(log, (log.Time, numbers[log]));
        }
    }

    private LogReader NewReader(LogFormat? only) => new(NewFronts(), only);

    private LineFronts NewFronts() => new(_now, TimeZoneInfo.Local);

    /// <summary>Takes the events that were on the days that are wanted.</summary>
    private void TakeDay(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        if (mails.IsEmpty)
            return;
        if (block.IsInOrder && mails[0].Time >= _from && mails[^1].Time < _to)
        {
            _twins.Take(block, mails);
            return;
        }

        for (int i = 0; i < mails.Length; i++)
        {
            long time = mails[i].Time;
            if (time == MailEvent.NoTime)
                _totals.WithoutStamp++;
            if (time == MailEvent.NoTime ? !_options.HasDays : time >= _from && time < _to)
                _twins.Take(block, mails.Slice(i, 1));
        }
    }

    /// <summary>Takes deliveries of a log that is read for them alone, as no recipients. Without a stamp they say nothing: they are near no other mail.</summary>
    private void TakeDelivery(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        foreach (MailEvent mail in mails)
        {
            if (mail.Outcome != Outcome.Delivered || mail.Time == MailEvent.NoTime)
                continue;
            MailEvent delivery = mail;
            delivery.IsCounted = true;
            TakeDay(block, new ReadOnlySpan<MailEvent>(in delivery));
        }
    }

    private void Count(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        if (block.IsInOrder)
        {
            _totals.Count(mails.Length, mails[0].Time, mails[^1].Time);
        }
        else
        {
            foreach (ref readonly MailEvent mail in mails)
                _totals.Count(1, mail.Time, mail.Time);
        }

        _take(block, mails);
    }

    private void Warn(List<string> warnings)
    {
        warnings.Sort(StringComparer.Ordinal);
        foreach (string warning in warnings)
            StandardError.WriteLine("warning"u8, warning);
        if (_options.HasDays && _totals.WithoutStamp > 0)
            StandardError.WriteLine("warning"u8, $"{_totals.WithoutStamp} recipients without a stamp are left out: nobody knows on which day they came");
    }

    private static void Show(ProgressBar bar, long done, long size) => bar.Show((int)(done >> 10), (int)(size >> 10));

    private static long Begin(DateOnly day) => (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * NanosecondsOfDay;
}
