using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>Parses rules, and gives each the pieces it is found by: the rarest of all, so files are counted before rules are parsed.</summary>
internal sealed class LintedRuleParser
{
    // Pieces are counted by hash: where two share a counter, a choice may be worse, and nothing else.
    private const int CounterBits = 20;

    // States of an ordinary rule's automaton.
    private const int OrdinarySize = 64;

    private readonly ExtendedRegexParser _parser;
    private readonly NfaSize _size = new();
    private readonly Nfa _nfa = new();
    private readonly NfaCompiler _compiler;
    private readonly int[] _counts = new int[1 << CounterBits];
    private readonly RequiredPieces _pieces = new();

    public LintedRuleParser()
    {
        _parser = new ExtendedRegexParser(Tree);
        _compiler = new NfaCompiler(_nfa);
    }

    /// <summary>The tree of the rule parsed last.</summary>
    public SyntaxTree Tree { get; } = new();

    /// <summary>Counts the pieces of a file's rules.</summary>
    public void Count(LintedFile file)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (!RuleLimits.TryParse(_parser, Tree, _size, rule.Pattern, out _))
                continue;
            _pieces.Collect(Tree);
            for (int i = 0; i < _pieces.Count; i++)
            {
                foreach (ulong key in _pieces[i])
                    _counts[Slot(key)]++;
            }
        }
    }

    /// <summary>Parses a rule of a file that was counted.</summary>
    public void Parse(LintedRule rule)
    {
        bool isUsable = RuleLimits.TryParse(_parser, Tree, _size, rule.Pattern, out SyntaxError error);
        rule.Error = error;
        if (!isUsable)
            return;
        rule.LosesAnchors = LosesAnchors();
        rule.IsRegular = !Tree.HasBackReferences && !rule.LosesAnchors;
        rule.Weight = 1 + (int)((Tree.HasIntervals ? _size.Count(Tree) : Tree.Count) / OrdinarySize);
        _pieces.Collect(Tree);
        (int best, int fewest, int longest) = (-1, int.MaxValue, 0);
        for (int i = 0; i < _pieces.Count; i++)
        {
            (int most, int shortest) = (0, RequiredPieces.Longest);
            foreach (ulong key in _pieces[i])
            {
                most = Math.Max(most, _counts[Slot(key)]);
                shortest = Math.Min(shortest, RequiredPieces.LengthOf(key));
            }

            // Among equals the longer one: a short piece stands in many subjects by chance.
            if (most < fewest || (most == fewest && shortest > longest))
                (best, fewest, longest) = (i, most, shortest);
        }

        if (best >= 0)
            rule.SetPieces(_pieces[best]);
    }

    private static int Slot(ulong key) => (int)(key >> (64 - CounterBits));

    /// <summary>True when glibc loses an anchor of the rule in a copy: what it then matches is not compared.</summary>
    private bool LosesAnchors()
    {
        foreach (Node node in Tree.Nodes)
        {
            if (node.Kind != NodeKind.Repeat || !node.HoldsAnchor)
                continue;
            _compiler.Compile(Tree);
            return _nfa.HasInertAnchors;
        }

        return false;
    }
}
