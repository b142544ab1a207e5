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
        {
            FindingKind kind = RuleWarning.SkipsRule(error) ? LintCatalog.Condition : LintCatalog.Annotation;
            findings.Add(new Finding(kind, file, error.Line, error.Column, 1, error.Message));
        }

        CheckOrphans(file, file.Rules.Count == 0 ? 0 : file.Rules[^1].Line, "rule", findings);
    }

    /// <summary>Finds annotations behind the last line that they could belong to.</summary>
    /// <param name="file">The file.</param>
    /// <param name="last">The last line that is no comment; 0 without one.</param>
    /// <param name="what">What such a line holds.</param>
    /// <param name="findings">Where findings go.</param>
    public static void CheckOrphans(LintedFile file, int last, string what, Findings findings)
    {
        for (int line = last + 1; line <= file.LineCount; line++)
        {
            ReadOnlySpan<byte> text = file.Line(line).TrimEnd(" \t"u8);
            if (text.StartsWith("#"u8) && AnnotationParser.IsAnnotation(text))
            {
                findings.Add(new Finding(
                    LintCatalog.OrphanAnnotation, file, line, 1, 2, $"an annotation belongs to the next {what}, and no {what} follows"));
            }
        }
    }

    public void Check(LintedRule rule, Findings findings)
    {
        if (rule.Annotation.SleepsOn(_today))
        {
            FindingKind kind = SleepKind(rule.Annotation, _today);
            findings.Add(kind, rule, $"the rule has been asleep since {SleepsSince(rule.Annotation)}{SleepAdvice(kind)}");
        }

        if (rule.IsConditional && rule.Error.Kind == SyntaxErrorKind.None && !rule.File.IsExceptions && rule.File.Plain == PlainKind.None)
        {
            findings.Add(
                LintCatalog.WiderInQregex, rule,
                "the qregex patch does not know the condition, and refuses all that the rule hits; lint does not know when it holds, either");
        }

        foreach (RuleExample example in rule.Annotation.Examples)
        {
            MatchResult result = _matcher.Match(rule.Pattern, CaseFolding.Upper(example.Address), out _);
            bool isHit = rule.AsRule.Hits(result);
            if (isHit == example.MustMatch)
                continue;
            findings.Add(new Finding(
                LintCatalog.ExampleFails, rule.File, example.Line, 1, 2,
                $"the rule in line {rule.Line} {(example.MustMatch ? "does not hit" : "hits")} this {rule.File.Noun}")
            {
                Witness = example.Address,
            });
        }
    }

    /// <summary>The kind of finding for an annotation whose last day is over.</summary>
    public static FindingKind SleepKind(Annotation annotation, int today) =>
        today - annotation.UntilDay > LongSleep ? LintCatalog.LongAsleep : LintCatalog.Asleep;

    /// <summary>The first day that is not among the days of an annotation any more.</summary>
    public static string SleepsSince(Annotation annotation) =>
        DateOnly.FromDayNumber(annotation.UntilDay).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What to do about it; empty where nothing needs to be done yet.</summary>
    public static string SleepAdvice(FindingKind kind) => kind == LintCatalog.LongAsleep ? ": take it out, or give it another day" : string.Empty;
}
