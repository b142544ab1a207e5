using System.Collections.Generic;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Grams;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Parity;

/// <summary>What lint and compare ask when they want the rules that hit a word: an index of the grams that every match holds.</summary>
internal sealed class CoverageEngine() : Engine("coverage", typeof(GramIndex))
{
    private readonly RuleLanguages _languages = new();

    // Counts the grams of all lists together: which gram is chosen must not matter, and a table for each list would cost more than the asking.
    private readonly RuleGrams _grams = new();

    public override Answer?[] Ask(RuleLines rules, byte[][] subjects)
    {
        var answers = new Answer?[subjects.Length];
        if (!rules.CanBeText)
            return answers;
        var file = new LintedFile("badmailto", ControlList.BadMailTo, rules.Text);
        _grams.Count(file);
        var coverage = new Coverage(_languages, _grams);
        var refused = new List<int>();
        foreach (LintedRule rule in file.Rules)
        {
            if (rule.Error.Kind == SyntaxErrorKind.None)
                coverage.Add(rule);
            else
                refused.Add(rule.Line);
        }

        var hits = new List<LintedRule>();
        for (int i = 0; i < subjects.Length; i++)
        {
            byte[] subject = CaseFolding.Upper(subjects[i]);
            if (subject.All(AddressBytes.All.Contains) && coverage.TryFindHits(subject, hits))
                answers[i] = Answer.Of(hits.Count == 0 ? 0 : hits.Min(rule => rule.Line), refused);
        }

        return answers;
    }
}
