using System.Collections.Generic;
using System.Text;

namespace QregexCheck.Bench;

/// <summary>Writes results as a page of tables.</summary>
internal static class Report
{
    /// <summary>The page, in Markdown.</summary>
    /// <param name="results">What was measured.</param>
    /// <param name="now">Its ratios.</param>
    /// <param name="last">Those of the last run that was kept; null for the first one.</param>
    public static string Write(Results results, KeptRun now, KeptRun? last)
    {
        var page = new StringBuilder();
        page.Append("# Results of `make bench`\n\n");
        Machine machine = results.Machine;
        page.Append($"{machine.Processor}, {machine.Cores} cores; Linux {machine.Kernel}; {machine.Distribution}; load {machine.Load} before the run, pinned to processor {machine.Pinned};\n");
        page.Append($"{machine.Date}; commit {machine.Commit}; {results.Rounds} rounds.\n\n");
        page.Append(Method);
        page.Append("\n## Targets\n\nA ratio is the median of the rounds' ratios. It is reached when it is for the miss and for the hit.\n\n");
        page.Append(Targets(results));
        page.Append("\n![Milliseconds for a check against number of rules](results.svg)\n\n");
        page.Append("## Time of a check\n\nMilliseconds for a whole process: median, and in brackets the tenth and the ninetieth percentile.\n");
        page.Append($"The program that does nothing takes {Table.Spread(results.Nothing.Milliseconds)}.\n\n");
        page.Append(Times(results));
        page.Append("\n## Ratios\n\nMedian of the rounds' ratios, and in brackets the tenth and the ninetieth percentile. \"1 rule\" is qregexcheck with 1 rule as text.\n\n");
        page.Append(Ratios(results));
        page.Append("\n## Plain lists\n\nWith 1 rule and a control/badmailtohosts of domains: an address that nothing hits, and one of the last domain.\n\n");
        page.Append(PlainLists(results));
        page.Append("\n## Recipients that exist\n\nWith 1 rule and a control/validrcptto: an address that it has, and one that it has not.\n\n");
        page.Append(Addresses(results));
        page.Append("\n## Recipients that are looked up\n\nWith 1 rule, 100,000 users in users/cdb, and 100,000 mailboxes in vpasswd.cdb.\n");
        page.Append("Without control/checkrcpthosts such a check is the one with 1 rule.\n\n");
        page.Append(Recipients(results));
        page.Append(
            "\n## Recipients by the snapshot\n\nWith 1 rule, and 100,000 mailboxes in 10,000 homes of mode 0700 that the user of the check may not enter.\n");
        page.Append("Only root can measure this. control/virtualdomains has one line, or one for each domain.\n\n");
        page.Append(BySnapshot(results));
        page.Append("\n## An address of 900 bytes\n\nNo rule hits it. \"1 rule\" is qregexcheck with 1 rule as text and the same address.\n\n");
        page.Append(LongAddresses(results));
        page.Append("\n## Beside the median\n\nNoise adds to both sides of a ratio, and so makes it smaller. The tenth percentile of the times and the processor's time have less of it.\n");
        page.Append("To the program that does nothing: the tenth percentiles through each other, and the median of the rounds' ratios of processor time.\n\n");
        page.Append(Floors(results));
        page.Append("\n## Against the last run\n\n");
        page.Append(Changes.Write(now, last));
        page.Append("\n## Compiling\n\n");
        page.Append(Compilations(results));
        page.Append("\n## Memory of a check\n\nThe smallest `softlimit -m`, in steps of 1,000,000 bytes, at which all of six runs gave their verdict; peak of resident memory.\n\n");
        page.Append(Limits(results));
        page.Append("\n## What a check touches\n\nFor a miss / for a hit: system calls, calls of read(2) and of pread(2) (by which the compiled file is read), the bytes that pread gave, and the\n");
        page.Append("median of minor page faults (of which the start of any process has some).\n\n");
        page.Append(Calls(results));
        return page.ToString();
    }

    private const string Method =
        "Whole processes are timed, from before posix_spawn to after wait4. In a round each command runs once, in an order that changes from\n"
        + "round to round; the text and the baseline run in fewer rounds the longer the rules are, in every 5th with 10,000 and in every 41st with 100,000. All runs are kept on one\n"
        + "processor, and each program is a copy, made alike. The baseline is\n"
        + "`regcomp-baseline.c`: regcomp and regexec for each rule, statically linked, which is what the qregex patch costs as a process. The rules\n"
        + "are made from a fixed seed (`RuleGenerator.cs`): of ten, four exact addresses, two domains with a bare dot, two `[a-z]+[0-9]+@domain`, one\n"
        + "domain with all below it, and one without a literal, such as `^[a-z]{6,}[0-9]{3,}@` with other numbers. The set \"without literal\" has\n"
        + "only such. The miss is `" + RuleGenerator.Miss + "`; the hit is hit by the last rule. Files are in the page cache. Absolute times are for\n"
        + "information; they depend on the machine.\n";

