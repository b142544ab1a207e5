using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>An envelope of which a log tells.</summary>
internal static class LoggedEnvelope
{
    /// <summary>Which field of a line tells a subject.</summary>
    public static MailField FieldOf(Subject subject) => subject switch
    {
        Subject.HeloName => MailField.Helo,
        Subject.Sender => MailField.Sender,
        _ => MailField.Recipient,
    };

    /// <summary>Where in its block a subject's bytes stand.</summary>
    public static ByteRange RangeOf(Subject subject, in MailEvent mail) => subject switch
    {
        Subject.HeloName => mail.Helo,
        Subject.Sender => mail.Sender,
        _ => mail.Recipient,
    };

    /// <summary>All that the log tells of an envelope, one subject of which is asked about.</summary>
    public static Envelope Of(EventBlock block, in MailEvent mail, Subject subject, bool isRelayClient) => new()
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
