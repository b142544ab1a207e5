namespace QregexCheck.Logs;

/// <summary>An event that waits in a <see cref="TwinWindow"/>.</summary>
internal struct WaitingEvent
{
    /// <summary>Stands for every kind: nothing is a twin of this event.</summary>
    public const int NoTwin = -1;

    public MailEvent Mail;

    /// <summary>Its block.</summary>
    public int Block;

    /// <summary>The kinds of lines that are in it; see <see cref="TwinMerge.KindOf"/>.</summary>
    public int Kinds;

    /// <summary>The hash of its addresses.</summary>
    public ulong Hash;

    /// <summary>The event before it with the same end of the hash.</summary>
    public long Before;
}
