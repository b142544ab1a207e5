using System;
using System.Diagnostics;
using QregexCheck.Control;

namespace QregexCheck.Decision;

/// <summary>
/// What is known of a piece of mail before its body: bytes as the client gave them, without a NUL. Null is "not given, or not this
/// stage's business"; an empty sender is the null sender.
/// </summary>
internal sealed class Envelope
{
    /// <summary>The HELO or EHLO host name.</summary>
    public byte[]? Helo { get; init; }

    /// <summary>True when the name is known and not to be judged: NOBADHELO is set.</summary>
    public bool SparesHelo { get; init; }

    public byte[]? Sender { get; init; }

    /// <summary>
    /// True when the hook was to be told the sender and was not. If there are rules for senders, the check can't be made then.
    /// </summary>
    public bool SenderIsMissing { get; init; }

    public byte[]? Recipient { get; init; }

    /// <summary>True when qmail's RELAYCLIENT is set: the two norelay files do not hold.</summary>
    public bool IsRelayClient { get; init; }

    /// <summary>What rules are to be asked about; null where there is nothing to ask.</summary>
    public byte[]? About(Subject subject) => subject switch
    {
        Subject.HeloName => SparesHelo ? null : Helo,

        // A bounce has the null sender; refusing those breaks RFC 5321 4.5.5, and qmail never checks them.
        Subject.Sender => Sender is [] ? null : Sender,
        Subject.Recipient => Recipient,
        _ => throw new UnreachableException(),
    };

    /// <summary>A relay client's recipient as qmail will queue it: with RELAYCLIENT's value appended. Source: qmail-smtpd(8).</summary>
    /// <param name="recipient">The recipient as the client gave it.</param>
    /// <param name="relayClient">The value of RELAYCLIENT; empty, as mostly, or not set: nothing is appended.</param>
    public static byte[] QueuedRecipient(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> relayClient) => [.. recipient, .. relayClient];
}
