using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>What an event tells of an envelope, as the rules ask for it.</summary>
internal static class ToldEnvelope
{
    /// <summary>The field of a line that tells a subject.</summary>
    public static MailField FieldOf(Subject subject) => subject switch
    {
        Subject.HeloName => MailField.Helo,
        Subject.Sender => MailField.Sender,
        _ => MailField.Recipient,
    };

    /// <summary>Where the bytes of a subject stand.</summary>
    public static ByteRange RangeOf(Subject subject, in MailEvent mail) => subject switch
    {
        Subject.HeloName => mail.Helo,
        Subject.Sender => mail.Sender,
        _ => mail.Recipient,
    };

    /// <summary>All that the log tells of an envelope, one subject of which is asked about.</summary>
    public static Envelope Whole(EventBlock block, in MailEvent mail, Subject subject, bool isRelayClient) => new()
    {
        Helo = Exactly(block, mail, Subject.HeloName),
        Sender = Exactly(block, mail, Subject.Sender),
        Recipient = Exactly(block, mail, Subject.Recipient),
        ClientIp = mail.Knows(MailField.Ip) ? block.Bytes(mail.Ip).ToArray() : null,
        IsRelayClient = isRelayClient,
        Untold = UntoldSide.Missing,
        Asked = subject,
    };

    /// <summary>The bytes of a subject; null when they are not known, or were altered.</summary>
    private static byte[]? Exactly(EventBlock block, in MailEvent mail, Subject subject) =>
        mail.Knows(FieldOf(subject)) && (mail.Altered & FieldOf(subject)) == 0 ? block.Bytes(RangeOf(subject, mail)).ToArray() : null;
}
