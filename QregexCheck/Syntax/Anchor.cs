namespace QregexCheck.Syntax;

/// <summary>
/// A condition on a place between two bytes. A word byte is a letter, a digit or <c>_</c>. Outside of the subject there is no word byte.
/// Source: XBD 9.3.8 and 9.4.9 for the first two, GNU for the rest.
/// </summary>
internal enum Anchor : byte
{
    /// <summary><c>^</c> and <c>\`</c>: nothing stands before.</summary>
    Start,

    /// <summary><c>$</c> and <c>\'</c>: nothing stands behind.</summary>
    End,

    /// <summary><c>\&lt;</c>: no word byte before, one behind.</summary>
    WordStart,

    /// <summary><c>\&gt;</c>: a word byte before, none behind.</summary>
    WordEnd,

    /// <summary><c>\b</c>: a word begins or ends.</summary>
    WordEdge,

    /// <summary><c>\B</c>: both sides are word bytes, or neither is.</summary>
    NotWordEdge,
}
