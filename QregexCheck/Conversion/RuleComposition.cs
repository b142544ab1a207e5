using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Makes a list that refuses and a list of exceptions of rules of which the first that matches decides. Here an exception excuses what any rule refuses,
/// wherever it stands. So an OK behind a rule that refuses some of the same excuses more than it does there; this is proved, and said with an address.
/// </summary>
internal sealed class RuleComposition
{
    private readonly PatternCompiler _compiler = new();
    private readonly ConversionSink _sink;

    private RuleComposition(ConversionSink sink) => _sink = sink;

    /// <summary>What refuses.</summary>
    public List<ComposedRule> Bad { get; } = new();

    /// <summary>What is let through nevertheless.</summary>
    public List<ComposedRule> Good { get; } = new();

    /// <summary>Composes the rules of a source. What can't be said is left out, and the sink is told.</summary>
    /// <param name="sink">What a reader found.</param>
    /// <param name="target">Which list they become.</param>
    /// <param name="hasGood">True when there is a list for the exceptions.</param>
    public static RuleComposition Of(ConversionSink sink, ConversionTarget target, bool hasGood)
    {
        var composition = new RuleComposition(sink);
        composition.Compose(target, hasGood && target.GoodList() is not null);
        return composition;
    }

    private void Compose(ConversionTarget target, bool hasGood)
    {
        List<ComposedRule> rules = Usable();
        int last = rules.FindLastIndex(static rule => rule.Source.Action != SourceAction.Accept);
        ExceptionProof? proof = null;
        for (int at = 0; at <= last; at++)
        {
            ComposedRule rule = rules[at];
            if (rule.Source.Action != SourceAction.Accept)
            {
                Bad.Add(rule);
                continue;
            }

            proof ??= new ExceptionProof(rules, target.List());
            if (hasGood)
                AddException(rule, at, proof);
            else if (rule.Source.HitsLess || proof.MayMatter(at))
                _sink.LeaveOut(rule.Source.Line, 0, $"the exception {Shown(rule)}, {WhyNoException(target)}, so more is refused");
        }

        Good.ForEach(rule => Tell(rule));
        Bad.ForEach(rule => Tell(rule));
    }

    private static string WhyNoException(ConversionTarget target) =>
        target.GoodList() is null ? "as badhelo has no list of exceptions" : "as --good names no file for it";

    private void AddException(ComposedRule rule, int at, ExceptionProof proof)
    {
        if (proof.Before(at) is not { } excused)
        {
            Good.Add(rule);
        }
        else if (proof.MayMatter(at))
        {
            string which = excused.Word is null ? $"it may excuse what the rule in line {excused.Line} refuses there: not proved"
                : $"it excuses {Escaped(excused.Word)}, too, which the rule in line {excused.Line} refuses there";
            Good.Add(rule with { Marks = [.. rule.Marks, which] });
        }
        else if (rule.Source.HitsLess)
        {
            _sink.LeaveOut(rule.Source.Line, 0, $"the exception {Shown(rule)}, which is needless here, but not there: {rule.Source.Mark}");
        }
    }

    /// <summary>The rules that are lines of ours, each once: where two are the same, the second never decides.</summary>
    private List<ComposedRule> Usable()
    {
        var rules = new List<ComposedRule>(_sink.Rules.Count);
        var known = new HashSet<string>(_sink.Rules.Count, StringComparer.Ordinal);
        int saidAgain = 0;
        int firstSaidAgain = 0;
        foreach (SourceRule source in _sink.Rules)
        {
            if (PatternLine.Of(source.Pattern, source.IsNegated) is not { } text)
            {
                _sink.LeaveOut(source.Line, 0, "a rule with a newline or a NUL, which no control file can hold");
                continue;
            }

            var rule = new ComposedRule(source, text, source.Mark is { } mark ? [mark] : []);
            if (!_compiler.TryParse(source.Pattern, out SyntaxError error))
                _sink.LeaveOut(source.Line, 0, $"the rule {Shown(rule)}: {SyntaxError.Describe(error.Kind)}");
            else if (IsNew(Encoding.Latin1.GetString(text), source, known))
                rules.Add(rule);
            else if (source.HitsLess)
                _sink.LeaveOut(source.Line, 0, $"the rule {Shown(rule)}, which stands here already, but hits more there: {source.Mark}");
            else if (saidAgain++ == 0)
                firstSaidAgain = source.Line;
        }

        if (saidAgain > 0)
            _sink.Say(firstSaidAgain, 0, $"this rule{(saidAgain == 1 ? " is" : $" and {saidAgain - 1} more are")} said by another line, too, and written once");

        return rules;
    }

    /// <summary>
    /// False when a rule before decides wherever this one hits: the same without a condition, or with the same condition. One that matches more here than in
    /// the source does not decide there wherever it hits here; so it stands for a rule of its own kind only.
    /// </summary>
    private static bool IsNew(string text, SourceRule source, HashSet<string> known)
    {
        // No text of a rule has a newline.
        string ofKind = text + (source.Action == SourceAction.Accept ? "\n+" : "\n-");
        if (source.Condition is { } condition)
            return !known.Contains(text) && known.Add(text + "\n" + Encoding.Latin1.GetString(condition.Key()));
        return !known.Contains(text) && !known.Contains(ofKind) && known.Add(source.Mark is null ? text : ofKind);
    }

    private void Tell(ComposedRule rule)
    {
        foreach (string mark in rule.Marks)
            _sink.Differ(rule.Source.Line, mark);
    }

    private static string Shown(ComposedRule rule) => Escaped(rule.Text);

    private static string Escaped(byte[] bytes) => Text.Escape.Text(bytes.AsSpan(0, Math.Min(bytes.Length, 200)), Text.Plain.Printable);
}
