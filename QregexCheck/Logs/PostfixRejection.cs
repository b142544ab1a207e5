using System;

namespace QregexCheck.Logs;

/// <summary>Reads what Postfix writes of a recipient that it rejected.</summary>
/// <remarks>
/// Form: <c>reject: RCPT from NAME[IP]: CODE TEXT; from=&lt;S&gt; to=&lt;R&gt; proto=P helo=&lt;H&gt;</c>, and <c>sasl_username=&lt;U&gt;</c> behind it. postscreen
/// writes <c>[IP]:PORT</c> and a comma behind each field. The text holds the client's words, and so do sender, recipient and HELO. So each mark must stand in the
/// line once; where it stands twice, nothing is believed. Source: smtpd_check.c (log_whatsup), postscreen_smtpd.c.
/// </remarks>
internal static class PostfixRejection
{
    /// <summary>Reads a rejection.</summary>
    /// <param name="text">What stands behind the queue ID.</param>
    /// <param name="mail">Gets what was rejected.</param>
    public static LineReading TryRead(ReadOnlySpan<byte> text, ref LoggedMail mail)
    {
        if (!DecimalNumber.TryTake(ref text, "reject: RCPT from "u8))
            return LineReading.NoMail;
        if (!PostfixLine.TryTakeClient(ref text, out ReadOnlySpan<byte> ip))
            return LineReading.Strange;
        TakePort(ref text);
        if (!DecimalNumber.TryTake(ref text, ": "u8) || text.Length < 4 || text[0] is not ((byte)'4' or (byte)'5'))
            return LineReading.Strange;
        if (!TryCut(text, "; from=<"u8, out _, out text) || !TryCut(text, " to=<"u8, out ReadOnlySpan<byte> sender, out text)
            || !TryCut(text, " proto="u8, out ReadOnlySpan<byte> recipient, out text) || !TryCut(text, " helo=<"u8, out _, out text))
            return LineReading.Strange;
        mail.IsRelayClient = TryCut(text, " sasl_username=<"u8, out ReadOnlySpan<byte> helo, out _);
        if (!mail.IsRelayClient)
            helo = text;
        if (!TryUnbracket(ref sender) || !TryUnbracket(ref recipient) || !TryUnbracket(ref helo))
            return LineReading.Strange;
        mail.Format = LogFormat.Postfix;
        mail.Outcome = Outcome.RefusedOtherwise;
        mail.Known = MailField.Ip | MailField.Relay | MailField.Helo | MailField.Sender | MailField.Recipient;
        mail.Ip = ip;
        mail.Helo = helo;
        mail.Sender = sender;
        mail.Recipient = recipient;
        mail.Altered = Altered(helo, MailField.Helo) | Altered(sender, MailField.Sender) | Altered(recipient, MailField.Recipient);
        return LineReading.Mail;
    }

    /// <summary>Cuts a text at a mark that stands in it once.</summary>
    private static bool TryCut(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> behind)
    {
        int at = text.IndexOf(mark);
        before = at < 0 ? text : text[..at];
        behind = at < 0 ? default : text[(at + mark.Length)..];
        return at >= 0 && behind.IndexOf(mark) < 0;
    }

    /// <summary>Takes the bracket behind a field, and postscreen's comma.</summary>
    private static bool TryUnbracket(ref ReadOnlySpan<byte> field)
    {
        ReadOnlySpan<byte> closed = field.EndsWith(","u8) ? field[..^1] : field;
        if (!closed.EndsWith(">"u8))
            return false;
        field = closed[..^1];
        return true;
    }

    private static void TakePort(scoped ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> port = text;
        if (DecimalNumber.TryTake(ref port, ":"u8) && DecimalNumber.TryTake(ref port, out _))
            text = port;
    }

    /// <summary>Postfix writes <c>?</c> for bytes that do not print.</summary>
    private static MailField Altered(ReadOnlySpan<byte> bytes, MailField field) => bytes.Contains((byte)'?') ? field : MailField.None;
}
