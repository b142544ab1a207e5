using System;
using System.Collections.Generic;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>The rows of a replay: one for each rule and change that was met.</summary>
internal sealed class ReplayRows
{
    private readonly ReplayedRule _others = new([], 0, "(other rules)"u8.ToArray(), IsDefer: false);
    private readonly List<ReplayRow> _rows = new();
    private readonly List<ReplayRow?>[] _byNumber = [new(), new(), new()];
    private readonly LoggedRules _logged;
    private readonly SenderCounts _senders;

    /// <param name="hash">The hash of what a log calls a rule.</param>
    /// <param name="mostSenders">How many pairs of a rule and a sender are kept to be counted.</param>
    public ReplayRows(AddressHash hash, int mostSenders)
    {
        _logged = new LoggedRules(hash);
        _senders = new SenderCounts(mostSenders, hash.Of("senders"u8));
    }

    public ReplayRow Row(int number) => _rows[number];

    public Tallied Senders(ReplayRow row) => _senders.Of(row.Number);

    public void CountSender(ReplayRow row, ulong sender) => _senders.Add(row.Number, sender);

    /// <summary>The row of a rule that was asked.</summary>
    /// <param name="change">What the row is about.</param>
    /// <param name="number">The rule's number.</param>
    /// <param name="rules">The rules it is one of.</param>
    public ReplayRow Of(ReplayChange change, int number, RememberedRules rules)
    {
        List<ReplayRow?> known = _byNumber[(int)change];
        while (known.Count <= number)
            known.Add(null);
        return known[number] ??= New(change, rules.Rule(number));
    }

    /// <summary>The row of a rule that refused by a log's word.</summary>
    public ReplayRow OfLogged(EventBlock block, in MailEvent mail)
    {
        ReadOnlySpan<byte> list = block.Bytes(mail.List);
        ReadOnlySpan<byte> text = block.Bytes(mail.Rule);
        if (_logged.Find(list, mail.RuleLine, text, out ulong key) is { } row)
        {
            if (row.Rule.Line != mail.RuleLine && row.Rule != _others)
                row.Rule = row.Rule with { Line = mail.RuleLine };
            return row;
        }

        bool isDefer = mail.Outcome == Outcome.Deferred;
        row = New(ReplayChange.NoLonger, _logged.IsFull ? _others : new ReplayedRule(list.ToArray(), mail.RuleLine, text.ToArray(), isDefer));
        _logged.Add(key, row);
        return row;
    }

    /// <summary>All rows: those of each change together, the rule with the most recipients first.</summary>
    public IReadOnlyList<ReplayRow> Sorted()
    {
        var sorted = new List<ReplayRow>(_rows);
        sorted.Sort(static (one, other) =>
        {
            int order = one.Change.CompareTo(other.Change);
            if (order == 0)
                order = other.Recipients.CompareTo(one.Recipients);
            if (order == 0)
                order = one.Rule.File.AsSpan().SequenceCompareTo(other.Rule.File);
            if (order == 0)
                order = one.Rule.Line.CompareTo(other.Rule.Line);
            return order != 0 ? order : one.Rule.Text.AsSpan().SequenceCompareTo(other.Rule.Text);
        });
        return sorted;
    }

    private ReplayRow New(ReplayChange change, ReplayedRule rule)
    {
        var row = new ReplayRow(_rows.Count, change, rule);
        _rows.Add(row);
        return row;
    }
}
