using System.Collections.Generic;

namespace QregexCheck.Commands;

/// <summary>What a reader of a report must know of the log.</summary>
/// <param name="Lines">How many lines the log has.</param>
/// <param name="Understood">How many of them are lines of ours that were understood.</param>
/// <param name="NotUnderstood">How many of them look like lines of ours and were not understood.</param>
/// <param name="Unstamped">Lines with mail that have no stamp; 0 when days were asked for, and they were left out.</param>
/// <param name="Uncounted">Hits of rules for which there was no memory.</param>
internal sealed record ReportNotes(long Lines, long Understood, long NotUnderstood, long Unstamped, long Uncounted)
{
    /// <summary>The sentences for people.</summary>
    public IEnumerable<string> Sentences()
    {
        if (Unstamped > 0)
            yield return $"without a stamp, so of no day: {ReportWords.Count(Unstamped, "line", "lines")}";
        if (NotUnderstood > 0)
            yield return $"not understood: {ReportWords.Count(NotUnderstood, "line that looks", "lines that look")} like ours";
        if (Uncounted > 0)
            yield return $"not counted, for there are too many rules: {ReportWords.Count(Uncounted, "hit", "hits")}";
    }
}
