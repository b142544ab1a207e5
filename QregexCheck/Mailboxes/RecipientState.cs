namespace QregexCheck.Mailboxes;

/// <summary>Whether qmail would deliver to a recipient. A "no" needs evidence: what can't be seen is <see cref="Unknown"/>.</summary>
internal enum RecipientState
{
    /// <summary>qmail would deliver, forward, or run a program.</summary>
    Exists,

    /// <summary>qmail would bounce. Every file that this rests on was read or looked for just now.</summary>
    Missing,

    /// <summary>It can't be told. The recipient is accepted.</summary>
    Unknown,
}
