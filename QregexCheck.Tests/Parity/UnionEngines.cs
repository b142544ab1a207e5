using System;
using System.Collections.Generic;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Parity;

/// <summary>An engine that takes all rules into one automaton; it has no answer where one of them does not go in.</summary>
internal abstract class UnionEngine : Engine
{
    private readonly PatternCompiler _compiler = new();

    protected UnionEngine(string name, params Type[] asks)
        : base(name, asks)
    {
    }

    public sealed override Answer?[] Ask(RuleLines rules, byte[][] subjects)
    {
        var answers = new Answer?[subjects.Length];
        var patterns = new PatternSet(Limits.ConnectionStates);
        var lines = new List<int>();
        var refused = new List<int>();
        for (int i = 0; i < rules.Patterns.Count; i++)
        {
            if (!_compiler.TryParse(rules.Patterns[i], out _))
                refused.Add(i + 1);
            else if (patterns.TryAdd(_compiler))
                lines.Add(i + 1);
            else
                return answers;
        }

        if (lines.Count == 0)
            return answers;
        bool[] isNegated = [.. lines.Select(line => rules.IsNegated[line - 1])];
        if (Build(patterns, isNegated) is not { } first)
            return answers;
        for (int i = 0; i < subjects.Length; i++)
        {
            int rule = first(CaseFolding.Upper(subjects[i]));
            answers[i] = Answer.Of(rule < 0 ? 0 : lines[rule], refused);
        }

        return answers;
    }

    /// <summary>Makes what finds the first rule that hits an upper-cased subject, or -1; null where it does not fit the limits.</summary>
    protected abstract Func<byte[], int>? Build(PatternSet patterns, bool[] isNegated);
}

/// <summary>The union that a session asks: its states are made as subjects ask for them, and kept.</summary>
internal sealed class UnionMatcherEngine() : LazyUnionEngine("union", Limits.LargeHeapMemory, typeof(UnionMatcher));

/// <summary>The same without room: states are forgotten at once, or the patterns' own states are followed.</summary>
internal sealed class CrampedUnionEngine() : LazyUnionEngine("union without room", 40, typeof(UnionMatcher), typeof(UnionPart));

/// <summary>A union whose states are made as subjects ask for them.</summary>
internal abstract class LazyUnionEngine(string name, int room, params Type[] asks) : UnionEngine(name, asks)
{
    protected override Func<byte[], int> Build(PatternSet patterns, bool[] isNegated)
    {
        var union = new UnionMatcher(patterns.Nfa, patterns.Starts, new Closure(), room);
        return subject =>
        {
            HashSet<int> matched = [.. union.Match(subject).ToArray().SelectMany(set => set)];
            return Enumerable.Range(0, isNegated.Length).FirstOrDefault(rule => matched.Contains(rule) != isNegated[rule], -1);
        };
    }
}

/// <summary>The union that the compiled file holds: all its states are made beforehand.</summary>
internal sealed class UnionDfaEngine() : UnionEngine("full DFA", typeof(UnionDfa))
{
    protected override Func<byte[], int>? Build(PatternSet patterns, bool[] isNegated)
    {
        long work = Limits.UnionSteps;
        UnionDfa? dfa = UnionDeterminizer.TryBuild(patterns, isNegated, Limits.UnionStates, ref work);
        return dfa is null ? null : subject => dfa.Run(subject);
    }
}
