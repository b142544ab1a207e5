namespace QregexCheck.Logs;

/// <summary>What a reply in a recorded session is the answer to.</summary>
internal enum RecordedVerb : byte
{
    /// <summary>A command that changes nothing here.</summary>
    Other,

    /// <summary>The connection itself.</summary>
    Greeting,

    /// <summary>HELO or EHLO.</summary>
    Helo,

    Mail,

    Rcpt,

    Data,

    /// <summary>The dot that ends a message.</summary>
    Message,

    Reset,

    Auth,

    StartTls,
}
