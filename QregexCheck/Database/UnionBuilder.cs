using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Automata;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Database;

/// <summary>Makes automata, each of which stands for many rules at once.</summary>
internal sealed class UnionBuilder
{
    // One that does not fit must leave steps for its halves.
    private const int StepsOfOne = 6;

    // States of the rules themselves, side by side: 24 megabytes, and as much again for the work on them. 50,000 rules of 40 bytes have so many.
    private const int MostStates = 2_000_000;

    private readonly IReadOnlyList<RuleRecord> _rules;
    private readonly PatternCompiler _compiler;
    private readonly Action<int> _progress;
    private readonly List<CompiledUnion> _unions = new();
    private readonly HashSet<int> _taken = new();
    private long _steps;

    /// <param name="rules">The rules of the list.</param>
    /// <param name="compiler">Parses them again.</param>
    /// <param name="progress">Is told how many rules are in automata by now.</param>
    public UnionBuilder(IReadOnlyList<RuleRecord> rules, PatternCompiler compiler, Action<int> progress)
    {
        _rules = rules;
        _compiler = compiler;
        _progress = progress;
    }

    /// <summary>The automata made so far.</summary>
    public IReadOnlyList<CompiledUnion> Unions => _unions;

    /// <summary>The numbers of the rules that they stand for.</summary>
    public IReadOnlySet<int> Taken => _taken;

    /// <summary>Takes rules into automata as far as the limits allow.</summary>
    /// <param name="candidates">The numbers of the rules.</param>
    /// <param name="steps">Steps that may be taken for them.</param>
    /// <param name="sizeWithout">
    /// Tells how many bytes a check would read without the automaton for such rules, which must be more than its table; null to allow it any table.
    /// </param>
    public void Add(List<int> candidates, long steps, Func<List<int>, long>? sizeWithout)
    {
        // One automaton can only sleep as a whole; and rules that look alike share most of their states.
        _steps = steps;
        var byDay = new SortedDictionary<int, List<int>>();
        foreach (int i in candidates)
        {
            RuleRecord rule = _rules[i];
            _compiler.ParseAgain(rule.AsRule.Pattern);

            // An automaton answers with its first rule that hits. So none may be in it behind which others may decide.
            bool fits = rule.Annotation is { Action: not RuleAction.Log, Condition: null } && !_compiler.Tree.HasBackReferences
                && _compiler.CountStates() <= Limits.UnionRuleStates;
            if (!fits)
                continue;
            if (!byDay.TryGetValue(rule.Annotation.UntilDay, out List<int>? rules))
                byDay.Add(rule.Annotation.UntilDay, rules = new List<int>());
            rules.Add(i);
        }

        foreach ((int day, List<int> rules) in byDay)
        {
            rules.Sort((a, b) => CompareLooks(_rules[a], _rules[b]) is var order and not 0 ? order : a.CompareTo(b));
            Build(day, rules, steps / StepsOfOne, sizeWithout);
        }
    }

    /// <summary>Builds one automaton, or halves the rules until it fits.</summary>
    private void Build(int day, List<int> looksSorted, long mostSteps, Func<List<int>, long>? sizeWithout)
    {
        var pending = new Stack<List<int>>();
        pending.Push(looksSorted);
        while (pending.TryPop(out List<int>? rules) && _unions.Count < Limits.Unions && _steps > 0)
        {
            // A single rule in an automaton is a bargain only if it would else be run each time, which is what is left for it.
            var numbers = new List<int>(rules);
            numbers.Sort();
            var patterns = new PatternSet(int.MaxValue);
            var isNegated = new List<bool>();
            var members = new List<int>();
            bool isTooLarge = false;
            foreach (int i in numbers)
            {
                _compiler.ParseAgain(_rules[i].AsRule.Pattern);
                isTooLarge = patterns.Nfa.Count + _compiler.CountStates() > MostStates;
                if (isTooLarge)
                    break;
                if (!patterns.TryAdd(_compiler))
                    continue;
                isNegated.Add(_rules[i].AsRule.IsNegated);
                members.Add(i);
            }

            if (isTooLarge)
            {
                PushHalves(pending, rules);
                continue;
            }

            if (members.Count == 0)
                continue;
            long mostBytes = sizeWithout?.Invoke(members) ?? long.MaxValue;
            if (mostBytes < DatabaseFormat.BlockSize)
                continue;
            long steps = Math.Min(_steps, mostSteps);
            long before = steps;
            int mostStates = (int)Math.Min(Limits.UnionStates, mostBytes / (2 * patterns.Nfa.Classes(ByteSet.Any).Count));
            UnionDfa? dfa = UnionDeterminizer.TryBuild(patterns, CollectionsMarshal.AsSpan(isNegated), mostStates, ref steps);
            _steps -= before - steps;
            if (dfa is not null)
            {
                _unions.Add(new CompiledUnion(day, members, dfa));
                _taken.UnionWith(members);
                _progress(_taken.Count);
            }
            else
            {
                PushHalves(pending, rules);
            }
        }
    }

    private static void PushHalves(Stack<List<int>> pending, List<int> rules)
    {
        if (rules.Count == 1)
            return;
        pending.Push(rules.GetRange(rules.Count / 2, rules.Count - (rules.Count / 2)));
        pending.Push(rules.GetRange(0, rules.Count / 2));
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
}
