namespace QregexCheck.Decision;

/// <summary>How much of the rules a connection may keep in memory, over all files: together about two of the heap's six megabytes.</summary>
internal sealed class LoadBudget
{
    private int _rules = 20_000;
    private int _bytes = 1_000_000;

    /// <summary>Takes room for a rule.</summary>
    /// <param name="length">Its bytes.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryTakeRule(int length)
    {
        _rules--;
        _bytes -= length;
        return _rules >= 0 && _bytes >= 0;
    }
}
