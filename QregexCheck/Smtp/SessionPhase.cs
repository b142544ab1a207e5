namespace QregexCheck.Smtp;

/// <summary>What the client's next bytes are.</summary>
internal enum SessionPhase
{
    Commands,

    /// <summary>A line of an AUTH exchange (RFC 4954). It is not looked at.</summary>
    AuthLine,

    /// <summary>The rest of a line that is too long.</summary>
    DroppedLine,

    Body,
    Chunk,

    /// <summary>The chunk of a BDAT that did not reach the server.</summary>
    DroppedChunk,

    /// <summary>TLS has begun. Nothing can be read any more.</summary>
    Unreadable,

    /// <summary>The server has hung up on the client, or has said something after which no way is safe. No reply ends this phase.</summary>
    Over,
}

/// <summary>The table of the phases that a reply leads to. The client's bytes lead to the other phases (<see cref="SmtpSession"/>).</summary>
internal static class SessionPhases
{
    /// <summary>The phase behind a reply. It stays the same when the table has no row.</summary>
    /// <param name="now">The phase before the reply.</param>
    /// <param name="to">The command that the server answered.</param>
    /// <param name="code">The reply's code.</param>
    /// <param name="isClear">False when the server may have read another command.</param>
    public static SessionPhase Behind(this SessionPhase now, ReplyTo to, int code, bool isClear) => (to, code) switch
    {
        _ when now == SessionPhase.Over => now,
        (ReplyTo.Data, 354) => SessionPhase.Body,
        (ReplyTo.Body or ReplyTo.DoubtfulDot, _) => SessionPhase.Commands,
        (ReplyTo.Auth, 334) => SessionPhase.AuthLine,
        (ReplyTo.StartTls, 220) when isClear => SessionPhase.Unreadable,
        (ReplyTo.Quit, >= 200 and < 300) => SessionPhase.Over,
        _ => now,
    };
}
