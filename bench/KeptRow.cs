using System;

namespace QregexCheck.Bench;

/// <summary>A ratio of a run, as it is kept.</summary>
/// <param name="Median">The median of the rounds' ratios.</param>
/// <param name="Low">The value below which a tenth of them lies.</param>
/// <param name="High">The value above which a tenth of them lies.</param>
/// <param name="Rounds">How many rounds there were.</param>
internal readonly record struct KeptRow(double Median, double Low, double High, int Rounds)
{
    public static KeptRow Of(Sample ratios) => new(ratios.Median, ratios.Low, ratios.High, ratios.Count);

    /// <summary>
    /// How far the median may be off by chance: half of the interval in which it lies in 95 of 100 runs. For the median of normally distributed values
    /// that is 1.96 * 1.253 * s / sqrt(n), and between the tenth and the ninetieth percentile lie 2.563 s.
    /// </summary>
    public double Noise => 1.96 * 1.253 / 2.563 * (High - Low) / Math.Sqrt(Rounds);

    /// <summary>How far the change from another run may be off by chance, as a part of that one.</summary>
    public double NoiseFrom(KeptRow last) => Math.Sqrt((Noise * Noise) + (last.Noise * last.Noise)) / last.Median;

    /// <summary>The change from another run, as a part of that one.</summary>
    public double ChangeFrom(KeptRow last) => (Median / last.Median) - 1;
}