    private static Table Targets(Results results)
    {
        var table = new Table("what", "at most:", "measured:", "");
        foreach (Target target in Target.All(results))
            table.Add(target.What, target.Wanted, target.Measured, target.IsReached ? "reached" : "**not reached**");
        return table;
    }

    private static Table Times(Results results)
    {
        var table = new Table("rules", "address", "baseline:", "text:", "compiled:");
        foreach (TimedSet set in results.Sets)
        {
            foreach (string address in TimedSet.Addresses)
            {
                table.Add(
                    set.Set.Name,
                    Table.Verdict(address),
                    Table.Spread(set[Way.Baseline, address].Milliseconds),
                    Table.Spread(set[Way.Text, address].Milliseconds),
                    Table.Spread(set[Way.Compiled, address].Milliseconds));
            }
        }

        return table;
    }

    private static Table Ratios(Results results)
    {
        var table =
            new Table("rules", "address", "text to baseline:", "compiled to baseline:", "text to 1 rule:", "compiled to 1 rule:", "compiled to nothing:");
        foreach (TimedSet set in results.Sets)
        {
            foreach (string address in TimedSet.Addresses)
            {
                Contestant baseline = set[Way.Baseline, address];
                Contestant text = set[Way.Text, address];
                Contestant compiled = set[Way.Compiled, address];
                Contestant one = results.Of(1)[Way.Text, address];
                table.Add(
                    set.Set.Name,
                    Table.Verdict(address),
                    Table.Spread(text.RatioTo(baseline)),
                    Table.Spread(compiled.RatioTo(baseline)),
                    Table.Spread(text.RatioTo(one)),
                    Table.Spread(compiled.RatioTo(one)),
                    Table.Spread(compiled.RatioTo(results.Nothing)));
            }
        }

        return table;
    }

    private static Table LongAddresses(Results results)
    {
        var table = new Table("rules", "compiled:", "1 rule:", "compiled to 1 rule:");
        foreach (LongAddress one in results.Long)
        {
            table.Add(
                one.Set.Name, Table.Spread(one.Check.Milliseconds), Table.Spread(one.One.Milliseconds), Table.Spread(one.Check.RatioTo(one.One)));
        }

        return table;
    }

    private static Table Floors(Results results)
    {
        var table = new Table("rules", "address", "way", "tenth percentile, ms:", "to nothing:", "processor time, ms:", "to nothing:");
        Sample nothing = results.Nothing.Milliseconds;
        table.Add("-", "-", "nothing", Table.Number(nothing.Low, 2), "1.00", Table.Number(results.Nothing.ProcessorMilliseconds.Median, 2), "1.00");
        foreach (TimedSet set in results.Sets)
        {
            foreach (string address in TimedSet.Addresses)
            {
                foreach (Way way in TimedSet.Ways)
                {
                    Contestant contestant = set[way, address];
                    table.Add(
                        set.Set.Name,
                        Table.Verdict(address),
                        Table.Name(way),
                        Table.Number(contestant.Milliseconds.Low, 2),
                        Table.Number(contestant.Milliseconds.Low / nothing.Low, 2),
                        Table.Number(contestant.ProcessorMilliseconds.Median, 2),
                        Table.Number(contestant.ProcessorRatioTo(results.Nothing).Median, 2));
                }
            }
        }

        return table;
    }

    private static Table Addresses(Results results)
    {
        var table = new Table("validrcptto", "address", "milliseconds:", "to the first:", "to 1 rule:", "system calls:", "bytes by pread:");
        AddressSet first = results.Addresses[0].Set;
        Contestant one = results.Of(1)[Way.Text, RuleGenerator.Miss];
        foreach ((AddressSet set, _) in results.Addresses)
        {
            foreach ((string address, Contestant check, Contestant other) in
                ((string, Contestant, Contestant)[])[("known", set.Known, first.Known), ("unknown", set.Unknown, first.Unknown)])
            {
                table.Add(
                    set.Name,
                    address,
                    Table.Spread(check.Milliseconds),
                    Table.Spread(check.RatioTo(other)),
                    Table.Spread(check.RatioTo(one)),
                    Table.Whole(results.Calls[check].All),
                    Table.Whole(results.Calls[check].PositionedBytes));
            }
        }

        return table;
    }

