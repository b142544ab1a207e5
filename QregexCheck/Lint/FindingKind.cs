namespace QregexCheck.Lint;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>The rule probably does not do what was meant.</summary>
    Warning,

    /// <summary>The rule does nothing, or refuses nearly everyone.</summary>
    Error,
}

/// <summary>One kind of finding. Its id never changes, so that scripts can rely on it.</summary>
/// <param name="Id">The stable name, in small letters with hyphens.</param>
/// <param name="Severity">How much such a finding matters.</param>
/// <param name="Summary">What such a finding says in general, in one clause.</param>
internal sealed record FindingKind(string Id, Severity Severity, string Summary);
