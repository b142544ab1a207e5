using System;
using System.Globalization;
using System.IO;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace QregexCheck.Bench;

/// <summary>Draws the time of a check against the number of rules, both axes logarithmic.</summary>
internal static class Plot
{
    private const double Width = 760;
    private const double Height = 440;
    private const double DecadeOnScreen = 110;
    private const double TitleDistance = 14;

    /// <summary>Writes the drawing as SVG.</summary>
    public static void Write(Results results, string path)
    {
        double floor = results.Nothing.Milliseconds.Median;
        double ceiling = floor;
        foreach (TimedSet set in results.Mixed)
            ceiling = Math.Max(ceiling, set[Way.Baseline, RuleGenerator.Miss].Milliseconds.Median);

        // The names stand behind the ends of the lines, with room left there: a legend's box is as wide as a font that the reader may not have.
        var model = new PlotModel
        {
            Culture = CultureInfo.InvariantCulture,
            Background = OxyColors.White,
            DefaultFont = "Arial",
            PlotMargins = new OxyThickness(76, 14, 20, 56),
        };
        model.Axes.Add(Axis(AxisPosition.Bottom, "number of rules", 0.8, 800_000));
        model.Axes.Add(Axis(AxisPosition.Left, "milliseconds a check (a miss; median)", floor / 2, ceiling * 2));
        Add(model, results, "baseline", OxyColor.FromRgb(0xB0, 0x30, 0x30), MarkerType.Square, set => set[Way.Baseline, RuleGenerator.Miss]);
        Add(model, results, "text", OxyColor.FromRgb(0x30, 0x60, 0xB0), MarkerType.Circle, set => set[Way.Text, RuleGenerator.Miss]);
        Add(model, results, "compiled", OxyColor.FromRgb(0x20, 0x80, 0x40), MarkerType.Triangle, set => set[Way.Compiled, RuleGenerator.Miss]);
        Add(model, results, "do-nothing", OxyColors.DimGray, MarkerType.None, _ => results.Nothing);

        var exporter = new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true };
        File.WriteAllText(path, exporter.ExportToString(model).TrimStart('\uFEFF'));
    }

    private static LogarithmicAxis Axis(AxisPosition position, string title, double from, double to) => new()
    {
        Position = position,
        Title = title,
        AxisTitleDistance = TitleDistance,
        Minimum = from,
        Maximum = to,
        StringFormat = "#,0.###",
        IntervalLength = DecadeOnScreen,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColors.LightGray,
        MinorTickSize = 3,
    };

    private static void Add(PlotModel model, Results results, string name, OxyColor color, MarkerType marker, Func<TimedSet, Contestant> contestant)
    {
        var line = new LineSeries { Color = color, MarkerType = marker, MarkerSize = 4, MarkerFill = color };
        if (marker == MarkerType.None)
            line.LineStyle = LineStyle.Dash;
        foreach (TimedSet set in results.Mixed)
            line.Points.Add(new DataPoint(set.Set.Count, contestant(set).Milliseconds.Median));
        model.Series.Add(line);
        model.Annotations.Add(new TextAnnotation
        {
            Text = name,
            TextColor = color,
            TextPosition = line.Points[^1],
            TextHorizontalAlignment = HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Middle,
            Offset = new ScreenVector(14, 0),
            StrokeThickness = 0,
        });
    }
}
