using QregexCheck.Rules;

namespace QregexCheck.Conversion;

/// <summary>What a rule of another program does with what it matches.</summary>
internal enum SourceAction : byte
{
    /// <summary>It refuses for good.</summary>
    Reject,

    /// <summary>It refuses for now.</summary>
    Defer,

    /// <summary>It lets through, whatever stands behind it.</summary>
    Accept,
}

/// <summary>A rule of another program, in our language. The first that matches decides, in the order in which they are handed out.</summary>
/// <param name="Pattern">What it matches: a pattern of ours, without a <c>!</c> before it.</param>
/// <param name="IsNegated">True when it decides about what the pattern does not match.</param>
/// <param name="Action">What it does.</param>
/// <param name="Reply">The reply, with its code; null for the list's own.</param>
/// <param name="Line">Its line in the source.</param>
/// <param name="Mark">Why the pattern matches more or less than the source's does, as a clause; null when it is exact.</param>
/// <param name="HitsLess">True when it hits less than the source's does: that what it hits is decided before does not make it needless there.</param>
/// <param name="Condition">What else must be true of the envelope; null for nothing. Only a rule that refuses has one.</param>
internal sealed record SourceRule(
    byte[] Pattern, bool IsNegated, SourceAction Action, byte[]? Reply, int Line, string? Mark = null, bool HitsLess = false,
    Condition? Condition = null);
