namespace QregexCheck.Smtp;

/// <summary>The command that a reply answers.</summary>
internal enum ReplyTo
{
    /// <summary>The greeting, or a command whose reply changes nothing that the filter follows.</summary>
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

    /// <summary>A dot that may end a body. Only the server can tell.</summary>
    DoubtfulDot,

    /// <summary>A chunk that another chunk may follow.</summary>
    Chunk,
    LastChunk,
}

/// <summary>A reply that the client must get, in its turn.</summary>
/// <param name="To">The command that the server will answer. It has no meaning when the reply is ours.</param>
/// <param name="Own">Our own reply, with its CR LF; null when the server's reply is awaited.</param>
internal readonly record struct AwaitedReply(ReplyTo To, byte[]? Own)
{
    /// <summary>
    /// False when this code can't answer this command. A server that sends it has understood something else, and nobody can tell how it reads
    /// on. Source: RFC 5321 4.3.2, RFC 4954 4.
    /// </summary>
    public static bool IsPossible(ReplyTo to, int code) => to switch
    {
        ReplyTo.Data => code is 354 or (>= 400 and < 600),
        ReplyTo.Auth => code is 334 or not (>= 300 and < 400),
        _ => code is not (>= 300 and < 400),
    };
}
