using System.Collections.Generic;
using System.Globalization;
using System.IO;
using QregexCheck.Doctor;

namespace QregexCheck.Bench;

/// <summary>What a check takes of memory.</summary>
/// <param name="What">Which check.</param>
/// <param name="SmallestLimit">The smallest <c>softlimit -m</c> it works under, in steps of <see cref="Step"/> bytes.</param>
/// <param name="WorksAtPromised">Whether it works under <see cref="SoftLimit.HookMemory"/>.</param>
/// <param name="PeakKib">Peak resident memory, in KiB.</param>
internal sealed record Memory(string What, long SmallestLimit, bool WorksAtPromised, long PeakKib)
{
    private const long Step = 1_000_000;
    private const long Most = 256_000_000;
    private const int Trials = 3;

    /// <summary>Finds the limit from below: every smaller step failed at least once, at this one no run did.</summary>
    public static Memory Measure(Programs programs, string what, RuleSet set, Way way)
    {
        var checks = new List<Contestant>();
        foreach (string address in TimedSet.Addresses)
            checks.Add(new Contestant(set.Check(way, address), RuleSet.ExpectedExit(address), 1));
        return Measure(programs, what, checks);
    }

    /// <summary>The same for checks of one kind; the peak is that of the first.</summary>
    public static Memory Measure(Programs programs, string what, IReadOnlyList<Contestant> checks)
    {
        long limit = Step;
        while (!Works(checks, limit))
        {
            limit += Step;
            if (limit > Most)
                throw new BenchException($"{what} does not work under softlimit -m {Most}");
        }

        long peak = MeasurePeak(programs, checks[0].Command, checks[0].ExpectedExit);
        return new Memory(what, limit, Works(checks, SoftLimit.HookMemory), peak);
    }

    /// <summary>The peak of a command's resident memory, in KiB.</summary>
    public static long MeasurePeak(Programs programs, Command command, int expectedExit)
    {
        string file = Path.Combine(programs.Scratch, "peak");
        int exit = command.Behind([programs.Peak, file]).Run().ExitCode;
        return exit == expectedExit
            ? long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
            : throw new BenchException($"{string.Join(' ', command.Arguments)} exits {exit}, not {expectedExit}");
    }

    private static bool Works(IReadOnlyList<Contestant> checks, long limit)
    {
        foreach (Contestant check in checks)
        {
            Command command = check.Command.Behind(["softlimit", "-m", limit.ToString(CultureInfo.InvariantCulture)]);
            for (int i = 0; i < Trials; i++)
            {
                if (command.Run().ExitCode != check.ExpectedExit)
                    return false;
            }
        }

        return true;
    }
}
