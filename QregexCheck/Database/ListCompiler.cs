using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
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

    // The writer holds some 100 bytes for each, of compile's 512 megabytes.
    private const int MostGramsOfAlternatives = 1_000_000;

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
    private readonly HashSet<RuleRecord> _seen = new(new SameText());
    private int _leftOut;
    private int _refused;
    private long _unionSteps = Limits.UnionSteps;

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
        BuildUnions();
        LeaveToAlternatives();
        _always.Sort();
        return new CompiledList(_rules, _warnings, _grams, _alternatives, _always, _unions, _leftOut, _refused);
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

    /// <summary>Takes into automata what would be run for every address, and what crowds on one gram.</summary>
    private void BuildUnions()
    {
        var crowds = new Dictionary<ulong, int>();
        foreach (Gram gram in _grams)
        {
            if (gram.Length > 0)
                crowds[gram.Hash] = crowds.GetValueOrDefault(gram.Hash) + 1;
        }

        var candidates = new List<int>(_always);
        for (int i = 0; i < _grams.Count; i++)
        {
            if (_grams[i].Length > 0 && crowds[_grams[i].Hash] > CrowdedGram)
                candidates.Add(i);
        }

        // One automaton can only sleep as a whole; and rules that look alike share most of their states.
        var byDay = new SortedDictionary<int, List<int>>();
        foreach (int i in candidates)
        {
            RuleRecord rule = _rules[i];
            Parse(rule);
            bool fits = rule.Annotation.Action != RuleAction.Log && !_compiler.Tree.HasBackReferences && _compiler.CountStates() <= Limits.UnionRuleStates;
            if (!fits)
                continue;
            if (!byDay.TryGetValue(rule.Annotation.UntilDay, out List<int>? rules))
                byDay.Add(rule.Annotation.UntilDay, rules = new List<int>());
            rules.Add(i);
        }

        var taken = new HashSet<int>();
        foreach ((int day, List<int> rules) in byDay)
        {
            rules.Sort((a, b) => CompareLooks(_rules[a], _rules[b]) is var order and not 0 ? order : a.CompareTo(b));
            BuildUnion(day, rules, taken);
        }

        _always.RemoveAll(taken.Contains);
        foreach (int i in taken)
            _grams[i] = default;
    }

    /// <summary>Builds one automaton, or halves the rules until it fits.</summary>
    private void BuildUnion(int day, List<int> looksSorted, HashSet<int> taken)
    {
        var pending = new Stack<List<int>>();
        pending.Push(looksSorted);
        while (pending.TryPop(out List<int>? rules) && _unions.Count < Limits.Unions && _unionSteps > 0)
        {
            // A single rule in an automaton is a bargain only if it would else be run each time, which is what is left for it.
            var numbers = new List<int>(rules);
            numbers.Sort();
            var patterns = new PatternSet(int.MaxValue);
            var isNegated = new List<bool>();
            var members = new List<int>();
            foreach (int i in numbers)
            {
                Parse(_rules[i]);
                if (!patterns.TryAdd(_compiler))
                    continue;
                isNegated.Add(_rules[i].AsRule.IsNegated);
                members.Add(i);
            }

            if (members.Count == 0)
                continue;
            long steps = Math.Min(_unionSteps, Limits.UnionSteps / 4);
            long before = steps;
            UnionDfa? dfa = UnionDeterminizer.TryBuild(patterns, CollectionsMarshal.AsSpan(isNegated), Limits.UnionStates, ref steps);
            _unionSteps -= before - steps;
            if (dfa is not null)
            {
                _unions.Add(new CompiledUnion(day, members, dfa));
                taken.UnionWith(members);
                Report((2 * _rules.Count) + taken.Count);
            }
            else if (rules.Count > 1)
            {
                pending.Push(rules.GetRange(rules.Count / 2, rules.Count - (rules.Count / 2)));
                pending.Push(rules.GetRange(0, rules.Count / 2));
            }
        }
    }

    /// <summary>Leaves to its alternatives what no union took, and takes them from what one did.</summary>
    private void LeaveToAlternatives()
    {
        foreach (CompiledUnion union in _unions)
        {
            foreach (int rule in union.Rules)
                _alternatives.Remove(rule);
        }

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

    /// <summary>Orders rules by their text without its digits, so that rules made from one mould come together.</summary>
    private static int CompareLooks(RuleRecord left, RuleRecord right)
    {
        int l = 0;
        int r = 0;
        while (true)
        {
            while (l < left.Text.Length && IsDigit(left.Text[l]))
                l++;
            while (r < right.Text.Length && IsDigit(right.Text[r]))
                r++;
            if (l == left.Text.Length || r == right.Text.Length)
                return (left.Text.Length - l).CompareTo(right.Text.Length - r);
            if (left.Text[l] != right.Text[r])
                return left.Text[l].CompareTo(right.Text[r]);
            l++;
            r++;
        }
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

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
