using System.Diagnostics;

namespace QregexCheck.Syntax;

/// <summary>The mistakes that a pattern can have. They are the codes of regcomp(3), by their POSIX names (XBD regex.h).</summary>
internal enum SyntaxErrorKind : byte
{
    None,

    /// <summary>REG_BADRPT.</summary>
    NothingToRepeat,

    /// <summary>REG_BADPAT.</summary>
    EndsAfterBracket,

    /// <summary>REG_EBRACK.</summary>
    UnclosedBracket,

    /// <summary>REG_ERANGE.</summary>
    BadRange,

    /// <summary>REG_ECOLLATE.</summary>
    BadCollatingElement,

    /// <summary>REG_ECTYPE.</summary>
    UnknownClass,

    /// <summary>REG_EPAREN.</summary>
    UnclosedGroup,

    /// <summary>REG_EBRACE.</summary>
    UnclosedInterval,

    /// <summary>REG_BADBR.</summary>
    BadInterval,

    /// <summary>REG_ESIZE.</summary>
    IntervalTooLarge,

    /// <summary>REG_EESCAPE.</summary>
    TrailingBackslash,

    /// <summary>REG_ESUBREG.</summary>
    BadBackReference,

    /// <summary>REG_ESPACE: the pattern is above one of our limits.</summary>
    TooLarge,

    /// <summary>REG_ESPACE: the pattern is longer than our limit.</summary>
    TooLong,

    /// <summary>A line of a plain list, which regcomp never sees: a byte that a plain entry can't have.</summary>
    PlainByte,

    /// <summary>A line of a plain list: two dots without a label between them, a dot at the end, or nothing at all.</summary>
    PlainEmptyLabel,

    /// <summary>A line of a plain list: nothing stands before the @.</summary>
    PlainNoUser,

    /// <summary>A line of a plain list of host names: it holds an @.</summary>
    PlainHostHasAt,

    /// <summary>A line of a plain list: it is longer than any address.</summary>
    PlainTooLong,

    /// <summary>The rule's own text is right, but what an annotation says of when it hits can't be read.</summary>
    BadCondition,
}

/// <summary>A mistake in a pattern, and its place.</summary>
/// <param name="Kind">The kind of mistake.</param>
/// <param name="Offset">Offset in the pattern of the first byte at fault, from 0.</param>
internal readonly record struct SyntaxError(SyntaxErrorKind Kind, int Offset)
{
    /// <summary>The sentence for people, without a final stop.</summary>
    public string Message => Describe(Kind);

    /// <summary>The POSIX name of the error.</summary>
    public string PosixName => NameOf(Kind);

    public static string Describe(SyntaxErrorKind kind) => kind switch
    {
        SyntaxErrorKind.None => "no error",
        SyntaxErrorKind.NothingToRepeat => "nothing to repeat: *, +, ? and { need something before them",
        SyntaxErrorKind.EndsAfterBracket => "the rule ends just after [",
        SyntaxErrorKind.UnclosedBracket => "unclosed bracket expression",
        SyntaxErrorKind.BadRange => "bad range in a bracket expression",
        SyntaxErrorKind.BadCollatingElement => "a collating element or equivalence class is one byte long",
        SyntaxErrorKind.UnknownClass => "unknown character class",
        SyntaxErrorKind.UnclosedGroup => "unclosed parenthesis",
        SyntaxErrorKind.UnclosedInterval => "unclosed interval",
        SyntaxErrorKind.BadInterval => "malformed interval",
        SyntaxErrorKind.IntervalTooLarge => "an interval's bound is above 32767",
        SyntaxErrorKind.TrailingBackslash => "trailing backslash",
        SyntaxErrorKind.BadBackReference => "back-reference to a group that is not closed before it",
        SyntaxErrorKind.TooLarge => "the rule is too large: its repetitions unfold to too many states",
        SyntaxErrorKind.TooLong => "the rule is longer than 32768 bytes",
        SyntaxErrorKind.PlainByte => "no plain name has this byte; a regular expression belongs into the list of rules",
        SyntaxErrorKind.PlainEmptyLabel => "a name has no empty label, and no dot at its end",
        SyntaxErrorKind.PlainNoUser => "nothing stands before the @; for all of a domain write the domain alone",
        SyntaxErrorKind.PlainHostHasAt => "the name of a host has no @",
        SyntaxErrorKind.PlainTooLong => "the entry is longer than 900 bytes",
        SyntaxErrorKind.BadCondition => "the condition in its annotation can't be read",
        _ => throw new UnreachableException(),
    };

    private static string NameOf(SyntaxErrorKind kind) => kind switch
    {
        SyntaxErrorKind.None => "REG_NOERROR",
        SyntaxErrorKind.NothingToRepeat => "REG_BADRPT",
        SyntaxErrorKind.EndsAfterBracket => "REG_BADPAT",
        SyntaxErrorKind.UnclosedBracket => "REG_EBRACK",
        SyntaxErrorKind.BadRange => "REG_ERANGE",
        SyntaxErrorKind.BadCollatingElement => "REG_ECOLLATE",
        SyntaxErrorKind.UnknownClass => "REG_ECTYPE",
        SyntaxErrorKind.UnclosedGroup => "REG_EPAREN",
        SyntaxErrorKind.UnclosedInterval => "REG_EBRACE",
        SyntaxErrorKind.BadInterval => "REG_BADBR",
        SyntaxErrorKind.IntervalTooLarge => "REG_ESIZE",
        SyntaxErrorKind.TrailingBackslash => "REG_EESCAPE",
        SyntaxErrorKind.BadBackReference => "REG_ESUBREG",
        SyntaxErrorKind.TooLarge or SyntaxErrorKind.TooLong or SyntaxErrorKind.PlainTooLong => "REG_ESPACE",
        SyntaxErrorKind.PlainByte or SyntaxErrorKind.PlainEmptyLabel or SyntaxErrorKind.PlainNoUser or SyntaxErrorKind.PlainHostHasAt
            or SyntaxErrorKind.BadCondition => "REG_BADPAT",
        _ => throw new UnreachableException(),
    };
}
