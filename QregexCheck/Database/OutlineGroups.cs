using System;
using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>
/// Groups of rules that start with <c>!</c> and share several outlines, each of which is enough: <c>!(@a\.example$|@b\.example$|hostN)</c>. A group has one
/// list, which is read only for subjects that have none of its outlines.
/// </summary>
/// <remarks>
/// A rule's outlines are put in one order, the most shared ones first. Rules whose orders begin alike have that beginning in common: the beginnings are a
/// tree, and each rule goes down it as far as enough others do.
/// </remarks>
internal sealed class OutlineGroups
{
    private readonly Dictionary<int, List<Way>> _ways = new();

    /// <summary>Adds an outline that many rules share.</summary>
    /// <param name="outline">The outline, and one of the rules.</param>
    /// <param name="number">The outline's number, the same for all of its rules.</param>
    /// <param name="crowd">How many they are.</param>
    public void Add(CompiledOutline outline, int number, int crowd)
    {
        if (!_ways.TryGetValue(outline.Rule, out List<Way>? ways))
            _ways.Add(outline.Rule, ways = new List<Way>());

        // Two ways through one rule may be the same outline.
        if (ways.Count == 0 || ways[^1].Number != number)
            ways.Add(new Way(outline, number, crowd));
    }

    /// <summary>Finds the groups.</summary>
    /// <param name="enough">How many rules make an outline worth its place.</param>
    /// <returns>For each rule that is in one its outlines, two at least.</returns>
    public IEnumerable<CompiledOutline[]> Find(Func<CompiledOutline, int> enough)
    {
        // A node of the tree is a number; 0 is the root.
        var children = new Dictionary<ulong, int>();
        var rules = new List<int> { 0 };
        foreach (List<Way> ways in _ways.Values)
        {
            ways.Sort((a, b) => a.Crowd != b.Crowd ? b.Crowd.CompareTo(a.Crowd) : a.Number.CompareTo(b.Number));
            int node = 0;
            foreach (Way way in ways)
            {
                if (children.TryAdd(Step(node, way), rules.Count))
                    rules.Add(0);
                node = children[Step(node, way)];
                rules[node]++;
            }
        }

        foreach (List<Way> ways in _ways.Values)
        {
            int node = 0;
            int deep = 0;
            int least = 0;
            while (deep < ways.Count && children[Step(node, ways[deep])] is var next && rules[next] >= (least += enough(ways[deep].Outline)))
            {
                node = next;
                deep++;
            }

            if (deep < 2)
                continue;
            var outlines = new CompiledOutline[deep];
            for (int i = 0; i < deep; i++)
                outlines[i] = new CompiledOutline(ways[i].Outline.Rule, ways[i].Outline.Outline, hitsWithout: true, group: node);
            yield return outlines;
        }
    }

    private static ulong Step(int node, Way way) => ((ulong)(uint)node << 32) | (uint)way.Number;

    /// <summary>An outline of a rule, its number, and how many rules share it.</summary>
    private sealed record Way(CompiledOutline Outline, int Number, int Crowd);
}
