using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>What it takes to compile a rule set.</summary>
/// <param name="Set">The set.</param>
/// <param name="Milliseconds">Wall time of the whole process.</param>
/// <param name="PeakKib">Peak resident memory, in KiB.</param>
internal sealed record Compilation(RuleSet Set, Sample Milliseconds, long PeakKib)
{
    private const int Runs = 3;
    private const double LongRun = 3000;

    /// <summary>Compiles a set, several times if it is soon done, and leaves the compiled file in place.</summary>
    /// <remarks>The first run is not counted: it may have to wait until the rules are older than the grain of the clock.</remarks>
    public static Compilation Measure(Programs programs, RuleSet set)
    {
        Command command = set.Compile();
        long peak = Memory.MeasurePeak(programs, command, expectedExit: 0);
        var times = new List<double>();
        do
        {
            Run run = command.Run();
            if (run.ExitCode != 0)
                throw new BenchException($"compile in {set.CompiledDirectory} exits {run.ExitCode}");
            times.Add(run.Milliseconds);
        }
        while (times.Count < Runs && times[0] < LongRun);
        if (new Command([programs.Qregexcheck, "compile", "--check", "--control", set.CompiledDirectory], []).Run().ExitCode != 0)
            throw new BenchException($"the compiled file in {set.CompiledDirectory} would not be used");
        return new Compilation(set, new Sample(times), peak);
    }
}
