using QregexCheck.Syntax;

namespace QregexCheck.Rules;

/// <summary>The warnings about rules that a check steps over. In one place, so that rules kept as text and compiled ones say the same.</summary>
internal static class RuleWarning
{
    private const string GaveUpMessage = "its back-references take too long on this address; the rule is skipped this time";

    /// <summary>A rule that regcomp would refuse, or that is above a limit.</summary>
    public static RuleError Refused(in Rule rule, SyntaxError error) =>
        new(rule.Line, rule.PatternColumn + error.Offset, error.Message + "; the rule is skipped until it is mended");

    /// <summary>True for a warning that holds for one address, not for the line whatever is asked.</summary>
    public static bool IsOfOneAddress(in RuleError error) => ReferenceEquals(error.Message, GaveUpMessage);

    /// <summary>A rule whose back-references could not be resolved within the limits on this address.</summary>
    public static RuleError GaveUp(in Rule rule) => new(rule.Line, rule.Column, GaveUpMessage);
}
