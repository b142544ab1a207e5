using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>How much of the rules a connection may keep in memory, over all files: together about two of the heap's six megabytes.</summary>
internal sealed class LoadBudget
{
    private int _rules = 12_000;
    private int _bytes = 700_000;

    /// <summary>Takes room for a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(in Rule rule)
    {
        // An annotation is an object of its own, and its reply another.
        const int AnnotationBytes = 120;
        _rules--;
        _bytes -= rule.Text.Length;
        if (!ReferenceEquals(rule.Annotation, Annotation.None))
            _bytes -= AnnotationBytes + (rule.Annotation.Reply?.Length ?? 0);
        return _rules >= 0 && _bytes >= 0;
    }
}
