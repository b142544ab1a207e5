using System;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// A line of spamdyke's: <c>ALLOWED</c>, <c>DENIED_...</c> or <c>TIMEOUT</c>, then
/// <c> from: S to: R origin_ip: IP origin_rdns: N auth: A encryption: E reason: X</c>. The reason may be left out; <c>(unknown)</c> stands for what is missing, and
/// for the null sender. To standard error it writes <c>spamdyke[P]: </c> before. Source: spamdyke.c and log.c of spamdyke 5.
/// </summary>
/// <remarks>
/// Addresses stand in it as the client sent them, and the reason may quote them. So each name of a field must be there once. It does not tell the HELO. A
/// recipient was refused by spamdyke, or by qmail-smtpd, which may tell more in a line of its own.
/// </remarks>
internal static class SpamdykeLine
{
    private static ReadOnlySpan<byte> Program => "spamdyke["u8;

    private static ReadOnlySpan<byte> Unknown => "(unknown)"u8;

    /// <summary>Reads a line.</summary>
    /// <param name="text">What stands behind the stamp.</param>
    /// <param name="room">Not needed: nothing is escaped.</param>
    /// <param name="mail">What the line says; it is empty before.</param>
    public static LineReading TryRead(ReadOnlySpan<byte> text, ByteText room, ref LoggedMail mail)
    {
        _ = room;
        if (text.StartsWith(Program))
        {
            int tag = SyslogTag.Length(text, out int process);
            if (tag == 0)
                return LineReading.NotOurs;
            mail.Process = process;
            text = text[tag..];
        }

        int end = text.IndexOf((byte)' ');
        if (end < 0 || !text[end..].StartsWith(" from: "u8))
            return LineReading.NotOurs;
        ReadOnlySpan<byte> word = text[..end];
        bool isAllowed = word.SequenceEqual("ALLOWED"u8);
        bool isDenied = word.StartsWith("DENIED_"u8) || word.SequenceEqual("TIMEOUT"u8);
        if (!isAllowed && !isDenied && !word.SequenceEqual("TLS_ENCRYPTED"u8) && !word.SequenceEqual("UNKNOWN_AUTH"u8))
            return LineReading.NotOurs;

        // The words that a client may have put before its own fields are found twice from here on, or out of their order.
        text = text[(end + 1)..];
        if (!Separators.TryCut(ref text, "from: "u8, out ReadOnlySpan<byte> nothing) || !nothing.IsEmpty
            || !Separators.TryCut(ref text, " to: "u8, out ReadOnlySpan<byte> sender)
            || !Separators.TryCut(ref text, " origin_ip: "u8, out ReadOnlySpan<byte> recipient)
            || !Separators.TryCut(ref text, " origin_rdns: "u8, out ReadOnlySpan<byte> ip)
            || !Separators.TryCut(ref text, " auth: "u8, out _)
            || !Separators.TryCut(ref text, " encryption: "u8, out ReadOnlySpan<byte> user))
            return LineReading.Strange;
        bool hasIp = !ip.SequenceEqual(Unknown);
        if (hasIp && !IpAddress.TryParse(ip, out _))
            return LineReading.Strange;
        if (recipient.SequenceEqual(Unknown) || !(isAllowed || isDenied))
            return LineReading.NoMail;

        mail.Format = LogFormat.Spamdyke;
        mail.Outcome = isAllowed ? Outcome.Accepted : Outcome.RefusedOtherwise;
        mail.Known = MailField.Sender | MailField.Recipient | MailField.Relay;
        mail.Sender = sender.SequenceEqual(Unknown) ? default : sender;
        mail.Recipient = recipient;
        mail.IsRelayClient = !user.IsEmpty && !user.SequenceEqual(Unknown);
        if (hasIp)
        {
            mail.Ip = ip;
            mail.Known |= MailField.Ip;
        }

        return LineReading.Mail;
    }
}
