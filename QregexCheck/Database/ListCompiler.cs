using System;
using System.Collections.Generic;
using System.Diagnostics;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Outlines;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Database;

/// <summary>Compiles a control file: for each rule the cheapest way to find out that it does not matter for an address.</summary>
/// <remarks>
/// A rule with a rare enough gram is found by that. Others go into automata that stand for many rules at once, as far as the
/// limits allow; what is left (back-references, rules for the log, what explodes) is run for every address.
/// </remarks>
internal sealed class ListCompiler
{
    // With more rules on one gram than this an automaton for them is worth a try.
    private const int CrowdedGram = 24;

    // From so many on, what could go into an automaton is offered to one; what none takes is found by its words all the same.
    private const int RareEnough = 100;

    // The writer holds some 100 bytes for each, of compile's 1,024 megabytes.
    private const int MostGramsOfAlternatives = 1_000_000;

    // With more than this the outlines of all of them cost less than running them.
    private const int LargeCrowd = 256;

    // So many rules for an outline without runs, and one more for each run, make it cost no more than the list of them.
    private const int CrowdOfOutline = 2;

    // The outlines of so many rules take a few blocks, whatever they have in common.
    private const int FewRules = 512;

    // A table far larger than the number of grams in most files.
    private const int CountBits = 22;

    private readonly PatternCompiler _compiler = new();
    private readonly Action<int> _progress;

    private readonly List<RuleRecord> _rules = new();
    private readonly List<CompiledWarning> _warnings = new();
    private readonly List<Gram> _grams = new();
    private readonly RequiredGrams _required = RequiredGrams.OfLengths(DatabaseFormat.GramLengths);
    private readonly AlternativeGrams _alternatives = new();
    private readonly List<int> _always = new();
    private readonly List<CompiledUnion> _unions = new();
    private readonly List<CompiledOutline> _outlines = new();
    private readonly HashSet<RuleRecord> _seen = new(new SameText());
    private int _leftOut;
    private int _refused;

    private ListCompiler(Action<int> progress) => _progress = progress;

    /// <summary>Compiles the rules of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Is told from time to time how many rules have been worked on, each being counted three times.</param>
    public static CompiledList Compile(ControlFile file, Action<int> progress) => new ListCompiler(progress).Run(file);

    private CompiledList Run(ControlFile file)
    {
        var choice = new GramChoice(CountBits);
        ReadRules(file, choice);
        ChooseGrams(choice);
        FindOtherWays();
        LeaveToAlternatives();
        return new CompiledList(_rules, _warnings, _grams, _alternatives, _always, _unions, _outlines, _leftOut, _refused);
    }

    private void ReadRules(ControlFile file, GramChoice choice)
    {
        var reader = new RuleReader(file);
        while (reader.TryRead(out Rule rule))
        {
            TakeErrors(reader);
            if (!_compiler.TryParse(rule.Pattern, out SyntaxError error))
            {
                _warnings.Add(new CompiledWarning(_rules.Count, RuleWarning.Refused(rule, error)));
                _refused++;
                continue;
            }

            _rules.Add(new RuleRecord(rule.Text.ToArray(), rule.Line, rule.Column, rule.Annotation));
            _required.Find(_compiler.Tree);
            choice.Count(_required);
            Report(_rules.Count);
        }

        TakeErrors(reader);
    }

    private void TakeErrors(RuleReader reader)
    {
        foreach (RuleError error in reader.Errors)
            _warnings.Add(new CompiledWarning(_rules.Count, error));
        reader.Errors.Clear();
    }

    private void ChooseGrams(GramChoice choice)
    {
        int left = MostGramsOfAlternatives;
        for (int i = 0; i < _rules.Count; i++)
        {
            RuleRecord rule = _rules[i];
            Parse(rule);
            Report(_rules.Count + i);
            if (IsRepeated(rule))
            {
                _leftOut++;
                _grams.Add(default);
                continue;
            }

            _required.Find(_compiler.Tree);
            int expected = int.MaxValue;
            ReadOnlySpan<Gram> chosen = rule.AsRule.IsNegated ? default : choice.Choose(_required, Math.Min(left, RequiredGrams.MostMembers), out expected);
            _grams.Add(chosen.Length == 1 ? chosen[0] : default);
            if (chosen.Length > 1)
            {
                _alternatives.Add(i, chosen);
                left = Math.Max(1, left - chosen.Length);
            }

            if (chosen.IsEmpty || (chosen.Length > 1 && expected >= RareEnough))
                _always.Add(i);
        }
    }

    /// <summary>True for a rule that can't decide, because one with the same text, which never sleeps, stands before it.</summary>
    private bool IsRepeated(RuleRecord rule)
    {
        if (_compiler.Tree.HasBackReferences || rule.Annotation.Action == RuleAction.Log)
            return false;
        return rule.Annotation.UntilDay == int.MaxValue ? !_seen.Add(rule) : _seen.Contains(rule);
    }

