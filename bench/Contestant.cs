using System;
using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>A command that is timed in one contest with others, and what came of it.</summary>
/// <param name="Command">What is run.</param>
/// <param name="ExpectedExit">The exit code without which a run is worth nothing.</param>
/// <param name="Every">It runs in every round whose number this divides: slow ones run seldom.</param>
internal sealed record Contestant(Command Command, int ExpectedExit, int Every)
{
    private readonly SortedDictionary<int, Run> _runs = [];

    /// <summary>Its times, in milliseconds.</summary>
    public Sample Milliseconds => SampleOf(run => run.Milliseconds);

    /// <summary>The processor's time for it, in milliseconds.</summary>
    public Sample ProcessorMilliseconds => SampleOf(run => run.ProcessorMilliseconds);

    /// <summary>Its minor page faults.</summary>
    public Sample MinorFaults => SampleOf(run => run.MinorFaults);

    /// <summary>Its time through the other's, for each round in which both ran.</summary>
    public Sample RatioTo(Contestant other) => RatioTo(other, run => run.Milliseconds);

    /// <summary>Its processor time through the other's, for each round in which both ran.</summary>
    public Sample ProcessorRatioTo(Contestant other) => RatioTo(other, run => run.ProcessorMilliseconds);

    /// <summary>Runs it once, and keeps what was measured.</summary>
    public void Take(int round) => _runs.Add(round, RunOnce());

    /// <summary>Runs it once, for its verdict alone.</summary>
    public Run RunOnce()
    {
        Run run = Command.Run();
        return run.ExitCode == ExpectedExit
            ? run
            : throw new BenchException(
                $"{string.Join(' ', Command.Environment)} {string.Join(' ', Command.Arguments)} exits {run.ExitCode}, not {ExpectedExit}");
    }

    private Sample SampleOf(Func<Run, double> value)
    {
        var values = new List<double>();
        foreach (Run run in _runs.Values)
            values.Add(value(run));
        return new Sample(values);
    }

    private Sample RatioTo(Contestant other, Func<Run, double> value)
    {
        var ratios = new List<double>();
        foreach ((int round, Run run) in _runs)
        {
            if (other._runs.TryGetValue(round, out Run otherRun))
                ratios.Add(value(run) / value(otherRun));
        }

        return new Sample(ratios);
    }
}
