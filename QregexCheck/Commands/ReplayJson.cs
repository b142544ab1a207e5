using System;
using System.Collections.Generic;
using System.IO;
using QregexCheck.Control;
using QregexCheck.History;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;

namespace QregexCheck.Commands;

/// <summary>Writes a replay for programs: an object for each rule and change, then one for all.</summary>
internal sealed class ReplayJson
{
    private readonly Replay _replay;
    private readonly LogTotals _totals;
    private readonly Stream _output;
    private readonly JsonText _json = new();

    /// <param name="replay">The replay, when all logs have ended.</param>
    /// <param name="totals">What was read.</param>
    /// <param name="output">Where it is written.</param>
    public ReplayJson(Replay replay, LogTotals totals, Stream output)
    {
        _replay = replay;
        _totals = totals;
        _output = output;
    }

    /// <summary>Writes it.</summary>
    public void Write(IReadOnlyList<ReplayRow> rows)
    {
        var buffered = new BufferedStream(_output, 64 * 1024);
        foreach (ReplayRow row in rows)
        {
            Add(row);
            buffered.Write(_json.Bytes);
            _json.Clear();
        }

        AddSummary(rows);
        buffered.Write(_json.Bytes);
        buffered.Flush();
    }

    private void Add(ReplayRow row)
    {
        _json.BeginLine().Add("file"u8, row.Rule.File);
        if (row.Rule.Line > 0)
            _json.Add("line"u8, row.Rule.Line);
        else
            _json.AddNull("line"u8);
        Tallied senders = _replay.Senders(row);
        _json.Add("rule"u8, row.Rule.Text)
            .Add("change"u8, ReplayWords.Word(row.Change))
            .Add("recipients"u8, row.Recipients)
            .Add("senders"u8, senders.Count)
            .Add("known"u8, row.Of(Risk.Known))
            .Add("regular"u8, row.Of(Risk.Regular))
            .Add("delivered"u8, row.Of(Risk.Delivered))
            .BeginList("examples"u8);
        foreach (ReplayExample example in row.Examples)
            Add(row, example);
        _json.EndList();
        if (!senders.IsExact)
            _json.BeginList("approximate"u8).Add(default, "senders"u8).EndList();
        _json.EndLine();
    }

    private void Add(ReplayRow row, ReplayExample example)
    {
        _json.Begin(default);
        AddTime("time"u8, example.Last);
        AddAddress("sender"u8, example.Sender);
        AddAddress("recipient"u8, example.Recipient);
        _json.Add("count"u8, example.Count).Add("delivered"u8, example.Delivered).Add("risk"u8, ReplayWords.Word(example.Risk));
        if (example.LastReply is { } reply)
            AddTime("last_reply"u8, reply);
        if (ReplayWords.Exception(row, example) is { } exception)
            _json.Begin("exception"u8).Add("file"u8, ControlLists.FileName(exception.List)).Add("rule"u8, exception.Rule).End();
        _json.End();
    }

    private void AddSummary(IReadOnlyList<ReplayRow> rows)
    {
        ReplayCounts counts = _replay.Counts;
        (long known, long regular, long delivered) = ReplayWords.Sum(rows);
        Tallied different = _replay.DifferentRecipients;
        _json.BeginLine().Begin("summary"u8)
            .Add("newly"u8, counts.Of(ReplayChange.Newly))
            .Add("no_longer"u8, counts.Of(ReplayChange.NoLonger))
            .Add("still"u8, counts.Of(ReplayChange.Still))
            .Add("uncertain"u8, counts.Uncertain)
            .Begin("not_judged"u8)
            .Add("helo"u8, counts.Without(Subject.HeloName))
            .Add("sender"u8, counts.Without(Subject.Sender))
            .Add("recipient"u8, counts.Without(Subject.Recipient))
            .Add("refused_otherwise"u8, counts.RefusedOtherwise)
            .Add(CoveringEntry.FileName, counts.OfRecipientCheck);
        if (counts.Untold > 0)
            _json.Add("condition"u8, counts.Untold);
        _json.End()
            .Add("recipients"u8, counts.Recipients)
            .Add("different"u8, different.Count)
            .Add("deliveries"u8, counts.Deliveries)
            .Add("relay_clients"u8, counts.ByRelayClients)
            .Add("relay_unknown"u8, counts.WithoutRelay)
            .Add("now_rejected"u8, counts.NowRejected)
            .Add("now_deferred"u8, counts.NowDeferred)
            .Add("known"u8, known)
            .Add("known_senders"u8, _replay.KnownSenders)
            .Add("regular"u8, regular)
            .Add("delivered"u8, delivered);
        AddTime("first"u8, _replay.Period.First);
        AddTime("last"u8, _replay.Period.Last);
        _json.Add("lines"u8, _totals.Lines.All)
            .Add("understood"u8, _totals.Understood)
            .Add("not_understood"u8, _totals.Recognized - _totals.Understood);
        if (!different.IsExact || !_replay.KnowsAllRisks)
        {
            _json.BeginList("approximate"u8);
            if (!different.IsExact)
                _json.Add(default, "different"u8);
            if (!_replay.KnowsAllRisks)
                _json.Add(default, "known"u8).Add(default, "regular"u8);
            _json.EndList();
        }

        _json.End().EndLine();
    }

    private void AddTime(ReadOnlySpan<byte> name, long time)
    {
        if (time == MailEvent.NoTime)
            _json.AddNull(name);
        else
            _json.Add(name, ReplayWords.LongTime(time));
    }

    private void AddAddress(ReadOnlySpan<byte> name, byte[]? address)
    {
        if (address is null)
            _json.AddNull(name);
        else
            _json.Add(name, address);
    }
}
