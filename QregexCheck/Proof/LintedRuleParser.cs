using System;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>Parses rules, and gives each the pieces it is found by: the rarest of all, so files are counted before rules are parsed.</summary>
internal sealed class LintedRuleParser
{
    // Pieces are counted by hash: where two share a counter, a choice may be worse, and nothing else.
    private const int CounterBits = 20;

    // States of an ordinary rule\'s automaton.
    private const int OrdinarySize = 64;

    private readonly PatternCompiler _compiler = new();
    private readonly int[] _counts = new int[1 << CounterBits];
    private readonly RequiredPieces _pieces = new();

    /// <summary>The tree of the rule parsed last.</summary>
    public SyntaxTree Tree => _compiler.Tree;

    /// <summary>Counts the pieces of a file's rules.</summary>
    public void Count(LintedFile file)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (!_compiler.TryParse(rule.Pattern, out _))
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
        bool isUsable = _compiler.TryParse(rule.Pattern, out SyntaxError error);
        rule.Error = error;
        if (!isUsable)
            return;
        rule.LosesAnchors = _compiler.LosesAnchors();
        rule.IsRegular = !Tree.HasBackReferences && !rule.LosesAnchors;
        rule.Weight = 1 + (int)((Tree.HasIntervals ? _compiler.CountStates() : Tree.Count) / OrdinarySize);
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
}
