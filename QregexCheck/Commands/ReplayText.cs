using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using QregexCheck.History;
using QregexCheck.Logs;
using QregexCheck.Qmail;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes a replay for people: the sums, what to look at first, and the rules by which something changes.</summary>
internal sealed class ReplayText
{
    // Of many rules those with most recipients are shown. JSON has all of them.
    private const int MostRows = 50;
    private const int MostRiskyRules = 10;
    private const int MostCommands = 5;

    // What is shown of a long rule, and of a long address.
    private const int LongestRule = 60;
    private const int LongestAddress = 80;
    private const int NarrowestRule = 50;

    private readonly Replay _replay;
    private readonly LogTotals _totals;
    private readonly ControlDirectory _directory;
    private readonly bool _hasColor;
    private readonly ByteText _text = new();

    /// <param name="replay">The replay, when all logs have ended.</param>
    /// <param name="totals">What was read.</param>
    /// <param name="directory">The directory of the rules that were tried.</param>
    /// <param name="hasColor">True when the terminal shows colours.</param>
    public ReplayText(Replay replay, LogTotals totals, ControlDirectory directory, bool hasColor)
    {
        _replay = replay;
        _totals = totals;
        _directory = directory;
        _hasColor = hasColor;
    }

    /// <summary>Writes it.</summary>
    public void Write(IReadOnlyList<ReplayRow> rows, Stream output)
    {
        AddSums();
        AddRisks(rows);
        AddRules(rows);
        AddExceptions(rows);
        output.Write(_text.Bytes);
    }

    private void AddSums()
    {
        ReplayCounts counts = _replay.Counts;
        if (_replay.Period.First != MailEvent.NoTime)
            _text.Add(LogDay.Range(LogDay.Of(_replay.Period.First), LogDay.Of(_replay.Period.Last))).Add(", "u8);
        _text.Add($"{ReportWords.Count(counts.Recipients, "recipient", "recipients")} ({ReplayWords.Number(_replay.DifferentRecipients)} different)");
        _text.Add($", {ReportWords.Number(counts.ByRelayClients)} by relay clients\n");
        if (counts.Deliveries > 0)
        {
            _text.Add(ReportWords.Count(counts.Deliveries, "delivery stands for a recipient", "deliveries stand for recipients"));
            _text.Add(": qmail-send does not tell who the client was, nor whether it may relay\n");
        }

        List<string> notJudged = ReplayWords.NotJudged(_replay);
        if (notJudged.Count > 0)
            _text.Add("not judged: "u8).Add(string.Join(", ", notJudged)).Add("\n"u8);
        if (_replay.HasNoRelayRules && counts.WithoutRelay > 0)
        {
            _text.Add(
                $"{ReportWords.Number(counts.WithoutRelay)} do not tell whether the client may relay: norelay rules were asked; --relay names your networks\n");
        }

        long strange = _totals.Recognized - _totals.Understood;
        if (strange > 0)
            _text.Add($"not understood: {ReportWords.Count(strange, "line", "lines")} of {ReportWords.Number(_totals.Recognized)}\n");
        long newly = counts.Of(ReplayChange.Newly);
        AddStyle(newly > 0 ? "\x1b[31m"u8 : default);
        _text.Add($"newly refused {ReportWords.Number(newly)}");
        AddStyle(newly > 0 ? "\x1b[0m"u8 : default);
        if (newly > 0)
            _text.Add(string.Create(CultureInfo.InvariantCulture, $" ({100.0 * newly / counts.Recipients:0.0} %)"));
        _text.Add($"   no longer refused {ReportWords.Number(counts.Of(ReplayChange.NoLonger))}");
        _text.Add($"   still refused {ReportWords.Number(counts.Of(ReplayChange.Still))}\n");
        AddSeverity(counts.NowRejected, "deferred before and rejected now");
        AddSeverity(counts.NowDeferred, "rejected before and deferred now");
    }

    private void AddSeverity(long count, string change)
    {
        if (count > 0)
            _text.Add($"of those, {change}: {ReportWords.Number(count)}\n");
    }

    /// <summary>Adds the mail that speaks for itself, with the rules that refuse it.</summary>
    private void AddRisks(IReadOnlyList<ReplayRow> rows)
    {
        List<string> risks = ReplayWords.Risks(_replay, rows);
        if (risks.Count == 0)
            return;
        AddStyle("\x1b[1m"u8);
        _text.Add("LOOK AT THESE FIRST"u8);
        AddStyle("\x1b[0m"u8);
        _text.Add("  "u8).Add(string.Join("; ", risks)).Add("\n"u8);
        int shown = 0;
        foreach (ReplayRow row in rows)
        {
            if (row.Examples.Count == 0 || row.Examples[0].Risk == Risk.Rest)
                continue;
            if (shown++ == MostRiskyRules)
            {
                _text.Add("  and more; --json shows each\n"u8);
                break;
            }

            _text.Add("  "u8);
            AddRule(row);
            _text.Add("\n"u8);
            foreach (ReplayExample example in row.Examples)
            {
                if (example.Risk != Risk.Rest)
                    AddExample(example);
            }
        }

        if (!_replay.KnowsAllRisks)
            _text.Add("  there may be more: too many addresses to remember all\n"u8);
    }

