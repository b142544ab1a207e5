namespace QregexCheck.History;

/// <summary>A number that was counted.</summary>
/// <param name="Count">The number.</param>
/// <param name="IsExact">False where memory did not suffice to count, and it is an estimate.</param>
internal readonly record struct Tallied(long Count, bool IsExact);
