using QregexCheck.Syntax;

namespace QregexCheck.Rules;

/// <summary>The warnings about rules that a check skips. All keepers of rules, as text or compiled, take the same words from here.</summary>
internal static class RuleWarning
{
    private const string GaveUpMessage = "its back-references take too long on this address; the rule is skipped this time";

    /// <summary>The warning about a rule that regcomp would refuse, or that is above a limit.</summary>
    public static RuleError Refused(in Rule rule, SyntaxError error) =>
        new(rule.Line, rule.PatternColumn + error.Offset, $"{error.Message}; the {(rule.Plain == PlainKind.None ? "rule" : "line")} is skipped until it is mended");

    /// <summary>True for a mistake in an annotation that keeps the rule from being used.</summary>
    public static bool SkipsRule(in RuleError error) => error.Message.EndsWith(AnnotationParser.Skipped, System.StringComparison.Ordinal);

    /// <summary>True for a warning about one address. False for a warning about the line itself, which holds for every address.</summary>
    public static bool IsOfOneAddress(in RuleError error) => ReferenceEquals(error.Message, GaveUpMessage);

    /// <summary>The warning about a rule whose back-references met a limit on this address.</summary>
    public static RuleError GaveUp(in Rule rule) => GaveUp(rule.Line, rule.Column);

    /// <summary>The same, for the rule at a place.</summary>
    public static RuleError GaveUp(int line, int column) => new(line, column, GaveUpMessage);
}
