using System.Collections.Generic;

namespace QregexCheck.Bench;

/// <summary>The contestants of one rule set: each way to check, with an address that no rule hits and with one that the last rule hits.</summary>
internal sealed class TimedSet
{
    // Of a text so long the ways that read it run in a round less each: 10,000 rules in every 4th.
    private const int BytesARound = 57_000;

    private readonly Dictionary<(Way Way, string Address), Contestant> _contestants = [];

    /// <summary>The contestants of a set. The slow ones of large sets run in few rounds.</summary>
    public TimedSet(RuleSet set)
    {
        Set = set;
        foreach (string address in Addresses)
        {
            foreach (Way way in Ways)
            {
                int every = way == Way.Compiled ? 1 : 1 + (int)(set.TextSize / BytesARound);
                _contestants.Add((way, address), new Contestant(set.Check(way, address), RuleSet.ExpectedExit(address), every));
            }
        }
    }

    /// <summary>The addresses that are checked: the miss, then the hit.</summary>
    public static IReadOnlyList<string> Addresses => [RuleGenerator.Miss, RuleGenerator.Hit];

    /// <summary>The ways in the order of the tables.</summary>
    public static IReadOnlyList<Way> Ways => [Way.Baseline, Way.Text, Way.Compiled];

    /// <summary>The set.</summary>
    public RuleSet Set { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<Contestant> All => _contestants.Values;

    /// <summary>The one that checks this address this way.</summary>
    public Contestant this[Way way, string address] => _contestants[(way, address)];
}
