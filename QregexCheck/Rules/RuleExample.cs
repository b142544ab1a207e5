namespace QregexCheck.Rules;

/// <summary>An address that a rule must match (<c>#+</c>) or must not match (<c>#-</c>). It is the rule's own test.</summary>
/// <param name="Address">The address, as bytes.</param>
/// <param name="MustMatch">True for <c>#+</c>.</param>
/// <param name="Line">The number of its line, from 1.</param>
internal sealed record RuleExample(byte[] Address, bool MustMatch, int Line);
