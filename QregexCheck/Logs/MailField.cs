using System;

namespace QregexCheck.Logs;

/// <summary>The fields of a mail event, as a set.</summary>
[Flags]
internal enum MailField : byte
{
    None = 0,

    /// <summary>The client's address.</summary>
    Ip = 1,

    /// <summary>Whether the client may relay.</summary>
    Relay = 2,

    /// <summary>The HELO name.</summary>
    Helo = 4,

    /// <summary>The envelope sender.</summary>
    Sender = 8,

    /// <summary>The envelope recipient.</summary>
    Recipient = 16,

    /// <summary>The rule's text.</summary>
    Rule = 32,
}
