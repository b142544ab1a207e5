namespace QregexCheck.Smtp;

/// <summary>What the client's next bytes are.</summary>
internal enum SessionPhase
{
    Commands,

    /// <summary>A line of an AUTH exchange (RFC 4954), which is not looked at.</summary>
    AuthLine,

    /// <summary>The rest of a line that is too long.</summary>
    DroppedLine,

    Body,
    Chunk,

    /// <summary>The chunk of a BDAT that did not get to the server.</summary>
    DroppedChunk,

    /// <summary>TLS has begun: nothing can be read any more.</summary>
    Unreadable,

    /// <summary>The server has hung up on the client, or said something that leaves no safe way on. No reply leads out of it.</summary>
    Over,
}

/// <summary>The table of the phases that a reply leads to; what the client sends leads to the others (<see cref="SmtpSession"/>).</summary>
internal static class SessionPhases
{
    /// <summary>What the client's next bytes are behind a reply; what they were, where the table has no row.</summary>
    /// <param name="now">What they were.</param>
    /// <param name="to">What the server answered.</param>
    /// <param name="code">Its code.</param>
    /// <param name="isClear">False when the command may have been something else to the server.</param>
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
