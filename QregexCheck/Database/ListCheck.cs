using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Database;

/// <summary>Reads all that a compiled list says, as the checks of all addresses together would: what one of them would not believe is found.</summary>
internal static class ListCheck
{
    /// <summary>Reads the rules and the warnings.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <exception cref="DatabaseException">One of them is damaged, or one that the control file could not have had.</exception>
    public static void Run(BlockReader reader, in ListEntry entry)
    {
        var matcher = new RuleMatcher();
        var rules = new RuleRecords(reader, entry);
        var warnings = new WarningRecords(reader, entry);
        while (rules.MoveNext())
        {
            if (rules.Current!.AsRule.PlainMistake.Kind != SyntaxErrorKind.None || !matcher.TryParse(rules.Current!.AsRule.Pattern, out _))
                throw new DatabaseException("a rule in it is none");
            if (rules.Current.Annotation.Condition?.CanBeUsed(matcher.Pattern.Mistake) == false)
                throw new DatabaseException("a condition in it is none");
            ReadWarnings(warnings, (uint)rules.Offset, rules.Current.Line);
        }

        ReadWarnings(warnings, uint.MaxValue, int.MaxValue);
    }

    private static void ReadWarnings(WarningRecords warnings, uint beforeRule, int line)
    {
        bool isRead;
        do
            isRead = warnings.MoveNext(beforeRule, line);
        while (isRead);
    }
}
