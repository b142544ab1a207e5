using System;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What a session asks of the world: verdicts, and that they be written down.</summary>
internal sealed class SessionPolicy
{
    /// <summary>Decides about the parts of an envelope that are not null. Called once for each HELO, MAIL and RCPT.</summary>
    public required Func<Envelope, Verdict> Decide { get; init; }

    /// <summary>Is told of the verdict about each RCPT, with all that is known of the envelope.</summary>
    public required Action<Verdict, Envelope> Report { get; init; }

    /// <summary>Is told when TLS makes the rest unreadable.</summary>
    public required Action ReportTls { get; init; }

    /// <summary>True to take STARTTLS out of the EHLO reply and to answer it with 502.</summary>
    public bool HidesStartTls { get; init; }

    /// <summary>True when RELAYCLIENT was set at the start.</summary>
    public bool IsRelayClient { get; init; }

    /// <summary>False when NOBADHELO is set.</summary>
    public bool ChecksHelo { get; init; } = true;

    /// <summary>What replaces this host's own addresses; null when nothing does.</summary>
    public LocalHost? LocalHost { get; init; }
}
