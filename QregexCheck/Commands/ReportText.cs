using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using QregexCheck.History;
using QregexCheck.Logs;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>Writes a report for people: a table for each list, and below it the rules without a hit.</summary>
internal sealed class ReportText
{
    // Of a long list the rules with most hits are shown. JSON has all of them.
    private const int MostRows = 50;
    private const int MostIdle = 20;

    // What is shown of a long rule, and of a long name.
    private const int LongestRule = 60;
    private const int LongestSource = 40;

    private readonly RuleReport _report;
    private readonly bool _hasColor;
    private readonly bool _hasBlocks;
    private readonly bool _showsSources;
    private readonly ByteText _text = new();
    private bool _hasStars;

    /// <param name="report">The report.</param>
    /// <param name="hasColor">True when the terminal shows colours.</param>
    /// <param name="hasBlocks">True when it shows more than ASCII.</param>
    /// <param name="showsSources">True when the first source of a rule is shown.</param>
    public ReportText(RuleReport report, bool hasColor, bool hasBlocks, bool showsSources)
    {
        _report = report;
        _hasColor = hasColor;
        _hasBlocks = hasBlocks;
        _showsSources = showsSources;
    }

    /// <summary>Writes it.</summary>
    public void Write(ReportNotes notes, Stream output)
    {
        foreach (ReportedList list in _report.Lists)
            Add(list);
        if (_report.Lists.Count == 0)
            _text.Add("no rules: the control directory has no list\n"u8);
        AddRemoved();
        if (_hasStars)
            _text.Add(ReportWords.OneHost).Add("\n"u8);
        foreach (string sentence in notes.Sentences())
            _text.Add(sentence).Add("\n"u8);
        output.Write(_text.Bytes);
    }

    private static void Pad(ByteText text, int width)
    {
        for (int i = 0; i < width; i++)
            text.Add((byte)' ');
    }

    /// <summary>The rules with most hits, in the order of their lines.</summary>
    private static List<ReportedRule> Most(List<ReportedRule> rules, int most)
    {
        if (rules.Count <= most)
            return rules;
        var order = new int[rules.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => rules[left].Hits != rules[right].Hits ? rules[right].Hits.CompareTo(rules[left].Hits) : left.CompareTo(right));
        int[] chosen = order[..most];
        Array.Sort(chosen);
        return [.. Array.ConvertAll(chosen, i => rules[i])];
    }

    private void Add(ReportedList list)
    {
        var hit = new List<ReportedRule>();
        foreach (ReportedRule rule in list.Rules)
        {
            if (rule.Hits > 0)
                hit.Add(rule);
        }

        string head = $"{list.Name}: {ReportWords.Sum(list.Rules, list.IsExceptions)}" + (_report.Days.AreKnown ? $", {LogDay.Range(_report.Days.First, _report.Days.Last)}" : string.Empty);
        AddTable(head, hit);
        List<ReportedRule> idle = list.Idle(out int others);
        if (idle.Count + others > 0)
            AddIdle(idle, others);
    }

    private void AddRemoved()
    {
        if (_report.Removed.Count == 0)
            return;
        long hits = 0;
        bool isRough = false;
        foreach (ReportedRule rule in _report.Removed)
        {
            hits += rule.Hits;
            isRough |= rule.Tally!.IsRough;
        }

        string sum = ReportWords.Number(hits, isRough) + (hits == 1 ? " hit" : " hits");
        AddTable($"no longer in the files: {ReportWords.Count(_report.Removed.Count, "rule", "rules")}, {sum}", [.. _report.Removed]);
    }

    private void AddTable(string head, List<ReportedRule> rules)
    {
        List<ReportedRule> shown = Most(rules, MostRows);
        int label = 0;
        foreach (ReportedRule rule in shown)
            label = Math.Max(label, Label(rule).Length);
        var rows = new Row[shown.Count];
        (int left, int hits, int addresses, int last) = (head.Length, "hits".Length, "addr".Length, "last".Length);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = RowOf(shown[i], label);
            left = Math.Max(left, rows[i].Left.Length);
            hits = Math.Max(hits, rows[i].Hits.Length);
            addresses = Math.Max(addresses, rows[i].Addresses.Length);
            last = Math.Max(last, rows[i].Last.Length);
        }

        AddStyle("\x1b[1m"u8);
        _text.Add(head);
        AddStyle("\x1b[0m"u8);
        string days = ReportWords.Days(_report.Days.Count);
        int curve = Math.Max(days.Length, HitCurve.Steps(_report.Days.Count));
        if (rows.Length > 0)
        {
            AddCells(head.Length, left, new Row(head, "hits".PadLeft(hits), "addr".PadLeft(addresses), "last".PadRight(last), days, "top source", string.Empty), curve);
            foreach (Row row in rows)
            {
                _text.Add(row.Left);
                AddCells(
                    row.Left.Length, left,
                    row with { Hits = row.Hits.PadLeft(hits), Addresses = row.Addresses.PadLeft(addresses), Last = row.Last.PadRight(last) }, curve);
                if (row.Below.Length > 0)
                    _text.Add(row.Below);
            }
        }
        else
        {
            _text.Add("\n"u8);
        }

