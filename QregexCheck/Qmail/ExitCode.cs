namespace QregexCheck.Qmail;

/// <summary>
/// Every number the process can return. qmail-smtpd takes most others for "accept", so there are no others. entry/fail.c, which answers where
/// the runtime can't, has the soft errors from here.
/// </summary>
internal enum ExitCode
{
    /// <summary>The recipient is accepted. For a command: all is well. Source: qmail-command(8).</summary>
    Accept = 0,

    /// <summary>The refusal of checkpassword. Source: the checkpassword interface.</summary>
    CheckpasswordReject = 1,

    /// <summary>checkpassword's code for a wrong call.</summary>
    CheckpasswordMisuse = 2,

    /// <summary>In the place of qmail-queue: the message is refused, for all recipients and for good. This code and those to 91: qmail-queue(8).</summary>
    QueueReject = 31,

    /// <summary>In the place of qmail-queue: the message is refused for now.</summary>
    QueueDefer = 71,

    /// <summary>In the place of qmail-queue: something went wrong, and the message is not queued.</summary>
    QueueFailure = 81,

    /// <summary>In the place of qmail-queue: the text on the reply descriptor says what became of the message.</summary>
    QueueReplied = 82,

    /// <summary>In the place of qmail-queue: the envelope is malformed, or ends too early.</summary>
    QueueMalformed = 91,

    /// <summary>
    /// A hard error: the recipient is refused. For a command: a refusal, findings, or a usage error. Source: qmail-command(8).
    /// </summary>
    HardError = 100,

    /// <summary>A soft error: the answer is not known. Source: qmail-command(8).</summary>
    SoftError = 111,

    /// <summary>
    /// To qmail-spp: the answer could not be written. qmail-spp reads no other exit code, and takes this one for a 451. With any other code it
    /// would take the silence for an accept. Source: qmail-spp's spp(). In the place of qmail-queue: the next program can't be run. Source: qmail.c.
    /// </summary>
    Unable = 120,
}
