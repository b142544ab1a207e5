namespace QregexCheck.Smtp;

/// <summary>What the client's next bytes are.</summary>
internal enum SessionPhase
{
    Commands,

    /// <summary>
    /// A line that is not looked at: the rest of one that is too long, which passes or is dropped, or one of an AUTH exchange (RFC 4954).
    /// </summary>
    UnreadLine,
    DroppedLine,

    Body,
    Chunk,

    /// <summary>TLS has begun: nothing can be read any more.</summary>
    Unreadable,

    /// <summary>The server has hung up on the client, or said something that leaves no safe way on.</summary>
    Over,
}
