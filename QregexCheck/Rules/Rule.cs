using System;

namespace QregexCheck.Rules;

/// <summary>
/// One rule of a control file. Its bytes live in the reader's buffer and are valid until the next rule is read.
/// </summary>
internal readonly ref struct Rule
{
    public Rule(ReadOnlySpan<byte> text, int line, int column, Annotation annotation)
    {
        Text = text;
        Line = line;
        Column = column;
        Annotation = annotation;
        IsNegated = text.Length > 0 && text[0] == (byte)'!';
    }

    /// <summary>The rule as its file has it, the <c>!</c> included.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>True when a leading <c>!</c> turns the rule around: it hits what the pattern does not match.</summary>
    public bool IsNegated { get; }

    /// <summary>The regular expression: the text without its <c>!</c>.</summary>
    public ReadOnlySpan<byte> Pattern => IsNegated ? Text[1..] : Text;

    /// <summary>The column at which the pattern starts, from 1.</summary>
    public int PatternColumn => IsNegated ? Column + 1 : Column;

    /// <summary>The line's number, from 1.</summary>
    public int Line { get; }

    /// <summary>The column at which the rule starts, from 1.</summary>
    public int Column { get; }

    public Annotation Annotation { get; }
}
