using System;
using QregexCheck.Syntax;

namespace QregexCheck.Rules;

/// <summary>
/// One rule: its text, its place, and what the comments above it say. The meaning of a leading <c>!</c> is defined here alone. A room that
/// keeps rules in a form of its own hands them out in this form.
/// </summary>
/// <remarks>The bytes belong to the keeper of the rule. A reader's bytes are valid until it reads the next rule.</remarks>
internal readonly ref struct Rule
{
    private const byte Negation = (byte)'!';

    public Rule(ReadOnlySpan<byte> text, int line, int column, Annotation annotation, PlainKind plain = PlainKind.None)
    {
        Text = text;
        Line = line;
        Column = column;
        Annotation = annotation;
        Plain = plain;
        IsNegated = plain == PlainKind.None && text.Length > 0 && text[0] == Negation;
    }

    /// <summary>The rule as it stands in its list, the <c>!</c> included.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>True when a leading <c>!</c> turns the rule around: the rule then hits what the pattern does not match.</summary>
    public bool IsNegated { get; }

    /// <summary>What the line is, where it is an entry of a plain list.</summary>
    public PlainKind Plain { get; }

    /// <summary>The regular expression: the text without its <c>!</c>. That of a plain entry is made at each call: it hits the same.</summary>
    public ReadOnlySpan<byte> Pattern => Plain != PlainKind.None ? PlainEntry.PatternOf(Text, Plain) : IsNegated ? Text[1..] : Text;

    /// <summary>What is wrong with a plain entry, whatever its expression says; none for a rule.</summary>
    public SyntaxError PlainMistake => Plain == PlainKind.None ? default : PlainEntry.Mistake(Text, Plain);

    /// <summary>The offset of the pattern's first byte in the text, from 0.</summary>
    public int PatternOffset => IsNegated ? 1 : 0;

    /// <summary>The column at which the pattern starts, from 1.</summary>
    public int PatternColumn => Column + PatternOffset;

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>The column at which the rule starts, from 1.</summary>
    public int Column { get; }

    public Annotation Annotation { get; }

    /// <summary>A rule without a place: it comes from a command line or from a proposal.</summary>
    public static Rule Of(ReadOnlySpan<byte> text) => new(text, 0, 1, Annotation.None);

    /// <summary>True when this answer for the pattern makes the rule hit. A pattern without an answer hits nothing, negated or not.</summary>
    public bool Hits(MatchResult result) => result == (IsNegated ? MatchResult.NoMatch : MatchResult.Match);

    /// <summary>True when this answer for the pattern makes it certain that the rule does not hit.</summary>
    public bool Misses(MatchResult result) => result == (IsNegated ? MatchResult.Match : MatchResult.NoMatch) || result == MatchResult.Refused;

    /// <summary>The rule's text with another pattern.</summary>
    public byte[] With(ReadOnlySpan<byte> pattern) => IsNegated ? [Negation, .. pattern] : pattern.ToArray();
}
