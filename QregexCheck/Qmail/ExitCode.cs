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

    /// <summary>
    /// A hard error: the recipient is refused. For a command: a refusal, findings, or a usage error. Source: qmail-command(8).
    /// </summary>
    HardError = 100,

    /// <summary>A soft error: the answer is not known. Source: qmail-command(8).</summary>
    SoftError = 111,

    /// <summary>
    /// The answer to qmail-spp could not be written. qmail-spp reads no other exit code, and takes this one for a 451. With any other code it
    /// would take the silence for an accept. Source: qmail-spp's spp().
    /// </summary>
    SppFailure = 120,
}
