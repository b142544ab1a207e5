using System;
using System.Diagnostics;
using QregexCheck.Control;

namespace QregexCheck.Decision;

/// <summary>What it means that the condition of a rule asks about something that an envelope does not tell.</summary>
internal enum UntoldSide
{
    /// <summary>It will never be known: the rule does not hit.</summary>
    NeverKnown,

    /// <summary>There will be another check, with more known: the verdict waits for it, where such a rule may change it.</summary>
    KnownLater,

    /// <summary>It should have been told: where such a rule may change the verdict, the check can't be made.</summary>
    Missing,
}

/// <summary>
/// What is known of a mail before its body. All values are bytes as the client gave them, without a NUL. Null means "not given, or not known
/// at this stage". An empty sender is the null sender.
/// </summary>
internal sealed class Envelope
{
    public Envelope()
    {
    }

    private Envelope(Envelope other)
    {
        Helo = other.Helo;
        SparesHelo = other.SparesHelo;
        Sender = other.Sender;
        SenderIsMissing = other.SenderIsMissing;
        Recipient = other.Recipient;
        RecipientCount = other.RecipientCount;
        Mailbox = other.Mailbox;
        IsRelayClient = other.IsRelayClient;
        ClientIp = other.ClientIp;
        Untold = other.Untold;
        Asked = other.Asked;
    }

    /// <summary>The HELO or EHLO host name.</summary>
    public byte[]? Helo { get; init; }

    /// <summary>True when NOBADHELO is set: the name is known and is not judged.</summary>
    public bool SparesHelo { get; init; }

    public byte[]? Sender { get; init; }

    /// <summary>
    /// True when the hook should have been told the sender and was not. If there are rules for senders, the check can't be made.
    /// </summary>
    public bool SenderIsMissing { get; init; }

    public byte[]? Recipient { get; init; }

    /// <summary>How many recipients a message has of which <see cref="Recipient"/> is the first; 0 where one recipient is judged by itself.</summary>
    public int RecipientCount { get; init; }

    /// <summary>The recipient without its tag, where the tag is one of ours: the mailbox behind it is what rules are asked about. Null for any other.</summary>
    public byte[]? Mailbox { get; init; }

    /// <summary>The recipient whom rules and look-ups are asked about: the mailbox that is meant.</summary>
    public byte[]? JudgedRecipient => Mailbox ?? Recipient;

    /// <summary>True when qmail's RELAYCLIENT is set: the two norelay lists do not apply.</summary>
    public bool IsRelayClient { get; init; }

    /// <summary>The client's address as tcpserver gives it, empty when nobody gave it; null when it is not known here.</summary>
    public byte[]? ClientIp { get; init; }

    /// <summary>What it means for the conditions of rules that something is not known.</summary>
    public UntoldSide Untold { get; init; }

    /// <summary>The one subject whose lists are asked, the others being known for the conditions of rules alone; null for all.</summary>
    public Subject? Asked { get; init; }

    /// <summary>
    /// An envelope of which one subject is known and no other. Its verdict is that subject's part in the verdict of each envelope that holds it,
    /// unless it waits.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="isRelayClient">True for a client that may relay.</param>
    public static Envelope Part(Subject subject, byte[] bytes, bool isRelayClient) => new()
    {
        Helo = subject == Subject.HeloName ? bytes : null,
        Sender = subject == Subject.Sender ? bytes : subject == Subject.BounceRecipient ? [] : null,
        Recipient = subject is Subject.Recipient or Subject.BounceRecipient ? bytes : null,
        IsRelayClient = isRelayClient,
        Untold = UntoldSide.KnownLater,
    };

    /// <summary>The same envelope, of which one subject's lists are asked.</summary>
    public Envelope Only(Subject subject) => new(this) { Asked = subject };

    /// <summary>The same envelope, where a mailbox is meant behind the recipient's tag.</summary>
    public Envelope For(byte[] mailbox) => new(this) { Mailbox = mailbox };

    /// <summary>What the rules for a subject are asked about; null when there is nothing to ask.</summary>
    public byte[]? About(Subject subject) => !Asks(subject) ? null : subject switch
    {
        Subject.HeloName => SparesHelo ? null : Helo,

        // A bounce has the null sender. To refuse bounces breaks RFC 5321 4.5.5, and qmail never checks them.
        Subject.Sender => Sender is [] ? null : Sender,
        Subject.Recipient => JudgedRecipient,

        // The one exception, by files of its own: an address that sends no mail gets no bounces.
        Subject.BounceRecipient => Sender is [] ? JudgedRecipient : null,
        Subject.QuotedLine => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>A relay client's recipient as qmail will queue it: RELAYCLIENT's value is appended. Source: qmail-smtpd(8).</summary>
    /// <param name="recipient">The recipient as the client gave it.</param>
    /// <param name="relayClient">The value of RELAYCLIENT, usually empty. Nothing is appended when it is empty or not set.</param>
    public static byte[] QueuedRecipient(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> relayClient) => [.. recipient, .. relayClient];

    /// <summary>True when the lists about a subject are asked. Who asks about the recipient asks about the recipient of a bounce, too.</summary>
    private bool Asks(Subject subject) =>
        Asked is not { } one || one == subject || (one == Subject.Recipient && subject == Subject.BounceRecipient);
}
