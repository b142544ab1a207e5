namespace QregexCheck.History;

/// <summary>How a rule stands: whether it can hit now, and whether it did. Of several the first holds.</summary>
internal enum RuleStanding
{
    /// <summary>It is no rule: it is skipped.</summary>
    Unusable,

    /// <summary>It can't hit: others come first, or nothing matches it. Proved.</summary>
    Unreachable,

    /// <summary>Its last day is over.</summary>
    Asleep,

    /// <summary>It hit.</summary>
    Hit,

    /// <summary>It did not hit, and would only log.</summary>
    OnlyLogs,

    /// <summary>It lets through, and the log holds no accepts: nothing is known of it.</summary>
    NotLogged,

    /// <summary>It did not hit, and the log is shorter than asked for.</summary>
    TooSoon,

    /// <summary>It did not hit.</summary>
    NotHit,

    /// <summary>It stands in no list any more.</summary>
    Removed,
}
