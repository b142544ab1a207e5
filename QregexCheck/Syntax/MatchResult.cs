namespace QregexCheck.Syntax;

/// <summary>What came of asking one pattern about one subject. Source: the four kinds of answers that regcomp(3) and regexec(3) have.</summary>
/// <remarks>It stands here, since those who match say it and those who know what a rule means read it, and neither knows the other.</remarks>
internal enum MatchResult
{
    NoMatch,
    Match,

    /// <summary>regcomp would refuse the pattern, or it is above a limit: the rule is skipped.</summary>
    Refused,

    /// <summary>A pattern with a back-reference met a bound on steps or memory with this subject.</summary>
    GaveUp,
}
