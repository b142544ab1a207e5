using System;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>A rule that is looked at, kept for as long as its file is.</summary>
internal sealed class LintedRule
{
    // One piece is the rule, and there may be a million rules.
    private ulong _piece;
    private ulong[]? _pieces;

    public LintedRule(LintedFile file, Rule rule)
    {
        File = file;
        Text = rule.Text.ToArray();
        Line = rule.Line;
        Column = rule.Column;
        Annotation = rule.Annotation;
    }

    public LintedFile File { get; }

    /// <summary>The rule as written, with its <c>!</c>.</summary>
    public byte[] Text { get; }

    public int Line { get; }

    public int Column { get; }

    public Annotation Annotation { get; }

    /// <summary>The rule as all rooms know it: what its text means is said there.</summary>
    public Rule AsRule => new(Text, Line, Column, Annotation);

    public bool IsNegated => AsRule.IsNegated;

    public ReadOnlySpan<byte> Pattern => AsRule.Pattern;

    public int PatternColumn => AsRule.PatternColumn;

    /// <summary>What is wrong with the pattern; none, when it is used.</summary>
    public SyntaxError Error { get; set; }

    /// <summary>True when an automaton can stand for the pattern: it compiles, and has no back-reference.</summary>
    public bool IsRegular { get; set; }

    /// <summary>True when an anchor stands in a part that glibc copies, and is lost in the copies.</summary>
    public bool LosesAnchors { get; set; }

    /// <summary>Some upper-cased subject that the rule hits; null when none has been found without a search.</summary>
    public byte[]? Sample { get; set; }

    /// <summary>
    /// Keys of pieces of which every match of the pattern holds at least one (<see cref="RequiredPieces"/>); empty when no such are known.
    /// </summary>
    public ReadOnlySpan<ulong> Pieces => _pieces ?? (_piece == 0 ? default : new ReadOnlySpan<ulong>(in _piece));

    /// <summary>True for a line of a list of plain names, of which is said once how far its lines reach.</summary>
    public bool IsListed { get; set; }

    /// <summary>What a question costs, in units of an ordinary rule's: what is larger is asked less often.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>How often the rule has been asked about a word since an automaton of it was made: one that is asked again and again is worth an automaton that is kept.</summary>
    public int Questions { get; set; }

    /// <summary>Gives the rule the pieces it is found by.</summary>
    public void SetPieces(ReadOnlySpan<ulong> keys)
    {
        _piece = keys.Length == 1 ? keys[0] : 0;
        _pieces = keys.Length > 1 ? keys.ToArray() : null;
    }

    /// <summary>True when the rule can refuse: it compiles, is awake on that day, and is not there for the log alone.</summary>
    /// <param name="day">A day number, UTC.</param>
    public bool Refuses(int day) => Error.Kind == SyntaxErrorKind.None && !Annotation.SleepsOn(day) && Annotation.Action != RuleAction.Log;
}
