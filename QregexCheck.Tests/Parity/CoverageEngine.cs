using System.Collections.Generic;
using System.Linq;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Parity;

/// <summary>What lint and compare ask when they want the rules that hit a word: an index of the pieces that every match holds.</summary>
internal sealed class CoverageEngine() : Engine("coverage", typeof(PieceIndex))
{
    private readonly LintedRuleParser _parser = new();
    private readonly RuleLanguages _languages = new();

    public override Answer?[] Ask(RuleLines rules, byte[][] subjects)
    {
        var answers = new Answer?[subjects.Length];
        if (!rules.CanBeText)
            return answers;
        var file = new LintedFile("badmailto", ControlList.BadMailTo, rules.Text);
        _parser.Count(file);
        var coverage = new Coverage(_languages);
        var refused = new List<int>();
        foreach (LintedRule rule in file.Rules)
        {
            _parser.Parse(rule);
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
