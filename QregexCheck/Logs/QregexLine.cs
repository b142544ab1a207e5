using System;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// A line of the qregex patch: <c>qmail-smtpd: badmailfrom: &lt;S&gt; at IP</c>, <c>qmail-smtpd[P]: badrcptto: &lt;R&gt; matches pattern: RE</c>, or both parts.
/// The program may be left out, and syslog may have taken it. Source: doc/README.qregex, and sagredo-dev/qmail, qmail-smtpd.c.
/// </summary>
/// <remarks>
/// It tells one field and the client. What stands between the brackets came from the client: where what follows them stands there twice, nobody can tell
/// which the program wrote.
/// </remarks>
internal static class QregexLine
{
    private static ReadOnlySpan<byte> Program => "qmail-smtpd"u8;

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

        int colon = text[..Math.Min(text.Length, 24)].IndexOf((byte)':');
        if (colon < 0 || SubjectOf(text[..colon]) is not (not MailField.None and var subject))
            return LineReading.NotOurs;
        mail.List = text[..colon];
        text = text[(colon + 1)..];
        if (!text.StartsWith(" <"u8))
            return LineReading.Strange;
        if (!TryRest(text[2..], out ReadOnlySpan<byte> field, ref mail))
            return LineReading.Strange;
        mail.Format = LogFormat.Qregex;
        mail.Outcome = Outcome.Refused;
        mail.Known |= subject;
        switch (subject)
        {
            case MailField.Helo: mail.Helo = field; break;
            case MailField.Sender: mail.Sender = field; break;
            default: mail.Recipient = field; break;
        }

        return LineReading.Mail;
    }

    private static bool TryRest(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> field, scoped ref LoggedMail mail)
    {
        ReadOnlySpan<byte> at = "> at "u8;
        ReadOnlySpan<byte> patternAlone = "> matches pattern: "u8;
        ReadOnlySpan<byte> pattern = patternAlone[1..];
        field = default;
        bool hasIp = text.IndexOf(at) >= 0;
        if (hasIp)
        {
            if (!Separators.TryCut(ref text, at, out field))
                return false;
            int end = text.IndexOf((byte)' ');
            mail.Ip = end < 0 ? text : text[..end];
            text = text[mail.Ip.Length..];
            if (!IpAddress.TryParse(mail.Ip, out _) || field.IndexOf(pattern) >= 0)
                return false;
            mail.Known |= MailField.Ip;
            if (text.IsEmpty)
                return true;
            if (!text.StartsWith(pattern))
                return false;
            text = text[pattern.Length..];
            if (text.IndexOf(patternAlone) >= 0)
                return false;
        }
        else if (!Separators.TryCut(ref text, patternAlone, out field))
        {
            return false;
        }

        mail.Rule = text;
        mail.Known |= MailField.Rule;
        return !text.IsEmpty;
    }

    private static MailField SubjectOf(ReadOnlySpan<byte> list)
    {
        if (list.SequenceEqual("badmailfrom"u8) || list.SequenceEqual("badmailfromnorelay"u8))
            return MailField.Sender;
        if (list.SequenceEqual("badrcptto"u8) || list.SequenceEqual("badrcpttonorelay"u8) || list.SequenceEqual("badmailto"u8)
            || list.SequenceEqual("badmailtonorelay"u8))
            return MailField.Recipient;
        if (list.SequenceEqual("badhelo"u8) || list.SequenceEqual("badhelonorelay"u8))
            return MailField.Helo;
        return MailField.None;
    }
}
