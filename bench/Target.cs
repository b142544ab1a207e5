using System;
using System.Collections.Generic;
using QregexCheck.Doctor;

namespace QregexCheck.Bench;

/// <summary>A figure that the program is to reach, and what was measured.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Wanted">The target in words.</param>
/// <param name="Measured">What was measured, in words.</param>
/// <param name="IsReached">Whether it is reached.</param>
internal sealed record Target(string What, string Wanted, string Measured, bool IsReached)
{
    /// <summary>All targets, in the order in which they were set.</summary>
    public static IReadOnlyList<Target> All(Results results)
    {
        TimedSet one = results.Of(1);
        TimedSet thousand = results.Of(1_000);
        var targets = new List<Target>
        {
            Ratio("hook, 1 rule, to a static C program that does nothing", 2.1, address => one[Way.Text, address].RatioTo(results.Nothing)),
            Ratio("hook, 1 rule, to the baseline", 2, address => one[Way.Text, address].RatioTo(one[Way.Baseline, address])),
            Ratio("hook, 1,000 rules as text, to the baseline", 0.5, address => thousand[Way.Text, address].RatioTo(thousand[Way.Baseline, address])),
            Ratio("hook, 1,000 rules compiled, to the baseline", 0.5, address => thousand[Way.Compiled, address].RatioTo(thousand[Way.Baseline, address])),
        };
        foreach (TimedSet set in results.Mixed)
        {
            if (set.Set.Count >= 1_000)
                targets.Add(Ratio($"hook, {set.Set.Name} as text, to the baseline", 1, address => set[Way.Text, address].RatioTo(set[Way.Baseline, address])));
        }

        targets.Add(ToOne(results, results.Of(10_000), 1.15));
        targets.Add(ToOne(results, results.Of(100_000), 1.3));
        targets.Add(ToOne(results, results.WithoutLiteral, 1.5));
        foreach ((TimedSet set, double most) in results.Hard)
            targets.Add(ToOne(results, set, most));
        AddressSet first = results.Addresses[0].Set;
        foreach ((AddressSet set, double most) in results.Addresses)
        {
            string what = $"hook, validrcptto of {set.Name}, to {first.Name}";
            if (set != first)
                targets.Add(Ratio(what, most, set.Known.RatioTo(first.Known), set.Unknown.RatioTo(first.Unknown)));
        }

        Contestant oneRule = one[Way.Text, RuleGenerator.Miss];
        foreach ((PlainSet set, double most) in results.Plain)
        {
            if (most > 0)
                targets.Add(Ratio($"hook, {set.Name}, to 1 rule as text", most, set.Miss.RatioTo(oneRule), set.Hit.RatioTo(one[Way.Text, RuleGenerator.Hit])));
        }

        foreach ((string name, Contestant check) in results.Recipients)
        {
            double ratio = check.RatioTo(one[Way.Text, RuleGenerator.Miss]).Median;
            targets.Add(new Target(
                $"hook, the look-up of {name}, to 1 rule as text", $"{Table.Number(RecipientSet.Most, 2)} x", $"{Table.Number(ratio, 2)} x", ratio <= RecipientSet.Most));
        }

        foreach ((string name, Contestant check, double most) in results.Snapshot.Checks)
        {
            double ratio = check.RatioTo(results.Snapshot.One!).Median;
            targets.Add(new Target(
                $"hook, the look-up of {name}, to 1 rule as text", $"{Table.Number(most, 2)} x", $"{Table.Number(ratio, 2)} x", ratio <= most));
        }

        foreach (LongAddress check in results.Long)
        {
            Sample ratio = check.Check.RatioTo(check.One);
            targets.Add(new Target(
                $"hook, {check.Set.Name} compiled, an address of 900 bytes, to 1 rule as text",
                $"{Table.Number(LongAddress.Most, 2)} x",
                $"miss {Table.Number(ratio.Median, 2)} x",
                ratio.Median <= LongAddress.Most));
        }

        targets.Add(Time(results, 10_000, 2));
        targets.Add(Time(results, 100_000, 20));
        targets.Add(Peak(results, 10_000));
        targets.Add(Peak(results, 100_000));
        foreach (PlainWork work in results.PlainWork)
        {
            double seconds = work.Milliseconds.Median / 1000;
            double megabytes = work.PeakKib / 1024.0;
            targets.Add(new Target(
                work.What,
                $"{Table.Number(work.MostSeconds, 0)} s, {Bench.PlainWork.MostMib} MiB",
                $"{Table.Number(seconds, 2)} s, {Table.Number(megabytes, 0)} MiB",
                seconds <= work.MostSeconds && megabytes <= Bench.PlainWork.MostMib));
        }

        foreach (Memory memory in results.Memory)
        {
            string measured = $"{Table.Whole(memory.SmallestLimit)} bytes";
            bool isKept = memory.WorksAtPromised && memory.SmallestLimit <= SoftLimit.HookMemory;
            targets.Add(new Target($"{memory.What}, softlimit -m", $"{Table.Whole(SoftLimit.HookMemory)} bytes", measured, isKept));
        }

        targets.Add(new Target("static binary", "8,000,000 bytes", $"{Table.Whole(results.BinarySize)} bytes", results.BinarySize <= 8_000_000));
        return targets;
    }

    /// <summary>A ratio is reached when the medians for a miss and for a hit both are at most the target.</summary>
    private static Target Ratio(string what, double most, Func<string, Sample> ratio) => Ratio(what, most, ratio(RuleGenerator.Miss), ratio(RuleGenerator.Hit));

    private static Target Ratio(string what, double most, Sample miss, Sample hit)
    {
        return new Target(
            what,
            $"{Table.Number(most, 2)} x",
            $"miss {Table.Number(miss.Median, 2)} x, hit {Table.Number(hit.Median, 2)} x",
            miss.Median <= most && hit.Median <= most);
    }

    private static Target ToOne(Results results, TimedSet set, double most) =>
        Ratio($"hook, {set.Set.Name} compiled, to 1 rule as text", most, address => set[Way.Compiled, address].RatioTo(results.Of(1)[Way.Text, address]));

    private static Target Time(Results results, int rules, double most)
    {
        Compilation compilation = results.CompilationOf(rules);
        double seconds = compilation.Milliseconds.Median / 1000;
        return new Target($"compile, {compilation.Set.Name}", $"{Table.Number(most, 0)} s", $"{Table.Number(seconds, 2)} s", seconds <= most);
    }

    private static Target Peak(Results results, int rules)
    {
        Compilation compilation = results.CompilationOf(rules);
        double megabytes = compilation.PeakKib / 1024.0;
        return new Target($"compile, {compilation.Set.Name}, peak memory", "512 MiB", $"{Table.Number(megabytes, 0)} MiB", megabytes <= 512);
    }
}