    private void AddExample(ReplayExample example)
    {
        _text.Add("     "u8).Add(ReplayWords.ShortTime(example.Last)).Add("  "u8);
        AddAddress(example.Sender);
        _text.Add(" -> "u8);
        AddAddress(example.Recipient);
        _text.Add("  "u8).Add(ReplayWords.Remark(example)).Add("\n"u8);
    }

    private void AddAddress(byte[]? address)
    {
        if (address is null)
            _text.Add("-"u8);
        else
            _text.Add("<"u8).AddEscaped(address, Plain.ClientField, LongestAddress).Add(">"u8);
    }

    /// <summary>Adds a table of the rules by which mail is newly or no longer refused.</summary>
    private void AddRules(IReadOnlyList<ReplayRow> rows)
    {
        var changed = new List<ReplayRow>();
        var names = new List<string>();
        int width = NarrowestRule;
        foreach (ReplayRow row in rows)
        {
            if (row.Change == ReplayChange.Still)
                continue;
            changed.Add(row);
            if (names.Count == MostRows)
                continue;
            names.Add(Name(row));
            width = Math.Max(width, names[^1].Length);
        }

        if (changed.Count == 0)
            return;
        _text.Add($"{"by rule".PadRight(width + 2)} {"recipients",10} {"senders",8} {"known",6} {"regular",7}");
        _text.Add(_replay.KnowsDeliveries ? " delivered\n" : "\n");
        for (int i = 0; i < names.Count; i++)
        {
            ReplayRow row = changed[i];
            string line = $"{(row.Change == ReplayChange.Newly ? "+" : "-")} {names[i].PadRight(width)} {ReportWords.Number(row.Recipients),10}"
                + $" {ReplayWords.Number(_replay.Senders(row)),8}";
            if (row.Change == ReplayChange.Newly)
            {
                line += $" {ReportWords.Number(row.Of(Risk.Known)),6} {ReportWords.Number(row.Of(Risk.Regular)),7}";
                line += _replay.KnowsDeliveries ? $" {ReportWords.Number(row.Of(Risk.Delivered)),9}" : string.Empty;
            }

            _text.Add(line).Add("\n"u8);
        }

        if (names.Count < changed.Count)
            _text.Add($"and {ReportWords.Count(changed.Count - names.Count, "rule", "rules")} more; --json shows each\n");
    }

    /// <summary>Adds the commands that let the riskiest mail through.</summary>
    private void AddExceptions(IReadOnlyList<ReplayRow> rows)
    {
        var commands = new List<string>();
        foreach (ReplayRow row in rows)
        {
            foreach (ReplayExample example in row.Examples)
            {
                if (example.Risk != Risk.Rest && commands.Count < MostCommands && Command(row, example) is { } command && !commands.Contains(command))
                    commands.Add(command);
            }
        }

        for (int i = 0; i < commands.Count; i++)
            _text.Add(i == 0 ? "to keep them:  " : "               ").Add(commands[i]).Add("\n"u8);
    }

    private string? Command(ReplayRow row, ReplayExample example)
    {
        if (ReplayWords.Exception(row, example) is not { } exception)
            return $"{Place(row)} is about HELO names, which have no list of exceptions: change the rule";
        return ExceptionCommand.Of(exception.Rule, _directory, exception.List);
    }

    private void AddRule(ReplayRow row) =>
        _text.Add(Place(row)).Add("  "u8).AddEscaped(row.Rule.Text, Plain.Printable, LongestRule);

    private static string Name(ReplayRow row) =>
        Place(row) + "  " + Encoding.ASCII.GetString(new ByteText().AddEscaped(row.Rule.Text, Plain.Printable, LongestRule).Bytes);

    /// <summary>Where a rule stands, as <c>badmailto:7</c>, as far as it is known.</summary>
    private static string Place(ReplayRow row)
    {
        string file = Escape.Text(row.Rule.File, Plain.Visible);
        return row.Rule.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{row.Rule.Line}") : file;
    }

    private void AddStyle(ReadOnlySpan<byte> style)
    {
        if (_hasColor)
            _text.Add(style);
    }
}
