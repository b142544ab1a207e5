using System;
using QregexCheck.Syntax;

namespace QregexCheck.Rules;

/// <summary>
/// One rule: its text, its place, and what the comments above it say. All that a <c>!</c> means is said here, wherever a rule is kept: who
/// keeps one in a form of its own hands it out as this.
/// </summary>
/// <remarks>The bytes are its keeper's: a reader's are valid until it reads the next rule.</remarks>
internal readonly ref struct Rule
{
    private const byte Negation = (byte)'!';

    public Rule(ReadOnlySpan<byte> text, int line, int column, Annotation annotation)
    {
        Text = text;
        Line = line;
        Column = column;
        Annotation = annotation;
        IsNegated = text.Length > 0 && text[0] == Negation;
    }

    /// <summary>The rule as its file has it, the <c>!</c> included.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>True when a leading <c>!</c> turns the rule around: it hits what the pattern does not match.</summary>
    public bool IsNegated { get; }

    /// <summary>The regular expression: the text without its <c>!</c>.</summary>
    public ReadOnlySpan<byte> Pattern => IsNegated ? Text[1..] : Text;

    /// <summary>The pattern's first byte in the text, from 0.</summary>
    public int PatternOffset => IsNegated ? 1 : 0;

    /// <summary>The column at which the pattern starts, from 1.</summary>
    public int PatternColumn => Column + PatternOffset;

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>The column at which the rule starts, from 1.</summary>
    public int Column { get; }

    public Annotation Annotation { get; }

    /// <summary>A rule that stands nowhere: from a command line, or a proposal.</summary>
    public static Rule Of(ReadOnlySpan<byte> text) => new(text, 0, 1, Annotation.None);

    /// <summary>True when that answer for the pattern makes the rule hit. A pattern that could not be asked hits nothing, negated or not.</summary>
    public bool Hits(MatchResult result) => result == (IsNegated ? MatchResult.NoMatch : MatchResult.Match);

    /// <summary>True when that answer for the pattern is sure not to make the rule hit.</summary>
    public bool Misses(MatchResult result) => result == (IsNegated ? MatchResult.Match : MatchResult.NoMatch) || result == MatchResult.Refused;

    /// <summary>The rule's text with another pattern.</summary>
    public byte[] With(ReadOnlySpan<byte> pattern) => IsNegated ? [Negation, .. pattern] : pattern.ToArray();
}
