using System;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>This run against the last one that was kept, row by row.</summary>
internal static class Changes
{
    /// <summary>The section's text, in Markdown.</summary>
    public static string Write(KeptRun now, KeptRun? last)
    {
        if (last is null)
            return "No run was kept before this one.\n";
        var page = new StringBuilder();
        page.Append($"The last run is of {last.Day}, commit {last.Commit} (`bench/runs/{last.Day}.tsv`). Ratios are compared, as times are another machine's. The noise is\n");
        page.Append("what chance makes of the change in 95 of 100 pairs of runs; a change beyond it is **marked**.\n");
        bool isComparable = last.Way == now.Way;
        if (!isComparable)
            page.Append($"\nThe last run was measured in another way ({last.Way}), so the changes are not the program's alone, and none is marked.\n");
        var table = new Table("what", "last:", "now:", "change:", "noise:");
        foreach ((string what, KeptRow row) in now.Rows)
        {
            if (!last.Rows.TryGetValue(what, out KeptRow before))
            {
                table.Add(what, "-", Table.Number(row.Median, 2), "new", $"{Table.Percent(row.Noise / row.Median).TrimStart('+')}");
                continue;
            }

            double change = row.ChangeFrom(before);
            double noise = row.NoiseFrom(before);
            string shown = Table.Percent(change);
            table.Add(
                what,
                Table.Number(before.Median, 2),
                Table.Number(row.Median, 2),
                isComparable && Math.Abs(change) > noise ? $"**{shown}**" : shown,
                Table.Percent(noise).TrimStart('+'));
        }

        foreach (string what in last.Rows.Keys)
        {
            if (!now.Rows.ContainsKey(what))
                table.Add(what, Table.Number(last.Rows[what].Median, 2), "-", "gone", "-");
        }

        return page.Append('\n').Append(table).ToString();
    }
}
