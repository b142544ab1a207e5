using System.Collections.Generic;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>A finding in a list.</summary>
/// <param name="Kind">The kind of finding.</param>
/// <param name="File">The list.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column of the first byte that is meant, from 1.</param>
/// <param name="Length">The number of bytes that are meant; at least 1.</param>
/// <param name="Message">The reason, in one sentence without a final stop.</param>
internal sealed record Finding(FindingKind Kind, LintedFile File, int Line, int Column, int Length, string Message)
{
    /// <summary>An address that shows the fault; null when there is none.</summary>
    public byte[]? Witness { get; init; }

    /// <summary>The rules that together make the rule needless; empty for other findings.</summary>
    public IReadOnlyList<LintedRule> By { get; init; } = [];

    /// <summary>
    /// What the rule could say instead; null when there is no proposal. A check proposes what mends its own finding. The linter then replaces it
    /// by one rule that mends everything (<see cref="Mender"/>). All findings of the rule get the same proposal.
    /// </summary>
    public byte[]? Proposal { get; init; }

    /// <summary>An address that a proposal must hit; null when none is known.</summary>
    public byte[]? Meant { get; init; }

    /// <summary>Rules that together say what the line was meant to say. They are joined into one <see cref="Proposal"/>.</summary>
    public IReadOnlyList<byte[]>? Drafts { get; init; }

    /// <summary>A <c>#:</c> line that belongs above the proposal; null when there is none.</summary>
    public byte[]? Annotation { get; init; }

    /// <summary>What the lines of a whole list could say instead; empty for a finding about one line.</summary>
    public IReadOnlyList<LineProposal> Lines { get; init; } = [];

    /// <summary>The lines of all rules that a finding about a list counts; empty for others.</summary>
    public IReadOnlyList<LineRange> Ranges { get; init; } = [];
}

/// <summary>Lines in which rules stand, with none between them that is not meant.</summary>
/// <param name="First">The first rule's line, from 1.</param>
/// <param name="Last">The last rule's line.</param>
/// <param name="Why">Why they are meant, in a word that never changes.</param>
internal readonly record struct LineRange(int First, int Last, string Why);

/// <summary>What one line could say instead.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Proposal">The rule.</param>
/// <param name="Annotation">A <c>#:</c> line that belongs above it; null when there is none.</param>
/// <param name="File">The other control file to which the rule belongs; null when it belongs to this one.</param>
internal readonly record struct LineProposal(int Line, byte[] Proposal, byte[]? Annotation, string? File);
