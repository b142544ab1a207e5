namespace QregexCheck.Rules;

/// <summary>An address that a rule must, or must not, match (<c>#+</c> and <c>#-</c> lines): the rule's own test.</summary>
/// <param name="Address">The address, as bytes.</param>
/// <param name="MustMatch">True for <c>#+</c>.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record RuleExample(byte[] Address, bool MustMatch, int Line);
