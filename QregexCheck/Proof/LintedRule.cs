using System;
using QregexCheck.Automata;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>
/// A rule that is looked at, and what its pattern is by itself. It is never changed: what checks find out is kept beside it, by those who want to know.
/// </summary>
internal sealed class LintedRule
{
    // States of an ordinary rule's automaton.
    private const int OrdinarySize = 64;

    /// <param name="file">Where it stands.</param>
    /// <param name="rule">What stands there.</param>
    /// <param name="compiler">Parses its pattern.</param>
    /// <param name="hasUsableCondition">False when its condition has a mistake.</param>
    public LintedRule(LintedFile file, Rule rule, PatternCompiler compiler, bool hasUsableCondition = true)
    {
        File = file;
        Text = rule.Text.ToArray();
        Line = rule.Line;
        Column = rule.Column;
        Annotation = rule.Annotation;
        SyntaxError error = rule.PlainMistake;
        bool isUsable = error.Kind == SyntaxErrorKind.None && compiler.TryParse(rule.Pattern, out error);
        if (isUsable && !hasUsableCondition)
            error = new SyntaxError(SyntaxErrorKind.BadCondition, 0);
        Error = error;
        if (error.Kind != SyntaxErrorKind.None)
            return;
        LosesAnchors = compiler.LosesAnchors();
        IsRegular = !compiler.Tree.HasBackReferences && !LosesAnchors;
        Weight = 1 + (int)((compiler.Tree.HasIntervals ? compiler.CountStates() : compiler.Tree.Count) / OrdinarySize);
    }

    public LintedFile File { get; }

    /// <summary>The rule as written, with its <c>!</c>.</summary>
    public byte[] Text { get; }

    public int Line { get; }

    public int Column { get; }

    public Annotation Annotation { get; }

    /// <summary>The rule as all rooms know it: what its text means is said there.</summary>
    public Rule AsRule => new(Text, Line, Column, Annotation, File.Plain);

    public bool IsNegated => AsRule.IsNegated;

    public ReadOnlySpan<byte> Pattern => AsRule.Pattern;

    public int PatternColumn => AsRule.PatternColumn;

    /// <summary>What is wrong with the pattern; none, when it is used.</summary>
    public SyntaxError Error { get; }

    /// <summary>True when an automaton can stand for the pattern: it compiles, and has no back-reference.</summary>
    public bool IsRegular { get; }

    /// <summary>True when an anchor stands in a part that glibc copies, and is lost in the copies.</summary>
    public bool LosesAnchors { get; }

    /// <summary>What a question costs, in units of an ordinary rule's: what is larger is asked less often.</summary>
    public int Weight { get; } = 1;

    /// <summary>True when the rule hits only where more is true of the envelope.</summary>
    public bool IsConditional => Annotation.Condition is not null;

    /// <summary>
    /// True when this rule holds wherever another one does: it has no condition, or the same one. Nothing is known of any two others.
    /// </summary>
    public bool HoldsWhere(LintedRule other) => !IsConditional || Condition.AreEqual(Annotation.Condition, other.Annotation.Condition);

    /// <summary>True when the rule can refuse: it compiles, is awake on that day, and is not there for the log alone.</summary>
    /// <param name="day">A day number, UTC.</param>
    public bool Refuses(int day) => Error.Kind == SyntaxErrorKind.None && !Annotation.SleepsOn(day) && Annotation.Action != RuleAction.Log;
}
