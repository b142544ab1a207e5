using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Syntax;

namespace QregexCheck.Bench;

/// <summary>
/// Measures what an address costs where the rules are kept in memory, beside other matchers of sets, and prints a section for RESULTS.md. Arguments: DIR,
/// a directory to write the sets to; the published program; and that of set-matchers.cc, where it could be built.
/// </summary>
internal static class Program
{
    // A slow set is asked for so long and not to the end.
    private const double LongestSeconds = 5;

    private const int WarmUp = 100_000;

    // Of the rounds of so many addresses the 10th percentile counts: what else the machine does makes a round slower, never faster.
    private const int RoundLength = 1_000;
    private const int Percentile = 10;

    private const int ListLength = 100_000;

    private static readonly SetOfRules LargestMixed = SetOfRules.Mixed(10_000);

    private static int Main(string[] arguments)
    {
        if (arguments.Length is not (2 or 3))
        {
            Console.Error.WriteLine("bench: usage: QregexCheck.Bench DIR QREGEXCHECK [SET-MATCHERS]");
            return 100;
        }

        Directory.CreateDirectory(arguments[0]);
        try
        {
            Measure(arguments[0], arguments[1], arguments.Length == 3 ? arguments[2] : null);
            return 0;
        }
        catch (BenchException exception)
        {
            Console.Error.WriteLine($"bench: fatal: {exception.Message}");
            return 111;
        }
    }

    private static void Measure(string directory, string product, string? others)
    {
        var addresses = new Addresses();
        File.WriteAllBytes(Path.Combine(directory, "addresses"), addresses.Bytes);
        List<SetOfRules> sets = SetOfRules.All();
        var rows = new List<string>
        {
            Row("session, `test -`", sets, set => Measure(set, addresses, LoadBudget.OfLargeHeap)),
            Row("connection of the filter", sets, set => Measure(set, addresses, LoadBudget.OfConnection)),
        };
        for (int i = 0; i < sets.Count; i++)
            File.WriteAllBytes(Path.Combine(directory, i.ToString(CultureInfo.InvariantCulture)), sets[i].ToFile());
        if (others is not null)
            rows.AddRange(Others(others, directory, sets.Count));

        Console.WriteLine();
        Console.WriteLine("## An address against rules in memory");
        Console.WriteLine();
        Console.WriteLine($"Nanoseconds an address, {Addresses.Count:N0} addresses of {Addresses.Length} bytes, the sets of RuleGenerator.");
        Console.WriteLine();
        Console.WriteLine("| | " + string.Join(" | ", sets.ConvertAll(set => set.Name)) + " |");
        Console.WriteLine("|---|" + string.Concat(sets.ConvertAll(_ => "---:|")));
        foreach (string row in rows)
            Console.WriteLine(row);
        if (others is null)
            Console.WriteLine("\nRE2::Set and Hyperscan were not measured: g++, libre2-dev or libhyperscan-dev is missing.");
        Console.WriteLine();
        Console.WriteLine($"`test -`, a list of {ListLength:N0} of them against {LargestMixed.Name} rules, compiled, all in all: "
            + $"{TestList(product, directory, addresses):N1} us an address.");
    }

    /// <summary>Microseconds an address of the whole program <c>test -</c>.</summary>
    private static double TestList(string product, string directory, Addresses addresses)
    {
        string control = Path.Combine(directory, "control");
        Directory.CreateDirectory(control);
        File.WriteAllBytes(Path.Combine(control, "badmailto"), LargestMixed.ToFile());
        using (Process compile = Start(product, "compile", "--control", control))
            RequireExit(compile, 0);
        using Process test = Start(product, "test", "--control", control, "-");
        long started = Stopwatch.GetTimestamp();
        Task<long> output = Task.Run(() => Length(test.StandardOutput.BaseStream));
        for (int i = 0; i < ListLength; i++)
        {
            test.StandardInput.BaseStream.Write(addresses[i]);
            test.StandardInput.BaseStream.WriteByte((byte)'\n');
        }

        test.StandardInput.Close();
        if (output.Result == 0)
            throw new BenchException("test - said nothing");
        RequireExit(test, 100);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / ListLength;
    }

    private static long Length(Stream stream)
    {
        var buffer = new byte[1 << 16];
        long length = 0;
        while (stream.Read(buffer) is > 0 and var count)
            length += count;
        return length;
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new BenchException($"unable to run {program}");
    }

    private static void RequireExit(Process process, int code)
    {
        process.WaitForExit();
        if (process.ExitCode != code)
            throw new BenchException($"{process.StartInfo.FileName} exited {process.ExitCode} and not {code}");
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
        var nothingElse = new OtherSides(null, null, null);
        long started = Stopwatch.GetTimestamp();
        hits = 0;
        for (int at = 0; at < count && Stopwatch.GetElapsedTime(started).TotalSeconds < LongestSeconds; at += RoundLength)
        {
            long round = Stopwatch.GetTimestamp();
            for (int i = 0; i < RoundLength; i++)
            {
                if (rules.FirstHit(CaseFolding.Upper(addresses[at + i]), nothingElse, static _ => { }) is not null)
                    hits++;
            }

            rounds.Add(Stopwatch.GetElapsedTime(round).TotalNanoseconds / RoundLength);
        }

        rounds.Sort();
        return rounds[rounds.Count * Percentile / 100];
    }

    private static List<string> Others(string program, string directory, int sets)
    {
        using Process process = Start(
            program, directory, sets.ToString(CultureInfo.InvariantCulture), Addresses.Length.ToString(CultureInfo.InvariantCulture));
        var rows = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
            rows.Add(line);
        RequireExit(process, 0);
        return rows;
    }
}
