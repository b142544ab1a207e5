namespace QregexCheck.Syntax;

/// <summary>
/// A condition on a place between two bytes. Source: XBD 9.3.8 and 9.4.9 for the first two, GNU for the rest; a word byte is
/// a letter, a digit or <c>_</c>, and outside of the subject there are none.
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

    /// <summary><c>\B</c>: both sides alike.</summary>
    NotWordEdge,
}
