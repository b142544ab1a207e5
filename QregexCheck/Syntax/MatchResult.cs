namespace QregexCheck.Syntax;

/// <summary>The answer when one pattern is asked about one subject. Source: the answers of regcomp(3) and regexec(3).</summary>
/// <remarks>The type stands in this room because matchers give the answer and rules read it, and neither knows the other.</remarks>
internal enum MatchResult
{
    NoMatch,
    Match,

    /// <summary>regcomp would refuse the pattern, or the pattern is above a limit. The rule is skipped.</summary>
    Refused,

    /// <summary>A pattern with a back-reference met a limit on steps or memory with this subject.</summary>
    GaveUp,
}
