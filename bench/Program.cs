using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace QregexCheck.Bench;

/// <summary>
/// Measures the published program against the baseline, writes RESULTS.md and results.svg, and keeps the ratios in runs/. Arguments: OUT RESULTS ROUNDS.
/// With OUT alone it measures nothing, and leaves the sets of rules that bench/logs reads.
/// </summary>
internal static class Program
{
    // A quick look is not worth keeping.
    private const int FewestRoundsKept = 100;

    private static readonly int[] Sizes = [1, 10, 100, 1_000, 10_000, 100_000];

    // The sets of rules that past mail is judged by.
    private static readonly int[] SizesOfLogs = [1_000, 100_000];

    private static int Main(string[] arguments)
    {
        if (arguments.Length == 1)
            return WriteSets(new Programs(Path.GetFullPath(arguments[0])));
        if (arguments.Length != 3 || !int.TryParse(arguments[2], NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds < 1)
        {
            Console.Error.WriteLine("bench: usage: bench OUT RESULTS ROUNDS");
            return 100;
        }

        try
        {
            Results results = Measure(new Programs(Path.GetFullPath(arguments[0])), rounds);
            string runs = Path.Combine(arguments[1], "runs");
            KeptRun now = Ratios.Keep(results);
            string page = Report.Write(results, now, KeptRun.Latest(runs, before: now.Day));
            File.WriteAllText(Path.Combine(arguments[1], "RESULTS.md"), page);
            Plot.Write(results, Path.Combine(arguments[1], "results.svg"));
            if (rounds >= FewestRoundsKept)
                now.Keep(runs);
            Console.Write(page);
            return 0;
        }
        catch (BenchException exception)
        {
            Console.Error.WriteLine($"bench: fatal: {exception.Message}");
            return 111;
        }
    }

    private static int WriteSets(Programs programs)
    {
        programs.Copy();
        foreach (int size in SizesOfLogs)
        {
            RuleSet set = RuleSet.Mixed(programs, size);
            if (set.Compile().Run().ExitCode == 0)
                continue;
            Console.Error.WriteLine($"bench: fatal: compile in {set.CompiledDirectory} failed");
            return 111;
        }

        return 0;
    }

    private static Results Measure(Programs programs, int rounds)
    {
        if (Directory.Exists(programs.Scratch))
            Directory.Delete(programs.Scratch, recursive: true);
        Directory.CreateDirectory(programs.Scratch);
        programs.Copy();
        Machine machine = Machine.Describe(programs, Pin.ToLastProcessor());

        Say("rules");
        var mixed = new List<TimedSet>();
        foreach (int size in Sizes)
            mixed.Add(new TimedSet(RuleSet.Mixed(programs, size)));
        var withoutLiteral = new TimedSet(RuleSet.WithoutLiteral(programs, 1_000));
        var hard = new List<(TimedSet Set, double Most)>();
        foreach ((RuleSet set, double most) in RuleSet.Hard(programs))
            hard.Add((new TimedSet(set), most));
        List<TimedSet> sets = [.. mixed, withoutLiteral, .. hard.Select(one => one.Set)];

        var compilations = new List<Compilation>();
        foreach (TimedSet set in sets)
        {
            Say($"compile {set.Set.Name}");
            compilations.Add(Compilation.Measure(programs, set.Set));
            RequireLastRule(programs, set.Set);
        }

        IReadOnlyList<(AddressSet Set, double Most)> addresses = AddressSet.All(programs);
        foreach ((AddressSet set, _) in addresses)
        {
            Say(set.Name);
            set.Prepare();
        }

        IReadOnlyList<(PlainSet Set, double Most)> plain = PlainSet.All(programs);
        foreach ((PlainSet set, _) in plain)
        {
            Say(set.Name);
            set.Prepare();
        }

        Say("plain lists");
        IReadOnlyList<PlainWork> plainWork = PlainWork.All(programs, plain[^1].Set);

        Say("recipients");
        var recipients = new RecipientSet(programs);
        recipients.Prepare();

        Say("snapshot");
        var snapshot = new SnapshotSet(programs);
        snapshot.Prepare();

        var nothing = new Contestant(new Command([programs.Nothing], []), 0, 1);
        Command miss = mixed[0].Set.Check(Way.Text, RuleGenerator.Miss);
        var again = new Contestant(new Command([programs.QregexcheckAgain, .. miss.Arguments[1..]], miss.Environment), 0, 1);
        List<Contestant> contestants = [nothing, again];
        foreach (TimedSet set in sets)
            contestants.AddRange(set.All);
        foreach ((AddressSet set, _) in addresses)
            contestants.AddRange([set.Known, set.Unknown]);
        foreach ((PlainSet set, _) in plain)
            contestants.AddRange([set.Miss, set.Hit]);
        contestants.AddRange(recipients.Checks.Select(one => one.Check));
        List<Contestant> asNobody = snapshot.One is null ? [] : [snapshot.One, .. snapshot.Checks.Select(one => one.Check)];
        contestants.AddRange(asNobody);
        IReadOnlyList<LongAddress> longOnes = LongAddress.Of(mixed[0].Set, [withoutLiteral, .. hard.Select(one => one.Set)]);
        contestants.Add(longOnes[0].One);
        contestants.AddRange(longOnes.Select(one => one.Check));
        Contest.Hold(contestants, rounds, round => Say($"round {round + 1} of {rounds}"));

        Say("memory");
        RuleSet one = mixed[0].Set;
        RuleSet largest = mixed[^1].Set;
        List<Memory> memory =
        [
            Memory.Measure(programs, $"{one.Name} as text", one, Way.Text),
            Memory.Measure(programs, $"{largest.Name} as text", largest, Way.Text),
            Memory.Measure(programs, $"{largest.Name} compiled", largest, Way.Compiled),
            Memory.Measure(programs, $"{withoutLiteral.Set.Name} compiled", withoutLiteral.Set, Way.Compiled),
            Memory.Measure(programs, plain[1].Set.Name, [plain[1].Set.Miss, plain[1].Set.Hit]),
            Memory.Measure(programs, plain[^1].Set.Name, [plain[^1].Set.Miss, plain[^1].Set.Hit]),
        ];

        Say("system calls");
        var calls = new Dictionary<Contestant, SystemCalls>();
        foreach (Contestant contestant in contestants.Except(asNobody))
            calls.Add(contestant, SystemCalls.Count(programs, contestant.Command));
        Say("");
        return new Results(
            machine,
            rounds,
            nothing,
            again,
            calls[nothing],
            mixed,
            withoutLiteral,
            hard,
            addresses,
            plain,
            plainWork,
            recipients.Checks,
            snapshot,
            longOnes,
            compilations,
            memory,
            calls,
            new FileInfo(programs.Qregexcheck).Length);
    }

    /// <summary>The hit must be the last rule's, so that every rule before it is asked.</summary>
    private static void RequireLastRule(Programs programs, RuleSet set)
    {
        string output = Path.Combine(programs.Scratch, "hit");
        foreach (Way way in (Way[])[Way.Text, Way.Compiled])
        {
            set.Check(way, RuleGenerator.Hit).Behind(["env"], output).Run();
            if (!File.ReadAllText(output + ".err").Contains($" badmailto:{set.Count} ", StringComparison.Ordinal))
                throw new BenchException($"in {set.TextDirectory} another rule than the last hits");
        }
    }

    /// <summary>What is going on, on a line that is written over, for a terminal only.</summary>
    private static void Say(string what)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r\x1b[K{what}");
    }
}
