using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Decision;
using QregexCheck.History;
using QregexCheck.Lists;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary><c>qregexcheck replay</c>: tells what rules would have done to past mail.</summary>
internal sealed class ReplayCommand : IDisposable
{
    private const string Slow = "has many rules that are asked one by one of each address, so this may take long; run qregexcheck compile first";

    private readonly List<KeptLists> _lists = new();
    private readonly HashSet<(ControlList List, RuleError Error)> _warned = new();

    private ReplayCommand()
    {
    }

    /// <summary>Replays past mail, and reports what is different.</summary>
    /// <returns>
    /// HardError when something is newly refused, SoftError when the logs tell too little; Accept otherwise, also when something is refused no longer.
    /// </returns>
    /// <exception cref="ControlReadException">A control file or a log can't be read.</exception>
    public static ExitCode Run(ReplayRequest request, Stream output)
    {
        UnreadFiles.Warn(request.Directory);
        using var command = new ReplayCommand();
        RememberedRules now = command.Load(request.Directory, request.Options.AsksRecipients);
        RememberedRules? before = request.Against is { } old ? command.Load(old, request.Options.AsksRecipients) : null;
        var replay = new Replay(now, before, AddressKey(), request.Options);
        if (request.Sent.Count > 0 && ReadSent(request, replay) is { } complaint)
            return Refuse(complaint);

        // The logs of what was sent tell of deliveries, too.
        LogTotals totals = LogPass.Run(request.Logs with { Sent = request.Sent }, Prefixes(request.Directory), Untagged(request, replay.Take));
        if (totals.Complaint(request.IsForced) is { } trouble)
            return Refuse(trouble);
        IReadOnlyList<ReplayRow> rows = replay.End();
        if (replay.Counts.Recipients == 0 && totals.TellOfNoClient && !request.IsForced)
            return Refuse("the logs tell only of connections, and of deliveries elsewhere or on other days; name the log of qmail-smtpd, too");
        if (request.WritesJson)
            new ReplayJson(replay, totals, output).Write(rows);
        else
            new ReplayText(replay, totals, request.Directory, request.HasColor).Write(rows, output);
        return replay.Counts.Of(ReplayChange.Newly) > 0 ? ExitCode.HardError : ExitCode.Accept;
    }

    public void Dispose()
    {
        foreach (KeptLists lists in _lists)
            lists.Dispose();
    }

    private static ExitCode Refuse(string complaint)
    {
        StandardError.Fatal(complaint);
        return ExitCode.SoftError;
    }

    /// <summary>A key that those who send mail don't know.</summary>
    private static AddressHash AddressKey() => new((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64());

    private static string? ReadSent(ReplayRequest request, Replay replay)
    {
        LogOptions sent = new(request.Sent) { Jobs = request.Logs.Jobs };
        return LogPass.Run(sent, Prefixes(request.Directory), replay.TakeSent).Complaint(isForced: true) is { } complaint ? "--sent: " + complaint : null;
    }

    /// <summary>Takes tags off recipients by the keys beside the rules, or in qmail's own directory: rules that are tried often stand there alone.</summary>
    private static EventTaker Untagged(ReplayRequest request, EventTaker take) =>
        UntaggedMail.Of([request.Directory, request.Against, new ControlDirectory(QmailHome.Control)], take);

    /// <summary>What qmail-send puts before recipients: by virtualdomains beside the rules, or in qmail's own directory.</summary>
    private static VirtualPrefixes Prefixes(ControlDirectory directory)
    {
        var prefixes = new VirtualPrefixes();
        if (directory.ReadAll("virtualdomains"u8) is not { } bytes)
        {
            var own = new ControlDirectory(QmailHome.Control);
            bytes = own.Exists ? own.ReadAll("virtualdomains"u8) ?? [] : [];
        }

        int read = 0;
        var file = new ControlFile(new LineReader(buffer =>
        {
            int count = Math.Min(buffer.Length, bytes.Length - read);
            bytes.AsSpan(read, count).CopyTo(buffer);
            read += count;
            return count;
        }));
        while (file.TryRead(out ControlLine line))
        {
            if (!line.IsComment)
                prefixes.Add(line.Bytes);
        }

        return prefixes;
    }

    private RememberedRules Load(ControlDirectory directory, bool asksRecipients)
    {
        directory.CheckExists();
        var lists = new KeptLists(directory, LoadBudget.OfPastMail, WarnOnce);
        _lists.Add(lists);
        Func<Envelope, RecipientAnswer?>? look = asksRecipients ? new RecipientLookup(directory).Ask : null;
        var rules = new RememberedRules(new Judge(lists.Open, static _ => { }, look: look));
        foreach (ControlList list in lists.Slow)
            StandardError.WriteLine("warning"u8, $"{directory.Name}/{ControlLists.Name(list)} {Slow}");
        return rules;
    }

    private void WarnOnce(ControlList list, RuleError error)
    {
        const int MostWarnings = 200;
        if (_warned.Count < MostWarnings && _warned.Add((list, error)))
            DecisionLog.Warn(list, error);
    }
}
