using System.Globalization;
using System.IO;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace QregexCheck.Bench;

/// <summary>Draws the time of a check against the number of rules, both axes logarithmic.</summary>
internal static class Plot
{
    private const double Width = 760;
    private const double Height = 460;

    /// <summary>Writes the drawing as SVG.</summary>
    public static void Write(Results results, string path)
    {
        var model = new PlotModel
        {
            Culture = CultureInfo.InvariantCulture,
            Background = OxyColors.White,
            DefaultFont = "Arial",
            Padding = new OxyThickness(10, 14, 24, 10),
        };
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.LeftTop, LegendBackground = OxyColors.White, LegendBorder = OxyColors.LightGray });
        model.Axes.Add(Axis(AxisPosition.Bottom, "rules", 0.8, 125_000, "#,0"));
        model.Axes.Add(Axis(AxisPosition.Left, "milliseconds for a check that hits no rule, median", 0.1, 1_000, "#,0.###"));
        model.Series.Add(Line(results, "regcomp and regexec (baseline)", Way.Baseline, OxyColor.FromRgb(0xB0, 0x30, 0x30), MarkerType.Square));
        model.Series.Add(Line(results, "qregexcheck, text", Way.Text, OxyColor.FromRgb(0x30, 0x60, 0xB0), MarkerType.Circle));
        model.Series.Add(Line(results, "qregexcheck, compiled", Way.Compiled, OxyColor.FromRgb(0x20, 0x80, 0x40), MarkerType.Triangle));
        model.Series.Add(Floor(results));
        using FileStream stream = File.Create(path);
        new SvgExporter { Width = Width, Height = Height }.Export(model, stream);
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title, double from, double to, string format) => new()
    {
        Position = position,
        Title = title,
        Minimum = from,
        Maximum = to,
        StringFormat = format,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
        MinorTickSize = 3,
    };

    private static LineSeries Line(Results results, string title, Way way, OxyColor color, MarkerType marker)
    {
        var line = new LineSeries { Title = title, Color = color, MarkerType = marker, MarkerSize = 4, MarkerFill = color };
        foreach (TimedSet set in results.Mixed)
            line.Points.Add(new DataPoint(set.Set.Count, set[way, RuleGenerator.Miss].Milliseconds.Median));
        return line;
    }

    private static LineSeries Floor(Results results)
    {
        var line = new LineSeries { Title = "a static C program that does nothing", Color = OxyColors.Gray, LineStyle = LineStyle.Dash };
        foreach (TimedSet set in results.Mixed)
            line.Points.Add(new DataPoint(set.Set.Count, results.Nothing.Milliseconds.Median));
        return line;
    }
}
