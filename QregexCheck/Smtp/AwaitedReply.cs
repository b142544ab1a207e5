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
internal readonly record struct AwaitedReply(ReplyTo To, byte[]? Own);
