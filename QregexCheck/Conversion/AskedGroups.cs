namespace QregexCheck.Conversion;

/// <summary>What Postfix wants to know of the groups of a POSIX pattern. glibc loses anchors in repeated groups, and how many hangs on that.</summary>
/// <remarks>
/// Source: dict_regexp.c of postfix; regcomp.c and regexec.c of glibc. Where groups are told, glibc looks at each match once more, and drops one that only a
/// lost anchor made.
/// </remarks>
internal enum AskedGroups : byte
{
    /// <summary>Nothing, but the pattern keeps them: a condition, and all rules here.</summary>
    Kept,

    /// <summary>Nothing, and the pattern forgets them (REG_NOSUB): a rule whose text has no <c>$1</c>.</summary>
    Forgotten,

    /// <summary>Where each stands: a rule whose text has a <c>$1</c>.</summary>
    Told,
}
