using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>Chooses the outlines by which rules of a list are found.</summary>
internal sealed class OutlineChoice
{
    // For an outline without runs; one more for each run.
    private const int CrowdOfOutline = 2;

    // The outlines of so many rules take a few blocks, whatever they have in common.
    private const int FewRules = 512;

    // Ways of all rules that start with !: each takes some 200 bytes while they are chosen from, of compile's 1,024 megabytes.
    private const int MostChoices = 500_000;
    private const int MostWays = 256;

    private readonly IReadOnlyList<RuleRecord> _rules;
    private readonly PatternCompiler _compiler;
    private readonly OutlineFinder _finder = new();
    private readonly Dictionary<int, CompiledOutline[]> _chosen = new();

    /// <param name="rules">The rules of the list.</param>
    /// <param name="compiler">Parses them again.</param>
    public OutlineChoice(IReadOnlyList<RuleRecord> rules, PatternCompiler compiler)
    {
        _rules = rules;
        _compiler = compiler;
    }

    /// <summary>
    /// Finds for rules that start with <c>!</c> outlines of which they never hit a subject: those that many of them share, where there is a choice.
    /// </summary>
    public void AddCertain(List<int> rules)
    {
        List<int> all = rules.FindAll(i => _rules[i].AsRule.IsNegated);
        int negated = all.Count;
        var finder = new CertainOutlines(Math.Clamp(MostChoices / Math.Max(negated, 1), CertainOutlines.FewWays, MostWays));
        var choices = new List<CompiledOutline>();
        foreach (int i in all)
        {
            _compiler.ParseAgain(_rules[i].AsRule.Pattern);
            finder.Begin(_compiler.Tree);
            while (finder.Next() is { } outline)
                choices.Add(new CompiledOutline(i, outline, hitsWithout: true));
        }

        choices.Sort((a, b) => a.CompareTo(b));
        var groups = new OutlineGroups();
        var crowds = new Dictionary<int, int>();
        for (int first = 0, next; first < choices.Count; first = next)
        {
            for (next = first + 1; next < choices.Count && choices[next].IsLike(choices[first]);)
                next++;

            // All are read at each check. Without one, a rule costs nothing behind the one that decides, and that is the first unless addresses have it.
            int crowd = next - first;
            bool isWorthIt = negated <= FewRules || crowd >= Enough(choices[first]) || choices[first].Outline.MayBeCommon;
            if (!isWorthIt)
                continue;
            for (int i = first; i < next; i++)
            {
                if (crowd >= Enough(choices[first]))
                    groups.Add(choices[i], first, crowd);
                if (crowd <= crowds.GetValueOrDefault(choices[i].Rule))
                    continue;
                crowds[choices[i].Rule] = crowd;
                _chosen[choices[i].Rule] = [choices[i]];
            }
        }

        foreach (CompiledOutline[] ways in groups.Find(Enough))
            _chosen[ways[0].Rule] = ways;
    }

    /// <summary>Finds the outline of a rule that hits none but subjects that have it.</summary>
    public void Add(int rule)
    {
        // A rule with a back-reference may take too long, which is told of.
        _compiler.ParseAgain(_rules[rule].AsRule.Pattern);
        if (!_rules[rule].AsRule.IsNegated && !_compiler.Tree.HasBackReferences && _finder.Find(_compiler.Tree) is { } outline)
            _chosen.Add(rule, [new CompiledOutline(rule, outline, hitsWithout: false)]);
    }

    /// <summary>True when ordinary addresses don't lead to the rule by its outline.</summary>
    public bool IsTelling(int rule) => _chosen.TryGetValue(rule, out CompiledOutline[]? own) && (own[0].HitsWithout || !own[0].Outline.IsCommon);

    /// <summary>True when the rule is found by an outline.</summary>
    public bool Contains(int rule) => _chosen.ContainsKey(rule);

    /// <summary>Takes the outline from a rule that is found in a better way.</summary>
    public void Remove(int rule) => _chosen.Remove(rule);

    /// <summary>How many bytes the outlines of some rules take.</summary>
    public long Size(List<int> rules) => OutlineRecords.Size(Sorted(rules));

    /// <summary>The outlines, in their order. Those of sets that there is no number for are dropped: their rules are run for every address.</summary>
    public List<CompiledOutline> Chosen()
    {
        List<CompiledOutline> outlines = Sorted([.. _chosen.Keys]);
        var sets = new Dictionary<ulong, int>();
        foreach (CompiledOutline one in outlines)
        {
            foreach (OutlineRun run in one.Outline.Runs)
            {
                if (sets.Count == OutlineRecords.MostSets && !sets.ContainsKey(run.Set))
                    _chosen.Remove(one.Rule);
                else
                    sets[run.Set] = 0;
            }
        }

        outlines.RemoveAll(one => !_chosen.ContainsKey(one.Rule));
        return outlines;
    }

    /// <summary>How many rules must share an outline for its record to cost no more than the list of them.</summary>
    private static int Enough(CompiledOutline one) => one.Outline.Runs.Length + CrowdOfOutline;

    private List<CompiledOutline> Sorted(List<int> rules)
    {
        var sorted = new List<CompiledOutline>(rules.Count);
        foreach (int i in rules)
            sorted.AddRange(_chosen[i]);
        sorted.Sort((a, b) => a.CompareTo(b));
        return sorted;
    }
}
