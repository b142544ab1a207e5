using System.Collections.Generic;
using QregexCheck.Decision;

namespace QregexCheck.Commands;

/// <summary>A rule that matched an envelope under test, whether it decided or not.</summary>
/// <param name="Hit">The rule.</param>
/// <param name="IsAsleep">True when its <c>until</c> day is over.</param>
internal readonly record struct MatchedRule(Hit Hit, bool IsAsleep);

/// <summary>All that <c>test</c> has found out about one envelope.</summary>
/// <param name="Envelope">What was asked about.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="Others">The rules that matched and did not decide, in the order of the files.</param>
internal sealed record TestedEnvelope(Envelope Envelope, Verdict Verdict, IReadOnlyList<MatchedRule> Others);
