namespace QregexCheck.Qmail;

/// <summary>
/// Every number the process can return. qmail-smtpd takes most others for "accept", so there are no others. entry/fail.c, which answers where
/// the runtime can't, has the soft errors from here.
/// </summary>
internal enum ExitCode
{
    /// <summary>The recipient is accepted; for a command: all is well. Source: qmail-command(8).</summary>
    Accept = 0,

    /// <summary>checkpassword's no. Source: the checkpassword interface.</summary>
    CheckpasswordReject = 1,

    /// <summary>checkpassword's "I was called wrongly".</summary>
    CheckpasswordMisuse = 2,

    /// <summary>A hard error: refused; for a command: refused, or findings, or a usage error. Source: qmail-command(8).</summary>
    HardError = 100,

    /// <summary>A soft error: cannot tell. Source: qmail-command(8).</summary>
    SoftError = 111,

    /// <summary>
    /// The answer to qmail-spp could not be written. qmail-spp reads no exit code but this one, and takes it for a 451; with any other it
    /// would take the silence for an accept. Source: qmail-spp's spp().
    /// </summary>
    SppFailure = 120,
}
