namespace QregexCheck.Conversion;

/// <summary>A pattern of another program in our language, as a condition.</summary>
/// <param name="Pattern">Our pattern, without a <c>!</c>.</param>
/// <param name="IsNegated">True when the condition is that it does not match.</param>
/// <param name="Mark">Why it matches more than there, as a clause; null when it is the same.</param>
internal sealed record TranslatedPattern(byte[] Pattern, bool IsNegated, string? Mark);
