using System;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// A line of s/qmail's qmail-smtpd: <c>qmail-smtpd: pid P Accept::RCPT::Recipients_Cdb P:ESMTP S:IP:NAME H:helo F:S T:R 'cond'</c>. Some lines have no condition.
/// Source: s/qmail's doc/LOGGING, smtpdlog.c and qmail-smtpd.c.
/// </summary>
/// <remarks>
/// HELO, sender and recipient stand in it as the client sent them. A line where a field's mark stands twice is not judged. A message that was refused behind
/// DATA had its recipients accepted before.
/// </remarks>
internal static class SqmailLine
{
    private static ReadOnlySpan<byte> Prefix => "qmail-smtpd: pid "u8;

    /// <summary>Reads a line.</summary>
    /// <param name="text">What stands behind the stamp.</param>
    /// <param name="room">Not needed: nothing is escaped.</param>
    /// <param name="mail">What the line says; it is empty before.</param>
    public static LineReading TryRead(ReadOnlySpan<byte> text, ByteText room, ref LoggedMail mail)
    {
        _ = room;
        if (!text.StartsWith(Prefix))
            return LineReading.NotOurs;
        text = text[Prefix.Length..];
        int digits = StampReader.Digits(text, 0, 9);
        if (digits is 0 or > 9 || !text[digits..].StartsWith(" "u8))
            return LineReading.NotOurs;
        int process = (int)StampReader.Number(text[..digits]);
        text = text[(digits + 1)..];
        bool isAccepted = text.StartsWith("Accept::"u8);
        if (!isAccepted && !text.StartsWith("Reject::"u8))
            return LineReading.NotOurs;
        int actionEnd = text.IndexOf((byte)' ');
        if (actionEnd < 0)
            return LineReading.Strange;
        ReadOnlySpan<byte> kind = text["Accept::".Length..actionEnd];
        text = text[actionEnd..];

        if (kind.StartsWith("DATA::"u8) && !kind.SequenceEqual("DATA::Invalid_Size"u8))
            return LineReading.NoMail;
        if (!HasEnvelope(text))
            return kind.StartsWith("AUTH::"u8) || kind.StartsWith("TLS::"u8) ? LineReading.NoMail : LineReading.Strange;
        if (!TryFields(text, isAccepted || HasCondition(kind), ref mail))
            return LineReading.Strange;
        if (mail.Recipient.IsEmpty)
            return LineReading.NoMail;
        mail.Format = LogFormat.Sqmail;
        mail.Process = process;
        mail.Outcome = isAccepted ? Outcome.Accepted : Outcome.RefusedOtherwise;
        mail.Known |= MailField.Sender | MailField.Recipient | MailField.Relay;
        mail.IsRelayClient = isAccepted && (kind.SequenceEqual("SNDR::Relay_Client"u8) || kind.SequenceEqual("ORIG::Local_Sender"u8)
            || kind.SequenceEqual("ORIG::Relay_Mailfrom"u8) || kind.StartsWith("AUTH::"u8));
        return LineReading.Mail;
    }

    /// <summary>True for a refusal that names which entry refused. In others a client may have written what looks like a condition.</summary>
    private static bool HasCondition(ReadOnlySpan<byte> kind) =>
        kind.SequenceEqual("SNDR::Bad_Helo"u8) || kind.SequenceEqual("SNDR::DNS_Helo"u8) || kind.SequenceEqual("ORIG::Bad_Mailfrom"u8);

    private static bool HasEnvelope(ReadOnlySpan<byte> text) => text.IndexOf(" F:"u8) is >= 0 and var from && text[from..].IndexOf(" T:"u8) >= 0;

    private static bool TryFields(ReadOnlySpan<byte> text, bool mayHaveCondition, ref LoggedMail mail)
    {
        // Older versions put the protocol behind the client.
        bool isProtocolFirst = text.StartsWith(" P:"u8);
        ReadOnlySpan<byte> client;
        if (isProtocolFirst)
        {
            if (!Separators.TryCut(ref text, " P:"u8, out _) || !Separators.TryCut(ref text, " S:"u8, out _)
                || !Separators.TryCut(ref text, " H:"u8, out client))
                return false;
        }
        else if (!text.StartsWith(" S:"u8) || !Separators.TryCut(ref text, " S:"u8, out _) || !Separators.TryCut(ref text, " P:"u8, out client)
            || !Separators.TryCut(ref text, " H:"u8, out _))
        {
            return false;
        }

        if (!Separators.TryCut(ref text, " F:"u8, out ReadOnlySpan<byte> helo) || !Separators.TryCut(ref text, " T:"u8, out ReadOnlySpan<byte> sender)
            || !TryRecipient(text, mayHaveCondition, out ReadOnlySpan<byte> recipient))
            return false;

        // A host's name holds no colon: tcpserver would not hand it out.
        int colon = client.LastIndexOf((byte)':');
        ReadOnlySpan<byte> ip = colon < 0 ? client : client[..colon];
        if (!ip.IsEmpty)
        {
            if (!IpAddress.TryParse(ip, out _))
                return false;
            mail.Known |= MailField.Ip;
        }

        mail.Ip = ip;
        mail.Helo = helo;
        if (!helo.IsEmpty)
            mail.Known |= MailField.Helo;
        mail.Sender = sender;
        mail.Recipient = recipient;
        return true;
    }

    /// <summary>Takes the recipient from what may be behind it: the condition in quotes, and a mark before the name of a user.</summary>
    private static bool TryRecipient(ReadOnlySpan<byte> text, bool mayHaveCondition, out ReadOnlySpan<byte> recipient)
    {
        recipient = text;
        int quote = text.IndexOf(" '"u8);
        if (mayHaveCondition && quote >= 0)
        {
            if (!text.EndsWith("'"u8) || text[(quote + 1)..].IndexOf(" '"u8) >= 0)
                return false;
            recipient = text[..quote];
        }

        if (recipient.EndsWith(" ?~"u8))
            recipient = recipient[..^3];
        return !recipient.Contains((byte)' ');
    }
}
