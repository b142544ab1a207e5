using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>A rule by which two sets of lists differ, or may differ.</summary>
/// <param name="Rule">The rule that refuses, on its side.</param>
/// <param name="IsNew">True for a rule of the new side. The old side does not refuse the same.</param>
/// <param name="Word">
/// The shortest address that this side refuses by the rule and the other side does not; null when a limit was met.
/// </param>
/// <param name="IsForRelayClients">True when only clients that may relay see the difference.</param>
internal sealed record Difference(LintedRule Rule, bool IsNew, byte[]? Word, bool IsForRelayClients);
