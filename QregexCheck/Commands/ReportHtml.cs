using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.History;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>Makes a report as one page: no script, nothing from elsewhere, light and dark as the reader has it.</summary>
internal sealed class ReportHtml
{
    // A picture with more bars is one that nobody looks at; the tables have more.
    private const int MostBars = 20;
    private const int MostRows = 500;
    private const int LongestRule = 120;
    private const int LongestSource = 60;

    private const string Style = """
        :root{color-scheme:light dark;--ground:#fcfcfb;--card:#fff;--ink:#1d2129;--soft:#667080;--line:#e3e6ea;--warn:#9a5b00;
        --c0:#2f6fde;--c1:#e0702c;--c2:#2a9d72;--c3:#b1479b;--c4:#c99a1c;--c5:#5f6ad0;--c6:#3aa6b9;--c7:#8a6d5a}
        @media(prefers-color-scheme:dark){:root{--ground:#14171c;--card:#1c2027;--ink:#e7eaee;--soft:#98a2b0;--line:#2e343d;--warn:#f0b45c;
        --c0:#6ea3ff;--c1:#ff9a5c;--c2:#54cfa0;--c3:#e07fca;--c4:#e6c04d;--c5:#97a0ff;--c6:#63cfe2;--c7:#bf9f8a}}
        *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        main{max-width:1060px;margin:0 auto;padding:32px 20px 64px}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:0 0 12px}
        p{margin:0 0 12px}.soft{color:var(--soft)}section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px;margin:20px 0}
        .sums{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}.sums div{flex:1 1 150px;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px}
        .sums b{display:block;font-size:24px;font-variant-numeric:tabular-nums}.sums span{color:var(--soft)}
        svg{display:block;width:100%;height:auto}svg.curve{display:inline-block;width:auto;vertical-align:middle}svg.curve rect{fill:var(--c0)}
        svg text{fill:var(--ink);font-size:13px}svg text.axis{fill:var(--soft);font-size:12px}svg text.name{font-family:ui-monospace,monospace;font-size:12px}
        .end{text-anchor:end}.mid{text-anchor:middle}.grid{stroke:var(--line)}
        .c0{fill:var(--c0);background:var(--c0)}.c1{fill:var(--c1);background:var(--c1)}.c2{fill:var(--c2);background:var(--c2)}.c3{fill:var(--c3);background:var(--c3)}
        .c4{fill:var(--c4);background:var(--c4)}.c5{fill:var(--c5);background:var(--c5)}.c6{fill:var(--c6);background:var(--c6)}.c7{fill:var(--c7);background:var(--c7)}
        .legend{margin:8px 0 0 64px;color:var(--soft)}.legend span{margin-right:16px;white-space:nowrap}.legend i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--soft);font-weight:600;font-size:13px}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}tr:last-child td{border-bottom:0}.look{color:var(--warn)}
        """;

    private readonly RuleReport _report;
    private readonly HtmlText _html = new();

    private ReportHtml(RuleReport report) => _report = report;

    /// <summary>How each page begins.</summary>
    public static ReadOnlySpan<byte> FirstBytes => "<!DOCTYPE html>"u8;

    /// <summary>Makes the page.</summary>
    public static byte[] Page(RuleReport report, RuleTallies tallies, ReportNotes notes, int top)
    {
        var page = new ReportHtml(report);
        page.AddHead();
        page.AddSums();
        page.AddDays();
        page.AddRules();
        page.AddSources(tallies, top);
        foreach (ReportedList list in report.Lists)
            page.AddTable(list.Name, list.Rules, list.IsExceptions);
        if (report.Removed.Count > 0)
            page.AddTable("No longer in the files", report.Removed, false);
        page.AddIdle();
        foreach (string sentence in notes.Sentences())
            page._html.Markup("<p class=\"soft\">").Add(sentence).Markup("</p>\n");
        page._html.Markup("</main></body></html>\n");
        return page._html.Bytes.ToArray();
    }

    private IEnumerable<ReportedRule> All()
    {
        foreach (ReportedList list in _report.Lists)
        {
            foreach (ReportedRule rule in list.Rules)
                yield return rule;
        }

        foreach (ReportedRule rule in _report.Removed)
            yield return rule;
    }

