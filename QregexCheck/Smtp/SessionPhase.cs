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

    /// <summary>The server has hung up on the client, or said something that leaves no safe way on.</summary>
    Over,
}
