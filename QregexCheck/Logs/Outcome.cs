namespace QregexCheck.Logs;

/// <summary>What a line of a log says became of a recipient.</summary>
internal enum Outcome : byte
{
    /// <summary>The server took the recipient.</summary>
    Accepted,

    /// <summary>A rule of ours or of the qregex patch refused.</summary>
    Refused,

    /// <summary>A rule of ours deferred.</summary>
    Deferred,

    /// <summary>Somebody refused or deferred for another reason: no mailbox, a DNS list, not in rcpthosts. No rule had a part in it.</summary>
    RefusedOtherwise,

    /// <summary>A rule of ours hit that only logs. It decided nothing, and what was decided may stand in another line.</summary>
    OnlyLogged,

    /// <summary>qmail-send delivered the message to the recipient's mailbox here.</summary>
    Delivered,

    /// <summary>qmail-send handed the message to another host: somebody here has written to the recipient.</summary>
    Sent,
}
