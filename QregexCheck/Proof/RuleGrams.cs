using System;
using QregexCheck.Automata;
using QregexCheck.Grams;

namespace QregexCheck.Proof;

/// <summary>Chooses the grams by which a rule is found among the others: the rarest of all, so files are counted before the first choice.</summary>
internal sealed class RuleGrams
{
    // Two megabytes, where lint may use hundreds.
    private const int CountBits = 20;

    private readonly PatternCompiler _compiler = new();
    private readonly RequiredGrams _grams = RequiredGrams.OfWholeRuns;
    private readonly GramChoice _choice = new(CountBits);

    /// <summary>Counts the grams of a file's rules.</summary>
    public void Count(LintedFile file)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (TryFind(rule))
                _choice.Count(_grams);
        }
    }

    /// <summary>Grams of which every subject that a rule hits holds at least one; empty when none are known. Valid until the next call.</summary>
    public ReadOnlySpan<Gram> Of(LintedRule rule) => TryFind(rule) ? _choice.Choose(_grams, RequiredGrams.MostMembers, out _) : default;

    /// <summary>Finds the grams of a rule; what does not match is hit by a negated rule, so that one is found by no gram.</summary>
    private bool TryFind(LintedRule rule)
    {
        if (rule.IsNegated || !_compiler.TryParse(rule.Pattern, out _))
            return false;
        _grams.Find(_compiler.Tree);
        return true;
    }
}