    private static Table PlainLists(Results results)
    {
        var table = new Table("list", "address", "milliseconds:", "to 1 rule:", "system calls:", "bytes by pread:", "minor faults:");
        TimedSet one = results.Of(1);
        foreach ((PlainSet set, _) in results.Plain)
        {
            foreach ((string address, Contestant check) in ((string, Contestant)[])[(RuleGenerator.Miss, set.Miss), (RuleGenerator.Hit, set.Hit)])
            {
                SystemCalls calls = results.Calls[check];
                table.Add(
                    set.Name,
                    Table.Verdict(address),
                    Table.Spread(check.Milliseconds),
                    Table.Spread(check.RatioTo(one[Way.Text, address])),
                    Table.Whole(calls.All),
                    Table.Whole(calls.PositionedBytes),
                    Table.Whole((long)check.MinorFaults.Median));
            }
        }

        return table;
    }

    private static Table Recipients(Results results)
    {
        var table = new Table("recipient", "milliseconds:", "to 1 rule:", "system calls:", "pread:", "bytes by pread:", "minor faults:");
        Contestant one = results.Of(1)[Way.Text, RuleGenerator.Miss];
        foreach ((string name, Contestant check) in (IEnumerable<(string, Contestant)>)[("1 rule, no look-up", one), .. results.Recipients])
        {
            SystemCalls calls = results.Calls[check];
            table.Add(
                name,
                Table.Spread(check.Milliseconds),
                Table.Spread(check.RatioTo(one)),
                Table.Whole(calls.All),
                Table.Whole(calls.PositionedReads),
                Table.Whole(calls.PositionedBytes),
                Table.Whole((long)check.MinorFaults.Median));
        }

        return table;
    }

    private static Table BySnapshot(Results results)
    {
        var table = new Table("recipient", "milliseconds:", "to 1 rule:", "minor faults:");
        if (results.Snapshot.One is not { } one)
            return table;
        foreach ((string name, Contestant check, _) in (IEnumerable<(string, Contestant, double)>)[("1 rule, no look-up", one, 1), .. results.Snapshot.Checks])
            table.Add(name, Table.Spread(check.Milliseconds), Table.Spread(check.RatioTo(one)), Table.Whole((long)check.MinorFaults.Median));
        return table;
    }

    private static Table Compilations(Results results)
    {
        var table = new Table("rules", "seconds:", "peak memory, MiB:", "text, bytes:", "compiled, bytes:", "compiled, bytes a rule:");
        foreach (Compilation compilation in results.Compilations)
        {
            RuleSet set = compilation.Set;
            table.Add(
                set.Name,
                Table.Number(compilation.Milliseconds.Median / 1000, 2),
                Table.Number(compilation.PeakKib / 1024.0, 1),
                Table.Whole(set.TextSize),
                Table.Whole(set.CompiledSize),
                Table.Whole(set.CompiledSize / set.Count));
        }

        return table;
    }

    private static Table Limits(Results results)
    {
        var table = new Table("check", "softlimit -m:", "peak, KiB:");
        foreach (Memory memory in results.Memory)
            table.Add(memory.What, Table.Whole(memory.SmallestLimit), Table.Whole(memory.PeakKib));
        return table;
    }

    private static Table Calls(Results results)
    {
        var table = new Table("rules", "way", "system calls:", "read:", "pread:", "bytes by pread:", "minor faults:");
        table.Add(
            "-",
            "nothing",
            Table.Whole(results.NothingCalls.All),
            Table.Whole(results.NothingCalls.Reads),
            Table.Whole(results.NothingCalls.PositionedReads),
            Table.Whole(results.NothingCalls.PositionedBytes),
            Table.Whole((long)results.Nothing.MinorFaults.Median));
        foreach (Way way in TimedSet.Ways)
        {
            foreach (TimedSet set in results.Sets)
            {
                Contestant miss = set[way, RuleGenerator.Miss];
                Contestant hit = set[way, RuleGenerator.Hit];
                SystemCalls missCalls = results.Calls[miss];
                SystemCalls hitCalls = results.Calls[hit];
                table.Add(
                    set.Set.Name,
                    Table.Name(way),
                    Pair(missCalls.All, hitCalls.All),
                    Pair(missCalls.Reads, hitCalls.Reads),
                    Pair(missCalls.PositionedReads, hitCalls.PositionedReads),
                    Pair(missCalls.PositionedBytes, hitCalls.PositionedBytes),
                    Pair((long)miss.MinorFaults.Median, (long)hit.MinorFaults.Median));
            }
        }

        return table;
    }

    private static string Pair(long miss, long hit) => $"{Table.Whole(miss)} / {Table.Whole(hit)}";
}
