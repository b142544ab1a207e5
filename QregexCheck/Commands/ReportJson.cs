using System.IO;
using QregexCheck.History;
using QregexCheck.Logs;

namespace QregexCheck.Commands;

/// <summary>Writes a report for programs: one object for each rule, then one for all.</summary>
internal static class ReportJson
{
    public static void Write(RuleReport report, RuleTallies tallies, ReportNotes notes, int top, Stream output)
    {
        var json = new JsonText();
        var sum = default(Sum);
        foreach (ReportedList list in report.Lists)
        {
            foreach (ReportedRule rule in list.Rules)
                Write(rule, top, json, output, ref sum);
        }

        foreach (ReportedRule rule in report.Removed)
            Write(rule, top, json, output, ref sum);
        json.BeginLine().Begin("summary"u8)
            .Add("rules"u8, sum.Rules)
            .Add("hits"u8, sum.Hits)
            .Add("without_hits"u8, sum.WithoutHits)
            .Add("removed"u8, report.Removed.Count);
        AddDay(json, "first"u8, report.Days.AreKnown ? report.Days.First : null);
        AddDay(json, "last"u8, report.Days.AreKnown ? report.Days.Last : null);
        json.Add("days"u8, report.Days.Count)
            .Add("unused"u8, report.Unused)
            .Add("lines"u8, notes.Lines)
            .Add("understood"u8, notes.Understood)
            .Add("not_understood"u8, notes.NotUnderstood)
            .Add("without_stamp"u8, notes.Unstamped)
            .Add("uncounted"u8, notes.Uncounted);
        AddSources(json, tallies.Hosts.Top(), tallies.Domains.Top(), top);
        json.End().EndLine();
        output.Write(json.Bytes);
    }

    private static void Write(ReportedRule rule, int top, JsonText json, Stream output, ref Sum sum)
    {
        bool isRemoved = rule.Standing == RuleStanding.Removed;
        sum.Rules += isRemoved ? 0 : 1;
        sum.Hits += rule.Hits;
        sum.WithoutHits += rule.Hits == 0 ? 1 : 0;
        json.BeginLine().Add("file"u8, rule.List);
        if (isRemoved)
            json.AddNull("line"u8);
        else
            json.Add("line"u8, rule.Lines[0]);
        json.Add("rule"u8, rule.Text).Add("state"u8, ReportWords.Word(rule.Standing)).Add("hits"u8, rule.Hits).Add("addresses"u8, rule.Tally?.Addresses ?? 0);
        AddDay(json, "first"u8, DayOf(rule.Tally?.First));
        AddDay(json, "last"u8, DayOf(rule.Tally?.Last));
        json.Begin("days"u8);
        for (int i = 0; i < (rule.Tally?.Days.Count ?? 0); i++)
            json.Add(System.Text.Encoding.ASCII.GetBytes(LogDay.Text(rule.Tally!.Days[i].Day)), rule.Tally.Days[i].Hits);
        json.End();
        AddSources(json, rule.Tally?.Hosts ?? [], rule.Tally?.Domains ?? [], top);
        AddMore(json, rule);
        output.Write(json.EndLine().Bytes);
        json.Clear();
    }

    /// <summary>Adds what only some rules have.</summary>
    private static void AddMore(JsonText json, ReportedRule rule)
    {
        if (rule.Lines.Count > 1)
        {
            json.BeginList("lines"u8);
            foreach (int line in rule.Lines)
                json.Add(default, line);
            json.EndList();
        }

        if (rule.Annotation.UntilDay != int.MaxValue)
            json.Add("until"u8, LogDay.Text(rule.Annotation.UntilDay));
        if (rule.Annotation.Condition is { } condition)
            json.Add("condition"u8, condition.Text);
        if (rule.Why is not null)
            json.Add("why"u8, rule.Why);
        if (rule.Tally is not { } tally)
            return;
        if (!tally.IsRough && !tally.HasRoughAddresses && !tally.HasRoughSources && !tally.Days.IsRough)
            return;
        json.BeginList("approximate"u8);
        if (tally.IsRough)
            json.Add(default, "hits"u8);
        if (tally.HasRoughAddresses)
            json.Add(default, "addresses"u8);
        if (tally.Days.IsRough)
            json.Add(default, "days"u8);
        if (tally.HasRoughSources)
            json.Add(default, "top"u8);
        json.EndList();
    }

    private static void AddSources(JsonText json, TopSource[] hosts, TopSource[] domains, int top)
    {
        json.BeginList("top"u8);
        foreach (ReportedSource source in ReportWords.Sources(hosts, domains, top))
            json.Begin(default).Add("source"u8, source.Name).Add("kind"u8, source.IsHost ? "ip"u8 : "domain"u8).Add("hits"u8, source.Hits).End();
        json.EndList();
    }

    private static int? DayOf(long? time) => time is { } known && known != MailEvent.NoTime ? LogDay.Of(known) : null;

    private static void AddDay(JsonText json, System.ReadOnlySpan<byte> name, int? day)
    {
        if (day is { } known)
            json.Add(name, LogDay.Text(known));
        else
            json.AddNull(name);
    }

    private struct Sum
    {
        public int Rules;
        public long Hits;
        public int WithoutHits;
    }
}
