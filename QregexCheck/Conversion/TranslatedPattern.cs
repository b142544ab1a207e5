namespace QregexCheck.Conversion;

/// <summary>A pattern of another program in our language, as a condition.</summary>
/// <param name="Pattern">Our pattern, without a <c>!</c>.</param>
/// <param name="IsNegated">True when the condition is that it does not match.</param>
/// <param name="Mark">Why it matches more than there, as a clause; null when it does not.</param>
/// <param name="Lack">Why it matches less than there, as a clause; null when it does not.</param>
internal sealed record TranslatedPattern(byte[] Pattern, bool IsNegated, string? Mark, string? Lack = null)
{
    /// <summary>Why the condition holds more often than there; null when it does not.</summary>
    public string? HoldsMore => IsNegated ? Lack : Mark;

    /// <summary>Why the condition holds less often than there; null when it does not.</summary>
    public string? HoldsLess => IsNegated ? Mark : Lack;
}
