using System.Collections.Generic;
using QregexCheck.Decision;

namespace QregexCheck.Commands;

/// <summary>The answer about a line.</summary>
/// <param name="Line">The line.</param>
/// <param name="Standing">Where its rule stands now; empty when it stands nowhere, or the line names none.</param>
/// <param name="Now">What would be decided now; null when the line does not hold enough.</param>
/// <param name="Without">What would be decided now without what refuses the mail; null when it is not refused.</param>
/// <param name="Exemptions">What would let the mail through, as far as files can.</param>
/// <param name="NeedsRuleChange">True when a HELO name is refused: there is no list of exceptions for names.</param>
/// <param name="Remarks">What else is to be known of the answer: clauses.</param>
internal sealed record WhyAnswer(
    AskedLine Line, IReadOnlyList<StandingRule> Standing, Verdict? Now, Verdict? Without, IReadOnlyList<Exemption> Exemptions, bool NeedsRuleChange,
    IReadOnlyList<string> Remarks);
