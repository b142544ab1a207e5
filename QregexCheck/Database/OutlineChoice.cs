using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>Chooses the outlines by which rules of a list are found.</summary>
internal sealed class OutlineChoice
{
    // So many rules for an outline without runs, and one more for each run, make it cost no more than the list of them.
    private const int CrowdOfOutline = 2;

    // The outlines of so many rules take a few blocks, whatever they have in common.
    private const int FewRules = 512;

    private readonly IReadOnlyList<RuleRecord> _rules;
    private readonly PatternCompiler _compiler;
    private readonly OutlineFinder _finder = new();
    private readonly Dictionary<int, CompiledOutline> _chosen = new();

    /// <param name="rules">The rules of the list.</param>
    /// <param name="compiler">Parses them again.</param>
    public OutlineChoice(IReadOnlyList<RuleRecord> rules, PatternCompiler compiler)
    {
        _rules = rules;
        _compiler = compiler;
    }

    /// <summary>
    /// Finds for rules that start with <c>!</c> an outline of which they never hit a subject: one that many of them share, where there is a choice.
    /// </summary>
    public void AddCertain(List<int> rules)
    {
        var finder = new CertainOutlines();
        var choices = new List<CompiledOutline>();
        int negated = 0;
        foreach (int i in rules)
        {
            if (!_rules[i].AsRule.IsNegated)
                continue;
            negated++;
            _compiler.ParseAgain(_rules[i].AsRule.Pattern);
            finder.Begin(_compiler.Tree);
            while (finder.Next() is { } outline)
                choices.Add(new CompiledOutline(i, outline, hitsWithout: true));
        }

        choices.Sort((a, b) => a.CompareTo(b));
        var crowds = new Dictionary<int, int>();
        for (int first = 0, next; first < choices.Count; first = next)
        {
            for (next = first + 1; next < choices.Count && choices[next].IsLike(choices[first]);)
                next++;

            // All are read at each check. Without one, a rule costs nothing behind the one that decides, and that is the first unless addresses have it.
            int crowd = next - first;
            bool isWorthIt = negated <= FewRules || crowd >= choices[first].Outline.Runs.Length + CrowdOfOutline || choices[first].Outline.MayBeCommon;
            if (!isWorthIt)
                continue;
            for (int i = first; i < next; i++)
            {
                if (crowd <= crowds.GetValueOrDefault(choices[i].Rule))
                    continue;
                crowds[choices[i].Rule] = crowd;
                _chosen[choices[i].Rule] = choices[i];
            }
        }
    }

    /// <summary>Finds the outline of a rule that hits none but subjects that have it.</summary>
    public void Add(int rule)
    {
        // A rule with a back-reference may take too long, which is told of.
        _compiler.ParseAgain(_rules[rule].AsRule.Pattern);
        if (!_rules[rule].AsRule.IsNegated && !_compiler.Tree.HasBackReferences && _finder.Find(_compiler.Tree) is { } outline)
            _chosen.Add(rule, new CompiledOutline(rule, outline, hitsWithout: false));
    }

    /// <summary>True when ordinary addresses don't lead to the rule by its outline.</summary>
    public bool IsTelling(int rule) => _chosen.TryGetValue(rule, out CompiledOutline? own) && (own.HitsWithout || !own.Outline.IsCommon);

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
        outlines.RemoveAll(one =>
        {
            foreach (OutlineRun run in one.Outline.Runs)
            {
                if (sets.Count == OutlineRecords.MostSets && !sets.ContainsKey(run.Set))
                    return _chosen.Remove(one.Rule);
                sets[run.Set] = 0;
            }

            return false;
        });
        return outlines;
    }

    private List<CompiledOutline> Sorted(List<int> rules)
    {
        var sorted = new List<CompiledOutline>(rules.Count);
        foreach (int i in rules)
            sorted.Add(_chosen[i]);
        sorted.Sort((a, b) => a.CompareTo(b));
        return sorted;
    }
}
