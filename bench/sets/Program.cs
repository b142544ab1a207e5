using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Syntax;

namespace QregexCheck.Bench;

/// <summary>
/// Measures what an address costs where the rules are kept in memory, beside other matchers of sets, and prints a section for RESULTS.md. Arguments: DIR,
/// a directory to write the sets to, and the program of set-matchers.cc, where it could be built.
/// </summary>
internal static class Program
{
    // A slow set is asked for so long and not to the end.
    private const double LongestSeconds = 5;

    private const int WarmUp = 100_000;

    // Of the rounds of so many addresses the 10th percentile counts: what else the machine does makes a round slower, never faster.
    private const int RoundLength = 1_000;
    private const int Percentile = 10;

    private static int Main(string[] arguments)
    {
        if (arguments.Length is not (1 or 2))
        {
            Console.Error.WriteLine("bench: usage: QregexCheck.Bench DIR [SET-MATCHERS]");
            return 100;
        }

        Directory.CreateDirectory(arguments[0]);
        var addresses = new Addresses();
        File.WriteAllBytes(Path.Combine(arguments[0], "addresses"), addresses.Bytes);
        List<SetOfRules> sets = SetOfRules.All();
        var rows = new List<string>
        {
            Row("session, `test -`", sets, set => Measure(set, addresses, LoadBudget.OfLargeHeap)),
            Row("connection of the filter", sets, set => Measure(set, addresses, LoadBudget.OfConnection)),
        };
        for (int i = 0; i < sets.Count; i++)
            File.WriteAllBytes(Path.Combine(arguments[0], i.ToString(CultureInfo.InvariantCulture)), sets[i].ToFile());
        if (arguments.Length == 2)
            rows.AddRange(Others(arguments[1], arguments[0], sets.Count));

        Console.WriteLine();
        Console.WriteLine("## An address against rules in memory");
        Console.WriteLine();
        Console.WriteLine($"Nanoseconds an address, {Addresses.Count:N0} addresses of {Addresses.Length} bytes, the sets of RuleGenerator.");
        Console.WriteLine();
        Console.WriteLine("| | " + string.Join(" | ", sets.ConvertAll(set => set.Name)) + " |");
        Console.WriteLine("|---|" + string.Concat(sets.ConvertAll(_ => "---:|")));
        foreach (string row in rows)
            Console.WriteLine(row);
        if (arguments.Length == 1)
            Console.WriteLine("\nRE2::Set and Hyperscan were not measured: libre2-dev and libhyperscan-dev are missing.");
        return 0;
    }

    private static string Row(string name, List<SetOfRules> sets, Func<SetOfRules, double?> measure) =>
        $"| {name} | " + string.Join(" | ", sets.ConvertAll(set => measure(set)?.ToString("N0", CultureInfo.InvariantCulture) ?? "too large")) + " |";

    /// <summary>Nanoseconds an address; null when the rules do not fit.</summary>
    private static double? Measure(SetOfRules set, Addresses addresses, LoadBudget budget)
    {
        var source = new MemoryStream(set.ToFile());
        LoadedRules? rules = LoadedRules.TryLoad(
            ControlList.BadMailTo,
            new ControlFile(new LineReader(source.Read)),
            new RuleMatcher(),
            budget,
            () => 0,
            (_, error) => throw new BenchException(error.Message));
        if (rules is null)
            return null;
        Ask(rules, addresses, WarmUp, out _);
        double time = Ask(rules, addresses, Addresses.Count, out int hits);
        Console.Error.WriteLine($"{set.Name}: {time:N0} ns, {hits} hits");
        return time;
    }

    private static double Ask(LoadedRules rules, Addresses addresses, int count, out int hits)
    {
        var rounds = new List<double>();
        long started = Stopwatch.GetTimestamp();
        hits = 0;
        for (int at = 0; at < count && Stopwatch.GetElapsedTime(started).TotalSeconds < LongestSeconds; at += RoundLength)
        {
            long round = Stopwatch.GetTimestamp();
            for (int i = 0; i < RoundLength; i++)
            {
                if (rules.FirstHit(CaseFolding.Upper(addresses[at + i]), static _ => { }) is not null)
                    hits++;
            }

            rounds.Add(Stopwatch.GetElapsedTime(round).TotalNanoseconds / RoundLength);
        }

        rounds.Sort();
        return rounds[rounds.Count * Percentile / 100];
    }

    private static List<string> Others(string program, string directory, int sets)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.ArgumentList.Add(directory);
        start.ArgumentList.Add(sets.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(Addresses.Length.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start) ?? throw new BenchException($"unable to run {program}");
        var rows = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
            rows.Add(line);
        process.WaitForExit();
        return process.ExitCode == 0 ? rows : throw new BenchException($"{program} failed");
    }
}
