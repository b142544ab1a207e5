using System;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>A rule that is looked at, kept for as long as its file is.</summary>
internal sealed class LintedRule
{
    public LintedRule(LintedFile file, Rule rule)
    {
        File = file;
        Text = rule.Text.ToArray();
        Line = rule.Line;
        Column = rule.Column;
        IsNegated = rule.IsNegated;
        Annotation = rule.Annotation;
    }

    public LintedFile File { get; }

    /// <summary>The rule as written, with its <c>!</c>.</summary>
    public byte[] Text { get; }

    public int Line { get; }

    public int Column { get; }

    public bool IsNegated { get; }

    public Annotation Annotation { get; }

    public ReadOnlySpan<byte> Pattern => Text.AsSpan(IsNegated ? 1 : 0);

    public int PatternColumn => IsNegated ? Column + 1 : Column;

    /// <summary>What is wrong with the pattern; none, when it is used.</summary>
    public SyntaxError Error { get; set; }

    /// <summary>True when an automaton can stand for the pattern: it compiles, and has no back-reference.</summary>
    public bool IsRegular { get; set; }

    /// <summary>True when an anchor stands in a part that glibc copies, and is lost in the copies.</summary>
    public bool LosesAnchors { get; set; }

    /// <summary>Some upper-cased subject that the rule hits; null when none has been found without a search.</summary>
    public byte[]? Sample { get; set; }

    /// <summary>The rarest piece that every match of the pattern holds (<see cref="RequiredGrams"/>); 0 when there is none.</summary>
    public uint Gram { get; set; }

    /// <summary>True when the rule can refuse: it compiles, is awake on that day, and is not there for the log alone.</summary>
    /// <param name="day">A day number, UTC.</param>
    public bool Refuses(int day) => Error.Kind == SyntaxErrorKind.None && !Annotation.SleepsOn(day) && Annotation.Action != RuleAction.Log;

    /// <summary>The rule with another pattern.</summary>
    public byte[] With(ReadOnlySpan<byte> pattern) => IsNegated ? [(byte)'!', .. pattern] : pattern.ToArray();
}
