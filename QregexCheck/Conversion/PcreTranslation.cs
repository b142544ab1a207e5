namespace QregexCheck.Conversion;

/// <summary>A Perl-compatible pattern in our language.</summary>
/// <param name="Pattern">Our pattern, which case does not matter to; null when it can't be said.</param>
/// <param name="Problem">Why it can't be said, as a clause; null when it can.</param>
/// <param name="Column">Where the problem is, from 1.</param>
/// <param name="Mark">Why ours matches more than the source's, as a clause; null when it is exact.</param>
internal sealed record PcreTranslation(byte[]? Pattern, string? Problem, int Column, string? Mark);
