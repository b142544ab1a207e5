using System;
using QregexCheck.Batv;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What a session needs from outside: verdicts, and a log of them.</summary>
internal sealed class SessionPolicy
{
    /// <summary>
    /// Decides about the parts of an envelope that are not null. It is called for each reading of a HELO, MAIL or RCPT, until one is refused by a rule.
    /// </summary>
    public required Func<Envelope, Verdict> Decide { get; init; }

    /// <summary>Is told of the verdict about each RCPT, with all that is known of the envelope.</summary>
    public required Action<Verdict, Envelope> Report { get; init; }

    /// <summary>Is told when TLS makes the rest of a session unreadable.</summary>
    public required Action ReportTls { get; init; }

    /// <summary>
    /// Tells what the tag of a recipient is worth, and of a bounce, for which the second value is true, what is done about it; null to look at no tag. It
    /// gives null where there is nothing to tell, or no tag can be looked at.
    /// </summary>
    public Func<byte[], bool, JudgedTag?>? JudgeTag { get; init; }

    /// <summary>Is told why a recipient that is accepted would be refused for its tag, if the policy did more than log.</summary>
    public Action<Reason, Envelope>? ReportTag { get; init; }

    /// <summary>True to take STARTTLS out of the EHLO reply and to answer it with 502.</summary>
    public bool HidesStartTls { get; init; }

    /// <summary>The client's address as tcpserver gives it; empty when nobody gave it.</summary>
    public byte[] ClientIp { get; init; } = [];

    /// <summary>True when RELAYCLIENT was set at the start.</summary>
    public bool IsRelayClient { get; init; }

    /// <summary>False when NOBADHELO is set.</summary>
    public bool ChecksHelo { get; init; } = true;

    /// <summary>How many recipients may be missing before one more ends the session; 0 when any number may be.</summary>
    public int UnknownLimit { get; init; }

    /// <summary>True when the second recipient of a bounce is refused: <c>QREGEXCHECK_ONEBOUNCE</c>.</summary>
    public bool BouncesHaveOneRecipient { get; init; }

    /// <summary>RELAYCLIENT's value, which qmail-smtpd appends to each recipient; mostly empty.</summary>
    public byte[] RelaySuffix { get; init; } = [];

    /// <summary>
    /// What may replace this host's own addresses. There are several when we can't know which one the server uses, and none when nothing replaces them.
    /// </summary>
    public LocalHost[] LocalHosts { get; init; } = [];
}
