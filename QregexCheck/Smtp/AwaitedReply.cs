namespace QregexCheck.Smtp;

/// <summary>Which command a reply answers.</summary>
internal enum ReplyTo
{
    /// <summary>The greeting, or a command whose answer changes nothing that we follow.</summary>
    Nothing,
    Noop,
    Helo,
    Ehlo,
    Mail,
    Rcpt,
    Rset,
    Data,
    Auth,
    StartTls,
    Quit,

    /// <summary>The end of a body.</summary>
    Body,

    /// <summary>The dot at the end of a body that only the server could be sure of.</summary>
    DoubtfulDot,

    /// <summary>A chunk that another one may follow.</summary>
    Chunk,
    LastChunk,
}

/// <summary>A reply that the client has to get, in its turn.</summary>
/// <param name="To">What the server is to answer; of no meaning where the reply is ours.</param>
/// <param name="Own">Our own reply, with its CR LF; null when the server's is awaited.</param>
internal readonly record struct AwaitedReply(ReplyTo To, byte[]? Own)
{
    /// <summary>False for a reply that can't be one to this command: a server that sends it reads on in a way that can't be told. Source: RFC 5321 4.3.2, RFC 4954 4.</summary>
    public static bool IsPossible(ReplyTo to, int code) => to switch
    {
        ReplyTo.Data => code is 354 or (>= 400 and < 600),
        ReplyTo.Auth => code is 334 or not (>= 300 and < 400),
        _ => code is not (>= 300 and < 400),
    };
}
