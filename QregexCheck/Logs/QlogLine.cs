using System;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// A line of qlog's, of a patched qmail-smtpd:
/// <c>qlogenvelope: result=accepted code=250 reason=rcptto detail=chkuser helo=H mailfrom=S rcptto=R relay=no ... remoteip=IP ... pid=P</c>, and
/// <c>qlogreceived:</c> for a whole message. Source: sagredo-dev/qmail, qmail-smtpd.c, qsmtpdlog.
/// </summary>
/// <remarks>
/// Bytes up to 32 and above 126 are written as <c>_</c>. So a value that holds one may be altered. Under SMTPUTF8 they are not: a client may then write a
/// blank and a field of its own, and the fields no longer stand in their order. A message's line holds no mail, for each of its recipients has had a line.
/// </remarks>
internal static class QlogLine
{
    private const int Result = 0;
    private const int Reason = 2;
    private const int Detail = 3;
    private const int Helo = 4;
    private const int Sender = 5;
    private const int Recipient = 6;
    private const int Relay = 7;
    private const int User = 10;
    private const int RemoteIp = 16;
    private const int Process = 20;
    private const int Fields = 21;

    private static ReadOnlySpan<byte> Envelope => "qlogenvelope: "u8;

    private static ReadOnlySpan<byte> Received => "qlogreceived: "u8;

    /// <summary>Reads a line.</summary>
    /// <param name="text">What stands behind the stamp.</param>
    /// <param name="room">Not needed: nothing is escaped.</param>
    /// <param name="mail">What the line says; it is empty before.</param>
    public static LineReading TryRead(ReadOnlySpan<byte> text, ByteText room, ref LoggedMail mail)
    {
        _ = room;
        if (text.StartsWith(Received))
            return LineReading.NoMail;
        if (!text.StartsWith(Envelope))
            return LineReading.NotOurs;
        ReadOnlySpan<byte> rest = text[Envelope.Length..];
        ReadOnlySpan<byte> result = default, reason = default, detail = default, relay = default, user = default, process = default;
        bool hasRecipient = false;
        bool hasEnd = false;
        for (int next = 0; !rest.IsEmpty; next++)
        {
            int end = rest.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            while (next < Fields && !word.StartsWith(Name(next)))
                next++;
            if (next == Fields)
                return LineReading.Strange;
            ReadOnlySpan<byte> value = word[Name(next).Length..];
            switch (next)
            {
                case Result: result = value; break;
                case Reason: reason = value; break;
                case Detail: detail = value; break;
                case Helo: mail.Helo = value; break;
                case Sender: mail.Sender = value; break;
                case Recipient: mail.Recipient = value; hasRecipient = true; break;
                case Relay: relay = value; break;
                case User: user = value; break;
                case RemoteIp: mail.Ip = value; hasEnd = true; break;
                case Process: process = value; break;
            }
        }

        if (!hasRecipient || !hasEnd || !(mail.Ip.IsEmpty || IpAddress.TryParse(mail.Ip, out _)))
            return LineReading.Strange;
        bool isAccepted = result.SequenceEqual("accepted"u8);
        if (!isAccepted && !result.SequenceEqual("rejected"u8))
            return LineReading.Strange;
        if (mail.Recipient.IsEmpty || (!isAccepted && IsAboutSession(reason)))
            return LineReading.NoMail;

        mail.Format = LogFormat.Qlog;
        mail.Known = MailField.Sender | MailField.Recipient | MailField.Relay;
        if (!mail.Ip.IsEmpty)
            mail.Known |= MailField.Ip;
        if (!mail.Helo.IsEmpty)
            mail.Known |= MailField.Helo;
        mail.IsRelayClient = relay.SequenceEqual("yes"u8) || !user.IsEmpty;
        mail.Altered = Underscored(mail.Helo, MailField.Helo) | Underscored(mail.Sender, MailField.Sender) | Underscored(mail.Recipient, MailField.Recipient);
        mail.Process = StampReader.Digits(process, 0, 9) is > 0 and <= 9 and var digits && digits == process.Length ? (int)StampReader.Number(process) : 0;
        mail.Outcome = isAccepted ? Outcome.Accepted : Outcome.RefusedOtherwise;
        if (!isAccepted && ListOf(reason) is { IsEmpty: false } list)
        {
            mail.Outcome = Outcome.Refused;
            mail.List = list;
            mail.Rule = detail;
            if (!detail.IsEmpty)
                mail.Known |= MailField.Rule;
            mail.Altered |= Underscored(detail, MailField.Rule);
        }

        return LineReading.Mail;
    }

    /// <summary>The names in the order in which they are written. A version may leave some out.</summary>
    private static ReadOnlySpan<byte> Name(int field) => field switch
    {
        Result => "result="u8,
        1 => "code="u8,
        Reason => "reason="u8,
        Detail => "detail="u8,
        Helo => "helo="u8,
        Sender => "mailfrom="u8,
        Recipient => "rcptto="u8,
        Relay => "relay="u8,
        8 => "rcpthosts="u8,
        9 => "size="u8,
        User => "authuser="u8,
        11 => "authtype="u8,
        12 => "encrypted="u8,
        13 => "sslverified="u8,
        14 => "localip="u8,
        15 => "localport="u8,
        RemoteIp => "remoteip="u8,
        17 => "remoteport="u8,
        18 => "remotehost="u8,
        19 => "qp="u8,
        _ => "pid="u8,
    };

    /// <summary>The list of the qregex patch whose rule refused, by the reason; empty when none did.</summary>
    private static ReadOnlySpan<byte> ListOf(ReadOnlySpan<byte> reason) =>
        reason.SequenceEqual("qregexbhelo"u8) ? "badhelo"u8
        : reason.SequenceEqual("qregexbmf"u8) ? "badmailfrom"u8
        : reason.SequenceEqual("qregexbmt"u8) ? "badrcptto"u8
        : default;

    /// <summary>True for a reason that ends a session. The recipient in such a line is the one before, and was answered.</summary>
    private static bool IsAboutSession(ReadOnlySpan<byte> reason) =>
        reason.SequenceEqual("alarmtimeout"u8) || reason.SequenceEqual("out_of_memory"u8) || reason.SequenceEqual("cannot_read_controls"u8)
        || reason.SequenceEqual("unknown_ip_me"u8) || reason.SequenceEqual("bad_newlines"u8) || reason.SequenceEqual("pregreet"u8)
        || reason.SequenceEqual("authfailed"u8) || reason.SequenceEqual("authinvalid"u8) || reason.SequenceEqual("qqtfailure"u8);

    private static MailField Underscored(ReadOnlySpan<byte> value, MailField field) => value.Contains((byte)'_') ? field : MailField.None;
}
