namespace QregexCheck.Logs;

/// <summary>A line of ours, as far as a hit of its rule is counted; <see cref="HitReader"/> makes it. A hash is that of <see cref="NameHash"/>.</summary>
internal struct RuleHit
{
    /// <summary>See <see cref="MailEvent.Time"/>.</summary>
    public long Time;

    /// <summary>The rule's list and text.</summary>
    public ulong Rule;

    /// <summary>What the rule was asked about.</summary>
    public ulong Address;

    /// <summary>The client.</summary>
    public ulong Host;

    /// <summary>The sender's domain.</summary>
    public ulong Domain;

    /// <summary>Client, sender and recipient together; only of a deferred recipient.</summary>
    public ulong Attempt;

    public Outcome Outcome;

    /// <summary>True when the line names a rule. Without one all else but <see cref="Outcome"/> is empty.</summary>
    public bool HasRule;

    /// <summary>True when the line tells what the rule was asked about.</summary>
    public bool HasAddress;

    /// <summary>True when the client is known.</summary>
    public bool HasHost;

    /// <summary>True when the sender is known.</summary>
    public bool HasDomain;
}
