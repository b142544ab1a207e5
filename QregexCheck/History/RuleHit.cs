using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>A hit of a rule, as far as it is counted. A hash is that of <see cref="NameHash"/>.</summary>
internal struct RuleHit
{
    /// <summary>The place of the rule's tally.</summary>
    public int Tally;

    public Outcome Outcome;

    /// <summary>True when the line tells what the rule was asked about.</summary>
    public bool HasAddress;

    /// <summary>True when the client is known.</summary>
    public bool HasHost;

    /// <summary>True when the sender is known.</summary>
    public bool HasDomain;

    /// <summary>See <see cref="MailEvent.Time"/>.</summary>
    public long Time;

    /// <summary>What the rule was asked about.</summary>
    public ulong Address;

    /// <summary>The client.</summary>
    public ulong Host;

    /// <summary>The sender's domain.</summary>
    public ulong Domain;

    /// <summary>Client, sender and recipient together; only of a deferred recipient.</summary>
    public ulong Attempt;

    public ByteRange HostName;

    public ByteRange DomainName;
}
