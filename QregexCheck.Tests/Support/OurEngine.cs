using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Tests.Support;

/// <summary>Our engine, answering in the same words as <see cref="Glibc"/>.</summary>
internal sealed class OurEngine
{
    private readonly RuleMatcher _matcher = new();

    public string Verdict(byte[] pattern, byte[] subject)
    {
        MatchResult result = _matcher.Match(pattern, CaseFolding.Upper(subject), out SyntaxError error);
        return result switch
        {
            MatchResult.Match => "match",
            MatchResult.NoMatch => "nomatch",
            MatchResult.Refused => "error:" + error.PosixName,
            _ => "gave up",
        };
    }
}
