using System.Collections.Generic;
using QregexCheck.Proof;

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

    /// <summary>
    /// What the rule could say instead; null where nothing can be proposed. A check proposes what mends its own finding; the linter puts in
    /// its place what mends all of the rule (<see cref="Mender"/>), the same for each finding of the rule.
    /// </summary>
    public byte[]? Proposal { get; init; }

    /// <summary>An address that a proposal has to hit; null where none is known.</summary>
    public byte[]? Meant { get; init; }

    /// <summary>Rules that together say what the line was meant to; they end in one <see cref="Proposal"/>.</summary>
    public IReadOnlyList<byte[]>? Drafts { get; init; }

    /// <summary>A <c>#:</c> line that belongs above the proposal; null without one.</summary>
    public byte[]? Annotation { get; init; }

    /// <summary>What the lines of a whole file could say instead; empty for a finding about one line.</summary>
    public IReadOnlyList<LineProposal> Lines { get; init; } = [];
}

/// <summary>What one line could say instead.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Proposal">The rule.</param>
/// <param name="Annotation">A <c>#:</c> line that belongs above it; null without one.</param>
/// <param name="File">The control file that it belongs into, where that is another; else null.</param>
internal readonly record struct LineProposal(int Line, byte[] Proposal, byte[]? Annotation, string? File);
