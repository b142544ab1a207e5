using System;

namespace QregexCheck.Conversion;

/// <summary>How a program reads its Perl-compatible patterns. Subjects are addresses, so lines don't matter: there is only one.</summary>
[Flags]
internal enum PcreOptions : ushort
{
    None = 0,

    /// <summary>Case does not matter: <c>/i</c>.</summary>
    Caseless = 1,

    /// <summary>A dot takes a line feed too, <c>/s</c>. It changes nothing here: no address holds one.</summary>
    DotAll = 2,

    /// <summary><c>^</c> and <c>$</c> hold at each line, <c>/m</c>. It changes nothing here: an address is one line.</summary>
    Multiline = 4,

    /// <summary>Blanks and what stands behind a <c>#</c> mean nothing: <c>/x</c>.</summary>
    Extended = 8,

    /// <summary>Blanks in brackets mean nothing either: <c>/xx</c>.</summary>
    ExtendedMore = 16,

    /// <summary>A match begins where the address begins, as with PCRE_ANCHORED.</summary>
    Anchored = 32,

    /// <summary>Perl itself reads the pattern, out of a variable. Without it PCRE or PCRE2 does.</summary>
    Perl = 64,

    /// <summary>An address is lower-cased before it is asked, and the pattern is not: a capital matches nothing.</summary>
    SmallSubject = 128,
}