    /// <summary>
    /// Finds better ways for what would be run for every address, and for what crowds on one gram: automata, and outlines where an automaton is larger.
    /// </summary>
    private void FindOtherWays()
    {
        var outlines = new Dictionary<int, CompiledOutline>();
        AddCertainOutlines(outlines);
        var finder = new OutlineFinder();
        List<int> candidates = new();
        List<int> replaceable = new();
        foreach (int i in _always)
        {
            AddOutline(i, finder, outlines);
            bool isTelling = IsTelling(i, outlines);
            (isTelling ? replaceable : candidates).Add(i);

            // What an ordinary address has tells less than words.
            if (!isTelling && !_alternatives[i].IsEmpty)
                outlines.Remove(i);
        }

        foreach ((int i, int crowd) in Crowded())
        {
            // Where hundreds of rules need the same domain, its addresses are ordinary ones.
            if (crowd > LargeCrowd)
                AddOutline(i, finder, outlines);
            bool isTelling = IsTelling(i, outlines);
            (isTelling ? replaceable : candidates).Add(i);
            if (!isTelling)
                outlines.Remove(i);
        }

        var unions = new UnionBuilder(_rules, _compiler, taken => Report((2 * _rules.Count) + taken));
        unions.Add(replaceable, Limits.UnionSteps / 4, rules => OutlineRecords.Size(Sorted(outlines, rules)));
        unions.Add(candidates, Limits.UnionSteps / 4 * 3, null);
        _unions.AddRange(unions.Unions);
        foreach (int i in unions.Taken)
        {
            _grams[i] = default;
            outlines.Remove(i);
        }

        _outlines.AddRange(Sorted(outlines, [.. outlines.Keys]));
        KeepNumberedSets(outlines);
        foreach (CompiledOutline one in _outlines)
            _grams[one.Rule] = default;
        _always.RemoveAll(i => unions.Taken.Contains(i) || outlines.ContainsKey(i));
        _always.Sort();
    }

    /// <summary>Finds for rules that start with <c>!</c> an outline of which they never hit a subject: one that many of them share, where there is a choice.</summary>
    private void AddCertainOutlines(Dictionary<int, CompiledOutline> outlines)
    {
        var finder = new CertainOutlines();
        var choices = new List<CompiledOutline>();
        int negated = 0;
        foreach (int i in _always)
        {
            if (!_rules[i].AsRule.IsNegated)
                continue;
            negated++;
            Parse(_rules[i]);
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

            // All are read at each check, while without one a rule costs nothing behind the one that decides; which is the first, unless addresses have it.
            int crowd = next - first;
            bool isWorthIt = negated <= FewRules || crowd >= choices[first].Outline.Runs.Length + CrowdOfOutline || choices[first].Outline.MayBeCommon;
            if (!isWorthIt)
                continue;
            for (int i = first; i < next; i++)
            {
                if (crowd <= crowds.GetValueOrDefault(choices[i].Rule))
                    continue;
                crowds[choices[i].Rule] = crowd;
                outlines[choices[i].Rule] = choices[i];
            }
        }
    }

    /// <summary>Finds the outline of a rule that hits none but subjects that have it.</summary>
    private void AddOutline(int rule, OutlineFinder finder, Dictionary<int, CompiledOutline> outlines)
    {
        // A rule with a back-reference may take too long, which is told of.
        Parse(_rules[rule]);
        if (!_rules[rule].AsRule.IsNegated && !_compiler.Tree.HasBackReferences && finder.Find(_compiler.Tree) is { } outline)
            outlines.Add(rule, new CompiledOutline(rule, outline, hitsWithout: false));
    }

    private static bool IsTelling(int rule, Dictionary<int, CompiledOutline> outlines) =>
        outlines.TryGetValue(rule, out CompiledOutline? own) && (own.HitsWithout || !own.Outline.IsCommon);

    /// <summary>The rules that share their gram with many others, and with how many.</summary>
    private List<(int Rule, int Crowd)> Crowded()
    {
        var crowds = new Dictionary<ulong, int>();
        foreach (Gram gram in _grams)
        {
            if (gram.Length > 0)
                crowds[gram.Hash] = crowds.GetValueOrDefault(gram.Hash) + 1;
        }

        var crowded = new List<(int Rule, int Crowd)>();
        for (int i = 0; i < _grams.Count; i++)
        {
            if (_grams[i].Length > 0 && crowds[_grams[i].Hash] is > CrowdedGram and int crowd)
                crowded.Add((i, crowd));
        }

        return crowded;
    }

    /// <summary>Drops outlines of sets that there is no number for: their rules are run for every address.</summary>
    private void KeepNumberedSets(Dictionary<int, CompiledOutline> outlines)
    {
        var sets = new Dictionary<ulong, int>();
        _outlines.RemoveAll(one =>
        {
            foreach (OutlineRun run in one.Outline.Runs)
            {
                if (sets.Count == OutlineRecords.MostSets && !sets.ContainsKey(run.Set))
                    return outlines.Remove(one.Rule);
                sets[run.Set] = 0;
            }

            return false;
        });
    }

    private static List<CompiledOutline> Sorted(Dictionary<int, CompiledOutline> outlines, List<int> rules)
    {
        var sorted = new List<CompiledOutline>(rules.Count);
        foreach (int i in rules)
            sorted.Add(outlines[i]);
        sorted.Sort((a, b) => a.CompareTo(b));
        return sorted;
    }

    /// <summary>Leaves to its alternatives what no union took, and takes them from what one did.</summary>
    private void LeaveToAlternatives()
    {
        foreach (CompiledUnion union in _unions)
        {
            foreach (int rule in union.Rules)
                _alternatives.Remove(rule);
        }

        foreach (CompiledOutline outline in _outlines)
            _alternatives.Remove(outline.Rule);
        _always.RemoveAll(rule => !_alternatives[rule].IsEmpty);
    }

    private void Parse(RuleRecord rule)
    {
        if (!_compiler.TryParse(rule.AsRule.Pattern, out _))
            throw new UnreachableException();
    }

    private void Report(int done)
    {
        if (done % 256 == 0)
            _progress(done);
    }

    /// <summary>Takes rules for equal whose texts are.</summary>
    private sealed class SameText : IEqualityComparer<RuleRecord>
    {
        public bool Equals(RuleRecord? x, RuleRecord? y) => x!.Text.AsSpan().SequenceEqual(y!.Text);

        public int GetHashCode(RuleRecord rule)
        {
            var hash = default(HashCode);
            hash.AddBytes(rule.Text);
            return hash.ToHashCode();
        }
    }
}
