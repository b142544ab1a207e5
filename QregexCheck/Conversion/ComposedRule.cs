using System.Collections.Generic;

namespace QregexCheck.Conversion;

/// <summary>A rule of the result.</summary>
/// <param name="Source">What it comes from.</param>
/// <param name="Text">Its line, with its <c>!</c>.</param>
/// <param name="Marks">In what it is not the same as there, a clause each; empty when it is the same.</param>
internal sealed record ComposedRule(SourceRule Source, byte[] Text, IReadOnlyList<string> Marks)
{
    /// <summary>The pattern as it stands in the line.</summary>
    public System.ReadOnlySpan<byte> Pattern => System.MemoryExtensions.AsSpan(Text)[(Source.IsNegated ? 1 : 0)..];
}
