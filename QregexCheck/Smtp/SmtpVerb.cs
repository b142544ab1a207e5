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
}
