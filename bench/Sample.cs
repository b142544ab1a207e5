using System;
using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>Measured values, in order of size.</summary>
internal sealed class Sample
{
    private readonly double[] _values;

    /// <summary>A sample of at least one value.</summary>
    public Sample(IEnumerable<double> values)
    {
        _values = [.. values];
        Array.Sort(_values);
        if (_values.Length == 0)
            throw new BenchException("nothing was measured");
    }

    /// <summary>How many values there are.</summary>
    public int Count => _values.Length;

    /// <summary>The value in the middle.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The value below which a tenth lies.</summary>
    public double Low => Quantile(0.1);

    /// <summary>The value above which a tenth lies.</summary>
    public double High => Quantile(0.9);

    private double Quantile(double part)
    {
        double at = part * (_values.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, _values.Length - 1);
        return _values[below] + (at - below) * (_values[above] - _values[below]);
    }
}
