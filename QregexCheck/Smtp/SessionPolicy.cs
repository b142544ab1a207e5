using System;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What a session asks of the world: verdicts, and that they be written down.</summary>
internal sealed class SessionPolicy
{
    /// <summary>
    /// Decides about the parts of an envelope that are not null. Called once for each HELO, MAIL and RCPT that can be read in one way only.
    /// </summary>
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

    /// <summary>RELAYCLIENT's value, which qmail-smtpd appends to each recipient; mostly empty.</summary>
    public byte[] RelaySuffix { get; init; } = [];

    /// <summary>What may replace this host's own addresses: more than one where it can't be told which the server goes by, none when nothing does.</summary>
    public LocalHost[] LocalHosts { get; init; } = [];
}
