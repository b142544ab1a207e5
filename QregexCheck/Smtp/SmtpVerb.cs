namespace QregexCheck.Smtp;

/// <summary>The commands whose meaning the filter has to follow; all others pass and are answered by the server.</summary>
internal enum SmtpVerb
{
    Other,
    Helo,
    Ehlo,
    Mail,
    Rcpt,
    Rset,
    Data,
    Bdat,
    Auth,
    StartTls,
    Quit,

    /// <summary>NOOP, and others that leave a transaction as it is. Source: RFC 5321 4.1.1.6 to 4.1.1.9.</summary>
    Noop,
}