        if (shown.Count < rules.Count)
            AddRest(rules, shown);
    }

    /// <summary>Adds the cells behind the first one, and ends the line. No blank stands at its end.</summary>
    private void AddCells(int length, int left, Row row, int curve)
    {
        Pad(_text, left - length);
        string line = $"  {row.Hits} {row.Addresses}";
        if (_report.Days.AreKnown)
            line += $"  {row.Last}  {row.Curve.PadRight(curve)}";
        if (_showsSources)
            line += "  " + row.Source;
        _text.Add(line.TrimEnd()).Add("\n"u8);
    }

    private Row RowOf(ReportedRule rule, int label)
    {
        RuleTally tally = rule.Tally!;
        string remark = ReportWords.Remark(rule, _report);
        bool isBelow = rule.Standing is RuleStanding.Unreachable or RuleStanding.Unusable;
        string left = $"  {Label(rule).PadRight(label)} {RuleText(rule)}" + (remark.Length > 0 && !isBelow ? "  " + remark : string.Empty);
        string below = isBelow ? $"      {Escape.Text(Encoding.UTF8.GetBytes(remark), Plain.Message)}\n" : string.Empty;
        string last = tally.Last == MailEvent.NoTime ? string.Empty
            : IsLong ? LogDay.Text(LogDay.Of(tally.Last))
            : LogDay.ShortText(LogDay.Of(tally.Last));
        return new Row(
            left, ReportWords.Number(rule.Hits, tally.IsRough), ReportWords.Number(tally.Addresses, tally.HasRoughAddresses), last,
            _report.Days.AreKnown ? HitCurve.Draw(HitCurve.Of(tally.Days, _report.Days, HitCurve.Steps(_report.Days.Count)), _hasBlocks) : string.Empty,
            SourceOf(rule), below);
    }

    private string SourceOf(ReportedRule rule)
    {
        if (!_showsSources || ReportWords.Sources(rule.Tally!, 1) is not [{ } source])
            return string.Empty;
        string name = Encoding.ASCII.GetString(new ByteText().AddEscaped(source.Name, Plain.Visible, LongestSource).Bytes);
        string text = $"{name} {(rule.Tally!.HasRoughSources ? "~" : string.Empty)}{ReportWords.Share(source.Hits, rule.Hits)}";
        bool hasStar = source.IsHost && rule.Standing != RuleStanding.Removed && ReportWords.IsOneHost(rule.Tally!);
        _hasStars |= hasStar;
        return hasStar ? text + "  *" : text;
    }

    /// <param name="rules">Those of which each has a line, as far as there is room.</param>
    /// <param name="others">How many more there are.</param>
    private void AddIdle(List<ReportedRule> rules, int others)
    {
        _text.Add("no hits"u8);
        if (_report.Days.AreKnown)
            _text.Add(" since "u8).Add(LogDay.Text(_report.Days.First));
        _text.Add(": "u8).Add(ReportWords.Number(rules.Count + others)).Add("\n"u8);
        int most = Math.Min(rules.Count, MostIdle);
        (int label, int text) = (0, 0);
        for (int i = 0; i < most; i++)
        {
            label = Math.Max(label, Label(rules[i]).Length);
            text = Math.Max(text, RuleText(rules[i]).Length);
        }

        for (int i = 0; i < most; i++)
        {
            _text.Add($"  {Label(rules[i]).PadRight(label)} {RuleText(rules[i]).PadRight(text)}  ");
            AddStyle(rules[i].Standing <= RuleStanding.Asleep ? "\x1b[33m"u8 : default);
            _text.AddEscaped(Encoding.UTF8.GetBytes(ReportWords.Reason(rules[i], _report)), Plain.Message);
            AddStyle(rules[i].Standing <= RuleStanding.Asleep ? "\x1b[0m"u8 : default);
            _text.Add("\n"u8);
        }

        if (most < rules.Count)
            _text.Add($"  and {ReportWords.Number(rules.Count - most)} more; --json shows each\n");
        if (others > 0)
            _text.Add($"  {ReportWords.Number(others)} entries of which no more is to be said; --json shows each\n");
    }

    private void AddRest(List<ReportedRule> rules, List<ReportedRule> shown)
    {
        long hits = 0;
        foreach (ReportedRule rule in rules)
            hits += rule.Hits;
        foreach (ReportedRule rule in shown)
            hits -= rule.Hits;
        _text.Add($"  and {ReportWords.Count(rules.Count - shown.Count, "rule", "rules")} more, {ReportWords.Count(hits, "hit", "hits")}; --json shows each\n");
    }

    /// <summary>True when a day needs its year.</summary>
    private bool IsLong => _report.Days.AreKnown && LogDay.Text(_report.Days.First)[..4] != LogDay.Text(_report.Days.Last)[..4];

    /// <summary>What stands before a rule: its line, or the list in which it stood.</summary>
    private static string Label(ReportedRule rule) =>
        rule.Standing == RuleStanding.Removed ? Escape.Text(Encoding.ASCII.GetBytes(rule.List), Plain.Visible) : ReportWords.Lines(rule.Lines);

    private static string RuleText(ReportedRule rule) =>
        Encoding.ASCII.GetString(new ByteText().AddEscaped(rule.Text, Plain.Printable, LongestRule).Bytes);

    private void AddStyle(ReadOnlySpan<byte> style)
    {
        if (_hasColor)
            _text.Add(style);
    }

    private readonly record struct Row(string Left, string Hits, string Addresses, string Last, string Curve, string Source, string Below);
}
