using System.Collections.Generic;
using QregexCheck.Decision;
using QregexCheck.Lists;

namespace QregexCheck.Commands;

/// <summary>A place where the rule of a line stands now.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Line">Its line.</param>
/// <param name="State">What it does there, if it is not simply in force: a clause; null otherwise.</param>
internal readonly record struct StandingRule(string List, int Line, string? State);

/// <summary>A rule that lets an address through.</summary>
/// <param name="File">The list that it belongs to, in the control directory.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Command">A command that adds it; null when its bytes can't be pasted into a shell.</param>
internal readonly record struct Exemption(string File, byte[] Rule, string? Command);

/// <summary>The answer about a line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Standing">Where its rule stands now; empty when it stands nowhere, or the line names none.</param>
/// <param name="Now">What would be decided now; null when the line does not hold enough.</param>
/// <param name="Without">What would be decided now without the rule that decides; null when no rule decides.</param>
/// <param name="Exemptions">What would let the mail through, as far as lists of exceptions can.</param>
/// <param name="NeedsRuleChange">True when a HELO name is refused: there is no list of exceptions for names.</param>
internal sealed record WhyAnswer(
    AskedLine Line, IReadOnlyList<StandingRule> Standing, Verdict? Now, Verdict? Without, IReadOnlyList<Exemption> Exemptions, bool NeedsRuleChange)
{
    /// <summary>The rule that decides now; null when none does.</summary>
    public Hit? Decider => Now?.Reason?.Hit;
}
