using System;
using System.Collections.Generic;
using System.Globalization;
using QregexCheck.History;

namespace QregexCheck.Commands;

/// <summary>The pictures of a report: inline SVG without a script. Each says in words, too, what it shows.</summary>
internal static class ReportCharts
{
    // Pictures are drawn in these units, and grow with the page.
    private const int Width = 960;
    private const int Height = 220;
    private const int Left = 64;
    private const int Top = 12;
    private const int MostColumns = 120;
    private const int RowHeight = 26;
    private const int LabelWidth = 380;
    private const int NumberWidth = 150;

    // As many as have a colour of their own; lists are seven, and checkrcpthosts.
    private const int Colors = 8;

    /// <summary>Adds the hits of each day as columns. In a column each list has its own part.</summary>
    /// <param name="html">The page.</param>
    /// <param name="days">The days of the log.</param>
    /// <param name="lists">The hits of each list by step, all of one length.</param>
    public static void AddDays(HtmlText html, ReportedDays days, IReadOnlyList<(string Name, long[] Hits)> lists)
    {
        int steps = lists[0].Hits.Length;
        long highest = 1;
        for (int step = 0; step < steps; step++)
        {
            long sum = 0;
            foreach ((_, long[] hits) in lists)
                sum += hits[step];
            highest = Math.Max(highest, sum);
        }

        long round = Round(highest);
        html.Markup($"<svg class=\"days\" viewBox=\"0 0 {Width} {Height + 30}\" role=\"img\" aria-label=\"").Add($"Hits a day, {LogDay.Range(days.First, days.Last)}").Markup("\">\n");
        for (int i = 0; i <= 4; i++)
        {
            double y = Top + ((Height - Top) * (4 - i) / 4.0);
            html.Markup($"<line class=\"grid\" x1=\"{Left}\" y1=\"{Units(y)}\" x2=\"{Width}\" y2=\"{Units(y)}\"/>");
            html.Markup($"<text class=\"axis end\" x=\"{Left - 8}\" y=\"{Units(y + 4)}\">").Add(Short(round * i / 4.0)).Markup("</text>\n");
        }

        double column = (double)(Width - Left) / steps;
        for (int step = 0; step < steps; step++)
            AddColumn(html, days, lists, step, column, round);
        AddDates(html, days, steps, column);
        html.Markup("</svg>\n<p class=\"legend\">");
        for (int i = 0; i < lists.Count; i++)
            html.Markup($"<span><i class=\"c{i % Colors}\"></i>").Add(lists[i].Name).Markup("</span> ");
        html.Markup("</p>\n");
    }

    /// <summary>How many columns the picture of so many days has.</summary>
    public static int Columns(int days) => HitCurve.Steps(days, MostColumns);

    /// <summary>Adds bars, one below the other, each with its name before it and its number behind it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="label">What the picture shows.</param>
    /// <param name="bars">The bars, and the words behind each.</param>
    public static void AddBars(HtmlText html, string label, IReadOnlyList<(byte[] Name, long Hits, string Words, int Color)> bars)
    {
        long highest = 1;
        foreach ((_, long hits, _, _) in bars)
            highest = Math.Max(highest, hits);
        html.Markup($"<svg class=\"bars\" viewBox=\"0 0 {Width} {(bars.Count * RowHeight) + 4}\" role=\"img\" aria-label=\"").Add(label).Markup("\">\n");
        for (int i = 0; i < bars.Count; i++)
        {
            (byte[] name, long hits, string words, int color) = bars[i];
            int y = i * RowHeight;
            double length = Math.Max(1.5, (Width - LabelWidth - NumberWidth) * (double)hits / highest);
            html.Markup($"<text class=\"name end\" x=\"{LabelWidth - 10}\" y=\"{y + 18}\">").Add(name, 44).Markup("</text>");
            html.Markup($"<rect class=\"c{color % Colors}\" x=\"{LabelWidth}\" y=\"{y + 4}\" width=\"{Units(length)}\" height=\"{RowHeight - 8}\" rx=\"3\"/>");
            html.Markup($"<text class=\"axis\" x=\"{Units(LabelWidth + length + 8)}\" y=\"{y + 18}\">").Add(words).Markup("</text>\n");
        }

        html.Markup("</svg>\n");
    }

    /// <summary>Adds the small curve of a rule.</summary>
    public static void AddCurve(HtmlText html, long[] sums)
    {
        const int StepWidth = 4;
        const int CurveHeight = 22;
        long highest = 1;
        foreach (long sum in sums)
            highest = Math.Max(highest, sum);
        html.Markup($"<svg class=\"curve\" viewBox=\"0 0 {sums.Length * StepWidth} {CurveHeight}\" width=\"{sums.Length * StepWidth}\" height=\"{CurveHeight}\" aria-hidden=\"true\">");
        for (int i = 0; i < sums.Length; i++)
        {
            if (sums[i] == 0)
                continue;
            double height = Math.Max(1.5, CurveHeight * (double)sums[i] / highest);
            html.Markup($"<rect x=\"{i * StepWidth}\" y=\"{Units(CurveHeight - height)}\" width=\"{StepWidth - 1}\" height=\"{Units(height)}\"/>");
        }

        html.Markup("</svg>");
    }

    private static void AddColumn(
        HtmlText html, ReportedDays days, IReadOnlyList<(string Name, long[] Hits)> lists, int step, double column, long round)
    {
        double y = Height;
        for (int i = 0; i < lists.Count; i++)
        {
            long hits = lists[i].Hits[step];
            if (hits == 0)
                continue;
            double height = Math.Max(1, (Height - Top) * (double)hits / round);
            y -= height;
            html.Markup($"<rect class=\"c{i % Colors}\" x=\"{Units(Left + (step * column) + (column * 0.1))}\" y=\"{Units(y)}\" width=\"{Units(column * 0.8)}\" ")
                .Markup($"height=\"{Units(height)}\"><title>").Add($"{lists[i].Name}, {DaysOf(days, step, lists[i].Hits.Length)}: {ReportWords.Count(hits, "hit", "hits")}")
                .Markup("</title></rect>\n");
        }
    }

    private static void AddDates(HtmlText html, ReportedDays days, int steps, double column)
    {
        int every = Math.Max(1, (steps + 9) / 10);
        for (int step = 0; step < steps; step += every)
        {
            int day = days.First + (int)((long)step * days.Count / steps);
            html.Markup($"<text class=\"axis mid\" x=\"{Units(Left + ((step + 0.5) * column))}\" y=\"{Height + 20}\">").Add(LogDay.ShortText(day)).Markup("</text>\n");
        }
    }

    /// <summary>The days that a step stands for.</summary>
    private static string DaysOf(ReportedDays days, int step, int steps)
    {
        // The first day whose step this is: the others are rounded down to it.
        int first = days.First + (int)((((long)step * days.Count) + steps - 1) / steps);
        int last = days.First + (int)(((((long)step + 1) * days.Count) + steps - 1) / steps) - 1;
        return LogDay.Range(first, Math.Max(first, last));
    }

    /// <summary>A number not below another one that is easy to read on an axis, and that four goes into.</summary>
    private static long Round(long number)
    {
        for (long unit = 1; ; unit *= 10)
        {
            foreach (int factor in (ReadOnlySpan<int>)[4, 8, 12, 20, 40])
            {
                if (factor * unit >= number)
                    return factor * unit;
            }

            if (unit > long.MaxValue / 1_000)
                return number;
        }
    }

    private static string Short(double number) => number switch
    {
        >= 1e9 => (number / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (number / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (number / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        _ => ReportWords.Number((long)number),
    };

    private static string Units(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
