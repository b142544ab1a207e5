namespace QregexCheck.Rules;

/// <summary>What a rule that hits does. The numbers stand in compiled files.</summary>
internal enum RuleAction
{
    /// <summary>Refuse for good (a hard error).</summary>
    Reject = 0,

    /// <summary>Refuse for now (a soft error). The sender's server tries again.</summary>
    Defer = 1,

    /// <summary>Write a log line and go on with the next rule.</summary>
    Log = 2,
}
