using System;
using QregexCheck.Automata;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;
using QregexCheck.Text;

namespace QregexCheck.Conversion;

/// <summary>Reads rules of qregex from a file with another name: badrcptto, badrcpttonorelay, badhelonorelay. They mean there what they mean here.</summary>
/// <remarks>Source: bmcheck in qmail-smtpd.c of the combined patches.</remarks>
internal static class QregexNames
{
    public static void Read(string name, byte[] file, ConversionTarget target, ConversionSink sink)
    {
        var compiler = new PatternCompiler();
        var reader = new RuleReader(new LintedFile(name, file).Read(), test: pattern => compiler.TryParse(pattern, out SyntaxError error) ? default : error);
        if (name.StartsWith("badhelonorelay", StringComparison.Ordinal))
        {
            sink.LeaveOut(1, 0, "that clients who may relay are spared: badhelo is asked about them, too; set NOBADHELO where RELAYCLIENT is set");
        }

        while (reader.TryReadAny(out Rule rule, out bool isUsable))
        {
            Annotation annotation = rule.Annotation;
            string? lost = annotation.Action == RuleAction.Log ? "its action=log" : annotation.UntilDay != int.MaxValue ? "its last day" : null;
            if (!isUsable)
                lost = "a condition with a mistake";
            foreach (RuleError error in reader.Errors)
                sink.Say(error.Line, error.Column, error.Message);
            reader.Errors.Clear();
            if (lost is not null)
            {
                sink.LeaveOut(rule.Line, rule.Column, $"the rule {Escape.Text(rule.Text, Plain.Printable)}, as {lost} is not carried over");
                continue;
            }

            SourceAction action = annotation.Action == RuleAction.Defer ? SourceAction.Defer : SourceAction.Reject;
            sink.Add(new SourceRule(rule.Pattern.ToArray(), rule.IsNegated, action, annotation.Reply, rule.Line, Condition: annotation.Condition));
        }
    }
}
