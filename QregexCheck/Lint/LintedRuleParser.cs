using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Parses rules, and gives each the piece it is found by: the rarest of all, so files are counted before rules are parsed.</summary>
internal sealed class LintedRuleParser
{
    private readonly ExtendedRegexParser _parser;
    private readonly NfaSize _size = new();
    private readonly Nfa _nfa = new();
    private readonly NfaCompiler _compiler;
    private readonly Dictionary<uint, int> _counts = new();
    private readonly List<uint> _grams = new();
    private readonly RequiredGrams _required = new();

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
            if (!_parser.TryParse(rule.Pattern, out _))
                continue;
            _required.Collect(Tree, _grams);
            foreach (uint gram in _grams)
                _counts[gram] = _counts.GetValueOrDefault(gram) + 1;
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
        _required.Collect(Tree, _grams);
        int fewest = int.MaxValue;
        foreach (uint gram in _grams)
        {
            if (_counts.GetValueOrDefault(gram) is var count && count < fewest)
                (rule.Gram, fewest) = (gram, count);
        }
    }

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
