using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>
/// The control files that say which recipients are looked up, and those of qmail that say whose mail comes here. Each is null when it is missing.
/// </summary>
internal sealed record RecipientFiles
{
    /// <summary>checkrcpthosts.</summary>
    public LintedFile? Covered { get; init; }

    /// <summary>validrcptto.</summary>
    public LintedFile? Valid { get; init; }

    /// <summary>False when the two may be there and were not named: then their absence says nothing.</summary>
    public bool IsWhole { get; init; }

    /// <summary>qmail's rcpthosts.</summary>
    public LintedFile? Received { get; init; }

    /// <summary>qmail's morercpthosts.cdb.</summary>
    public byte[]? MoreReceived { get; init; }

    /// <summary>qmail's locals.</summary>
    public LintedFile? Locals { get; init; }

    /// <summary>qmail's virtualdomains.</summary>
    public LintedFile? Virtual { get; init; }

    /// <summary>qmail's me, which stands for a missing locals.</summary>
    public LintedFile? Me { get; init; }
}
