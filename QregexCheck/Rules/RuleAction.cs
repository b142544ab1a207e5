namespace QregexCheck.Rules;

/// <summary>What a rule that matches does.</summary>
internal enum RuleAction
{
    /// <summary>Refuse for good (a hard error).</summary>
    Reject,

    /// <summary>Refuse for now (a soft error): the sender's server tries again.</summary>
    Defer,

    /// <summary>Write a log line and go on with the next rule.</summary>
    Log,
}
