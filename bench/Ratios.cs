using System;
using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>The ratios of a run by their names: what is kept of it, and compared with the run before.</summary>
internal static class Ratios
{
    /// <summary>How runs are measured. Beside a run that was measured otherwise no change is marked.</summary>
    private const string Method = "pinned to one processor, each program a copy, in pairs of a shuffled round";

    /// <summary>The run as it is kept.</summary>
    public static KeptRun Keep(Results results)
    {
        var rows = new Dictionary<string, KeptRow>(StringComparer.Ordinal);
        Contestant one = results.Of(1)[Way.Text, RuleGenerator.Miss];
        rows.Add("1 rule, miss, another copy to itself", KeptRow.Of(results.Again.RatioTo(one)));
        rows.Add("1 rule, miss, another copy to itself, processor time", KeptRow.Of(results.Again.ProcessorRatioTo(one)));
        foreach (TimedSet set in results.Sets)
        {
            foreach (string address in TimedSet.Addresses)
            {
                Contestant baseline = set[Way.Baseline, address];
                foreach (Way way in (Way[])[Way.Text, Way.Compiled])
                {
                    Contestant ours = set[way, address];
                    string what = $"{set.Set.Name}, {Table.Verdict(address)}, {Table.Name(way)} to";
                    rows.Add($"{what} baseline", KeptRow.Of(ours.RatioTo(baseline)));
                    rows.Add($"{what} 1 rule", KeptRow.Of(ours.RatioTo(results.Of(1)[Way.Text, address])));
                    rows.Add($"{what} nothing", KeptRow.Of(ours.RatioTo(results.Nothing)));
                    rows.Add($"{what} nothing, processor time", KeptRow.Of(ours.ProcessorRatioTo(results.Nothing)));
                }
            }
        }

        foreach (LongAddress check in results.Long)
            rows.Add($"{check.Set.Name}, an address of 900 bytes, compiled to 1 rule", KeptRow.Of(check.Check.RatioTo(check.One)));
        rows.Remove("1 rule, miss, text to 1 rule");
        rows.Remove("1 rule, hit, text to 1 rule");
        AddressSet first = results.Addresses[0].Set;
        foreach ((AddressSet set, _) in results.Addresses)
        {
            rows.Add($"{set.Name}, known, to 1 rule", KeptRow.Of(set.Known.RatioTo(one)));
            rows.Add($"{set.Name}, unknown, to 1 rule", KeptRow.Of(set.Unknown.RatioTo(one)));
            if (set == first)
                continue;
            rows.Add($"{set.Name}, known, to {first.Name}", KeptRow.Of(set.Known.RatioTo(first.Known)));
            rows.Add($"{set.Name}, unknown, to {first.Name}", KeptRow.Of(set.Unknown.RatioTo(first.Unknown)));
        }

        foreach ((PlainSet set, _) in results.Plain)
        {
            rows.Add($"{set.Name}, miss, to 1 rule", KeptRow.Of(set.Miss.RatioTo(one)));
            rows.Add($"{set.Name}, hit, to 1 rule", KeptRow.Of(set.Hit.RatioTo(results.Of(1)[Way.Text, RuleGenerator.Hit])));
        }

        foreach ((string name, Contestant check) in results.Recipients)
            rows.Add($"{name}, to 1 rule", KeptRow.Of(check.RatioTo(one)));

        foreach ((string name, Contestant check, _) in results.Snapshot.Checks)
            rows.Add($"{name}, to 1 rule", KeptRow.Of(check.RatioTo(results.Snapshot.One!)));

        return new KeptRun(results.Machine.Date, results.Machine.Commit, Method, rows);
    }
}
