namespace QregexCheck.Lint;

/// <summary>Something found in a control file.</summary>
/// <param name="Kind">What kind of finding it is.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The first byte of the place meant, from 1.</param>
/// <param name="Length">How many bytes are meant; at least 1.</param>
/// <param name="Message">Why, in one sentence without a final stop.</param>
internal sealed record Finding(FindingKind Kind, LintedFile File, int Line, int Column, int Length, string Message)
{
    /// <summary>An address that shows the point; null where none does.</summary>
    public byte[]? Witness { get; init; }

    /// <summary>What the rule could say instead; null where nothing can be proposed.</summary>
    public byte[]? Proposal { get; init; }
}
