namespace QregexCheck.Smtp;

/// <summary>Which command a reply answers.</summary>
internal enum ReplyTo
{
    /// <summary>None: the greeting, or a command whose answer changes nothing.</summary>
    Nothing,
    Helo,
    Ehlo,
    Mail,
    Rset,
    Data,
    Auth,
    StartTls,

    /// <summary>The dot at the end of a body that only the server could be sure of.</summary>
    DoubtfulDot,
}

/// <summary>A reply that the client has to get, in its turn.</summary>
/// <param name="To">What the server is to answer; of no meaning where the reply is ours.</param>
/// <param name="Own">Our own reply, with its CR LF; null when the server's is awaited.</param>
internal readonly record struct AwaitedReply(ReplyTo To, byte[]? Own)
{
    /// <summary>What the reply to a command is an answer to.</summary>
    public static ReplyTo ToVerb(SmtpVerb verb) => verb switch
    {
        SmtpVerb.Helo => ReplyTo.Helo,
        SmtpVerb.Ehlo => ReplyTo.Ehlo,
        SmtpVerb.Mail => ReplyTo.Mail,
        SmtpVerb.Rset => ReplyTo.Rset,
        SmtpVerb.Data => ReplyTo.Data,
        SmtpVerb.Auth => ReplyTo.Auth,
        SmtpVerb.StartTls => ReplyTo.StartTls,
        _ => ReplyTo.Nothing,
    };
}
