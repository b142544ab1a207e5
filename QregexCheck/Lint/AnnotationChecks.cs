using System;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>Looks at the comments that belong to rules, and tests the examples in them.</summary>
internal sealed class AnnotationChecks
{
    /// <summary>The number of days after which a rule that sleeps is worth a warning: a quarter of a year.</summary>
    public const int LongSleep = 90;

    private readonly RuleMatcher _matcher = new();
    private readonly int _today;

    public AnnotationChecks(int today) => _today = today;

    public static void CheckFile(LintedFile file, Findings findings)
    {
        foreach (RuleError error in file.Errors)
            findings.Add(new Finding(LintCatalog.Annotation, file, error.Line, error.Column, 1, error.Message));
        int last = file.Rules.Count == 0 ? 0 : file.Rules[^1].Line;
        for (int line = last + 1; line <= file.LineCount; line++)
        {
            ReadOnlySpan<byte> text = file.Line(line).TrimEnd(" \t"u8);
            if (text.StartsWith("#"u8) && AnnotationParser.IsAnnotation(text))
            {
                findings.Add(new Finding(
                    LintCatalog.OrphanAnnotation, file, line, 1, 2, "an annotation belongs to the next rule, and no rule follows"));
            }
        }
    }

    public void Check(LintedRule rule, Findings findings)
    {
        int days = _today - rule.Annotation.UntilDay;
        if (rule.Annotation.SleepsOn(_today))
        {
            findings.Add(
                days > LongSleep ? LintCatalog.LongAsleep : LintCatalog.Asleep, rule,
                $"the rule has been asleep since {DateOnly.FromDayNumber(rule.Annotation.UntilDay).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}"
                + (days > LongSleep ? ": take it out, or give it another day" : string.Empty));
        }

        foreach (RuleExample example in rule.Annotation.Examples)
        {
            MatchResult result = _matcher.Match(rule.Pattern, CaseFolding.Upper(example.Address), out _);
            bool isHit = rule.AsRule.Hits(result);
            if (isHit == example.MustMatch)
                continue;
            findings.Add(new Finding(
                LintCatalog.ExampleFails, rule.File, example.Line, 1, 2,
                example.MustMatch ? $"the rule in line {rule.Line} does not hit this address" : $"the rule in line {rule.Line} hits this address")
            {
                Witness = example.Address,
            });
        }
    }
}
