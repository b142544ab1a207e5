using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>A check of an address of 900 bytes against a compiled set, beside one of the same address with 1 rule.</summary>
/// <param name="Set">The set.</param>
/// <param name="Check">The check.</param>
/// <param name="One">The one with 1 rule, as text.</param>
internal sealed record LongAddress(RuleSet Set, Contestant Check, Contestant One)
{
    /// <summary>The most that a check may take, in times of the one with 1 rule.</summary>
    public const double Most = 5;

    /// <summary>The contestants of some sets. The one with 1 rule is the same for all of them.</summary>
    public static IReadOnlyList<LongAddress> Of(RuleSet one, IReadOnlyList<TimedSet> sets)
    {
        Contestant first = Contestant(one, Way.Text);
        var all = new List<LongAddress>();
        foreach (TimedSet set in sets)
            all.Add(new LongAddress(set.Set, Contestant(set.Set, Way.Compiled), first));
        return all;
    }

    private static Contestant Contestant(RuleSet set, Way way) =>
        new(set.Check(way, RuleGenerator.LongMiss), RuleSet.ExpectedExit(RuleGenerator.LongMiss), Every: 1);
}
