using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Outlines;

namespace QregexCheck.Database;

/// <summary>Why a check of nearly every address comes to a rule of a compiled list.</summary>
internal enum AskedBecause
{
    /// <summary>It is run: it holds a back-reference, of which neither an automaton nor an outline tells.</summary>
    BackReference,

    /// <summary>It is run: it starts with <c>!</c>, and nothing but running it tells that it lets an address pass.</summary>
    Negated,

    /// <summary>It is run: no text stands in all of its matches, and ordinary addresses look as they do.</summary>
    NoText,

    /// <summary>It is not run, but it alone has its outline, which is shown to every address.</summary>
    OwnOutline,
}

/// <summary>A rule to which a check of nearly every address comes.</summary>
/// <param name="Rule">Its number in the list.</param>
/// <param name="Why">Why.</param>
internal readonly record struct AskedRule(int Rule, AskedBecause Why);

/// <summary>Tells of a compiled list which rules cost each address something, however little they have to do with it.</summary>
internal static class AskedRules
{
    /// <summary>Finds them.</summary>
    /// <returns>In the order of the list.</returns>
    public static List<AskedRule> Find(CompiledList list)
    {
        var asked = new List<AskedRule>();
        var compiler = new PatternCompiler();
        var certain = new CertainOutlines(CertainOutlines.FewWays);
        foreach (int i in list.Always)
        {
            bool isNegated = list.Rules[i].AsRule.IsNegated;
            compiler.ParseAgain(list.Rules[i].AsRule.Pattern);
            if (compiler.Tree.HasBackReferences)
            {
                asked.Add(new AskedRule(i, AskedBecause.BackReference));
                continue;
            }

            // Such an outline was not worth its place, as few addresses have it. So the rule hits nearly all, and no rule behind it is asked.
            if (isNegated)
                certain.Begin(compiler.Tree);
            if (!isNegated || certain.Next() is null)
                asked.Add(new AskedRule(i, isNegated ? AskedBecause.Negated : AskedBecause.NoText));
        }

        IReadOnlyList<CompiledOutline> outlines = list.Outlines;
        for (int i = 0; i < outlines.Count; i++)
        {
            if (!outlines[i].HitsWithout && outlines[i].Outline.IsEverywhere)
                asked.Add(new AskedRule(outlines[i].Rule, AskedBecause.NoText));
            else if (outlines[i].Group == 0 && !IsLike(outlines, i, i - 1) && !IsLike(outlines, i, i + 1))
                asked.Add(new AskedRule(outlines[i].Rule, AskedBecause.OwnOutline));
        }

        asked.Sort((a, b) => a.Rule.CompareTo(b.Rule));
        return asked;
    }

    private static bool IsLike(IReadOnlyList<CompiledOutline> outlines, int one, int other) =>
        other >= 0 && other < outlines.Count && outlines[one].IsLike(outlines[other]);
}