    private void AddHead()
    {
        string days = _report.Days.AreKnown ? LogDay.Range(_report.Days.First, _report.Days.Last) : "a log without dates";
        _html.Markup(FirstBytes).Markup("\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
            .Markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
            .Add($"Rules and their hits, {days}").Markup("</title>\n<style>\n").Markup(Style)
            .Markup("\n</style></head>\n<body><main>\n<h1>Rules and their hits</h1>\n<p class=\"soft\">").Add(days);
        if (_report.Days.AreKnown)
            _html.Add($", {ReportWords.Days(_report.Days.Count)}, UTC");
        _html.Markup("</p>\n");
    }

    private void AddSums()
    {
        (long refused, long logged, int rules, int idle) = (0, 0, 0, 0);
        foreach (ReportedRule rule in All())
        {
            refused += (rule.Tally?.Refused ?? 0) + (rule.Tally?.Deferred ?? 0);
            logged += rule.Tally?.Logged ?? 0;
            rules += rule.Standing == RuleStanding.Removed ? 0 : 1;
            idle += rule.Hits == 0 ? 1 : 0;
        }

        _html.Markup("<div class=\"sums\">");
        AddSum(refused, "refused");
        if (logged > 0)
            AddSum(logged, "only logged");
        AddSum(rules, rules == 1 ? "rule" : "rules");
        AddSum(idle, "without a hit");
        AddSum(_report.Removed.Count, "no longer in the files");
        _html.Markup("</div>\n");
    }

    private void AddSum(long number, string words) =>
        _html.Markup("<div><b>").Add(ReportWords.Number(number)).Markup("</b><span>").Add(words).Markup("</span></div>");

    private void AddDays()
    {
        if (!_report.Days.AreKnown)
            return;
        int columns = ReportCharts.Columns(_report.Days.Count);
        var lists = new List<(string Name, long[] Hits)>();
        foreach (ReportedRule rule in All())
        {
            if (rule.Tally is not { } tally)
                continue;
            int at = lists.FindIndex(list => list.Name == rule.List);
            if (at < 0)
            {
                at = lists.Count;
                lists.Add((rule.List, new long[columns]));
            }

            long[] hits = HitCurve.Of(tally.Days, _report.Days, columns);
            for (int i = 0; i < columns; i++)
                lists[at].Hits[i] += hits[i];
        }

        if (lists.Count == 0)
            return;
        _html.Markup("<section><h2>Hits a day</h2>\n");
        ReportCharts.AddDays(_html, _report.Days, lists);
        _html.Markup("</section>\n");
    }

    private void AddRules()
    {
        var hit = new List<ReportedRule>(All());
        hit.RemoveAll(static rule => rule.Hits == 0);
        if (hit.Count == 0)
            return;
        hit.Sort(static (left, right) => left.Hits != right.Hits ? right.Hits.CompareTo(left.Hits)
            : left.List != right.List ? string.CompareOrdinal(left.List, right.List)
            : left.Lines.Count > 0 && right.Lines.Count > 0 ? left.Lines[0].CompareTo(right.Lines[0])
            : right.Lines.Count - left.Lines.Count);
        long all = 0;
        foreach (ReportedRule rule in hit)
            all += rule.Hits;
        var bars = new List<(byte[] Name, long Hits, string Words, int Color)>();
        for (int i = 0; i < hit.Count && i < MostBars; i++)
            bars.Add((hit[i].Text, hit[i].Hits, $"{ReportWords.Number(hit[i].Hits, hit[i].Tally!.IsRough)}, {ReportWords.Share(hit[i].Hits, all)}", 0));
        _html.Markup("<section><h2>Rules by hits</h2>\n");
        ReportCharts.AddBars(_html, "Rules by hits", bars);
        if (hit.Count > MostBars)
            _html.Markup("<p class=\"soft\">").Add($"and {ReportWords.Count(hit.Count - MostBars, "rule", "rules")} more").Markup("</p>\n");
        _html.Markup("</section>\n");
    }

    private void AddSources(RuleTallies tallies, int top)
    {
        List<ReportedSource> sources = ReportWords.Sources(tallies.Hosts.Top(), tallies.Domains.Top(), 2 * top);
        if (sources.Count == 0)
            return;
        long all = 0;
        foreach (ReportedRule rule in All())
            all += rule.Hits;
        var bars = new List<(byte[] Name, long Hits, string Words, int Color)>();
        foreach (ReportedSource source in sources)
            bars.Add((source.Name, source.Hits, $"{ReportWords.Number(source.Hits)}, {ReportWords.Share(source.Hits, all)}", source.IsHost ? 0 : 1));
        _html.Markup("<section><h2>Sources</h2>\n");
        ReportCharts.AddBars(_html, "Sources by hits", bars);
        _html.Markup("<p class=\"legend\"><span><i class=\"c0\"></i>client</span> <span><i class=\"c1\"></i>domain of the sender</span></p></section>\n");
    }

    private void AddTable(string name, IReadOnlyList<ReportedRule> rules, bool isExceptions)
    {
        var hit = new List<ReportedRule>(rules);
        hit.RemoveAll(static rule => rule.Hits == 0);
        if (hit.Count == 0)
            return;
        hit.Sort(static (left, right) => right.Hits.CompareTo(left.Hits) is var order and not 0 ? order
            : left.Lines.Count > 0 && right.Lines.Count > 0 ? left.Lines[0].CompareTo(right.Lines[0]) : 0);
        _html.Markup("<section><h2>").Add(name).Markup("</h2>\n<p class=\"soft\">").Add(ReportWords.Sum(rules, isExceptions))
            .Markup("</p>\n<div class=\"wide\"><table><tr><th>line</th><th>rule</th><th class=\"n\">hits</th><th class=\"n\">addresses</th><th class=\"n\">last</th>")
            .Markup("<th>days</th><th>top source</th></tr>\n");
        for (int i = 0; i < hit.Count && i < MostRows; i++)
            AddRow(hit[i]);
        _html.Markup("</table></div>\n");
        if (hit.Count > MostRows)
            _html.Markup("<p class=\"soft\">").Add($"and {ReportWords.Count(hit.Count - MostRows, "rule", "rules")} more").Markup("</p>\n");
        _html.Markup("</section>\n");
    }

    private void AddRow(ReportedRule rule)
    {
        RuleTally tally = rule.Tally!;
        AddRule(rule);
        string remark = ReportWords.Remark(rule, _report);
        if (remark.Length > 0)
            _html.Markup("<br><span class=\"look\">").Add(remark).Markup("</span>");
        _html.Markup("</td><td class=\"n\">").Add(ReportWords.Number(rule.Hits, tally.IsRough))
            .Markup("</td><td class=\"n\">").Add(ReportWords.Number(tally.Addresses, tally.HasRoughAddresses))
            .Markup("</td><td class=\"n\">").Add(tally.Last == MailEvent.NoTime ? string.Empty : LogDay.Text(LogDay.Of(tally.Last))).Markup("</td><td>");
        if (_report.Days.AreKnown)
            ReportCharts.AddCurve(_html, HitCurve.Of(tally.Days, _report.Days, HitCurve.Steps(_report.Days.Count, 30)));
        _html.Markup("</td><td>");
        foreach (ReportedSource source in ReportWords.Sources(tally, 1))
        {
            _html.Markup("<code>").Add(source.Name, LongestSource).Markup("</code> ").Add(ReportWords.Share(source.Hits, rule.Hits));
            if (source.IsHost && rule.Standing != RuleStanding.Removed && ReportWords.IsOneHost(tally))
                _html.Markup("<br><span class=\"look\">").Add(ReportWords.OneHost[2..]).Markup("</span>");
        }

        _html.Markup("</td></tr>\n");
    }

    /// <summary>Begins a row with the rule's place and text.</summary>
    private void AddRule(ReportedRule rule)
    {
        _html.Markup("<tr><td>");
        if (rule.Standing == RuleStanding.Removed)
            _html.Add(Encoding.ASCII.GetBytes(rule.List));
        else
            _html.Add(ReportWords.Lines(rule.Lines));
        _html.Markup("</td><td><code>").Add(rule.Text, LongestRule).Markup("</code>");
    }

    private void AddIdle()
    {
        var idle = new List<ReportedRule>();
        int more = 0;
        foreach (ReportedList list in _report.Lists)
        {
            idle.AddRange(list.Idle(out int others));
            more += others;
        }

        if (idle.Count + more == 0)
            return;
        _html.Markup("<section><h2>No hits</h2>\n<div class=\"wide\"><table><tr><th>line</th><th>rule</th><th>list</th><th>why</th></tr>\n");
        for (int i = 0; i < idle.Count && i < MostRows; i++)
        {
            AddRule(idle[i]);
            _html.Markup("</td><td>").Add(idle[i].List).Markup(idle[i].Standing <= RuleStanding.Asleep ? "</td><td class=\"look\">" : "</td><td>")
                .Add(ReportWords.Reason(idle[i], _report)).Markup("</td></tr>\n");
        }

        _html.Markup("</table></div>\n");
        more += Math.Max(0, idle.Count - MostRows);
        if (more > 0)
            _html.Markup("<p class=\"soft\">").Add($"and {ReportWords.Number(more)} more").Markup("</p>\n");
        _html.Markup("</section>\n");
    }
}
