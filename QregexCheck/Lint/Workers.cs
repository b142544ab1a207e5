using System;

namespace QregexCheck.Lint;

/// <summary>Who take steps that don't depend on one another.</summary>
/// <param name="Count">How many they are, numbered from 0.</param>
/// <param name="Share">
/// Has a number of steps taken, and returns when all are: each by a call with the number of the worker, of which no two calls at a time have the same,
/// and the step's, from 0.
/// </param>
internal readonly record struct Workers(int Count, Action<int, Action<int, int>> Share)
{
    /// <summary>One, who takes the steps one by one.</summary>
    public static Workers Alone => new(1, static (steps, take) =>
    {
        for (int step = 0; step < steps; step++)
            take(0, step);
    });
}
