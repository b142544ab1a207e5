using System;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// A line of chkuser's. From 2.0.10 on:
/// <c>CHKUSER TITLE: from &lt;S|remoteinfo/auth:A|chkuser-identify:I&gt; remote &lt;helo:H|remotehostname:N|remotehostip:IP&gt; rcpt &lt;R&gt; : WORDS</c>; before:
/// <c>CHKUSER TITLE: from &lt;S:A:I&gt; remote &lt;H:N:IP&gt; rcpt &lt;R&gt; : WORDS</c>. Source: chkuser.c, chkuser_commonlog.
/// </summary>
/// <remarks>
/// <para>
/// Sender, HELO and recipient stand in it as the client sent them, up to a NUL. So each separator must be there once, in its place, and the client's address
/// must be one: what a client wrote to look like another line has the separators twice.
/// </para>
/// <para>
/// The older form has one colon for all. The sender is told from the right. In <c>H:N:IP</c> an IPv4 address stands at the end; before IPv6 the name's colon
/// is the second.
/// </para>
/// <para>chkuser leaves the HELO out when it is the client's name, so an empty one is that name.</para>
/// </remarks>
internal static class ChkuserLine
{
    private static ReadOnlySpan<byte> Prefix => "CHKUSER "u8;

    private static ReadOnlySpan<byte> From => ": from <"u8;

    private static ReadOnlySpan<byte> Auth => "|remoteinfo/auth:"u8;

    private static ReadOnlySpan<byte> Identify => "|chkuser-identify:"u8;

    private static ReadOnlySpan<byte> Remote => "> remote <helo:"u8;

    private static ReadOnlySpan<byte> HostName => "|remotehostname:"u8;

    private static ReadOnlySpan<byte> HostIp => "|remotehostip:"u8;

    private static ReadOnlySpan<byte> Recipient => "> rcpt <"u8;

    private static ReadOnlySpan<byte> Words => "> : "u8;

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

        // No title holds a colon; where the first one is not the separator's, the line is strange or older than we know.
        int title = text.IndexOf((byte)':');
        if (title >= 0 && !text[title..].StartsWith(From))
            title = text.IndexOf(From);
        if (title < 0 || TitleOf(text[..title]) is not (not Title.Unknown and var meaning))
            return LineReading.Strange;
        text = text[(title + From.Length)..];
        bool isUnderstood = TryPlainFields(text, ref mail) || (text.IndexOf(Auth) >= 0 ? TryFields(text, ref mail) : TryOldFields(text, ref mail));
        if (!isUnderstood)
            return LineReading.Strange;
        if (meaning == Title.NoRecipient || mail.Recipient.IsEmpty)
            return LineReading.NoMail;

        mail.Format = LogFormat.Chkuser;
        mail.Known |= MailField.Relay | MailField.Sender | MailField.Recipient;
        mail.IsRelayClient |= meaning == Title.Relaying;
        mail.Outcome = meaning == Title.Refused ? Outcome.RefusedOtherwise : Outcome.Accepted;
        return LineReading.Mail;
    }

    private enum Title
    {
        Unknown,
        Accepted,
        Relaying,
        Refused,

        /// <summary>About the sender; or it comes beside the line that tells what became of the recipient.</summary>
        NoRecipient,
    }

    private static Title TitleOf(ReadOnlySpan<byte> title)
    {
        if (title.SequenceEqual("accepted rcpt"u8) || title.SequenceEqual("accepted any rcpt"u8))
            return Title.Accepted;
        if (title.SequenceEqual("relaying rcpt"u8))
            return Title.Relaying;
        if (title.SequenceEqual("rejected rcpt"u8) || title.SequenceEqual("rejected relaying"u8) || title.SequenceEqual("rejected intrusion"u8)
            || title.SequenceEqual("must auth"u8) || title.SequenceEqual("no auth resource"u8) || title.SequenceEqual("mbx overquota"u8))
            return Title.Refused;
        if (title.SequenceEqual("intrusion threshold"u8) || title.EndsWith(" sender"u8) || title.SequenceEqual("accepted doublebounce"u8))
            return Title.NoRecipient;
        return Title.Unknown;
    }

    /// <summary>Reads a line that has no more of the bytes which begin separators than its program wrote. Nearly each is such a line.</summary>
    private static bool TryPlainFields(ReadOnlySpan<byte> text, ref LoggedMail mail)
    {
        Span<int> at = stackalloc int[7];
        if (Separators.Find(text, (byte)'|', (byte)'>', at) != at.Length || !text[at[0]..].StartsWith(Auth) || !text[at[1]..].StartsWith(Identify)
            || !text[at[2]..].StartsWith(Remote) || !text[at[3]..].StartsWith(HostName) || !text[at[4]..].StartsWith(HostIp)
            || !text[at[5]..].StartsWith(Recipient) || !text[at[6]..].StartsWith(Words))
            return false;
        return TryKeep(
            text[..at[0]],
            text[(at[0] + Auth.Length)..at[1]],
            text[(at[2] + Remote.Length)..at[3]],
            text[(at[3] + HostName.Length)..at[4]],
            text[(at[4] + HostIp.Length)..at[5]],
            text[(at[5] + Recipient.Length)..at[6]],
            ref mail);
    }

    private static bool TryFields(ReadOnlySpan<byte> text, ref LoggedMail mail)
    {
        if (!Separators.TryCut(ref text, Auth, out ReadOnlySpan<byte> sender)
            || !Separators.TryCut(ref text, Identify, out ReadOnlySpan<byte> authenticated)
            || !Separators.TryCut(ref text, Remote, out _)
            || !Separators.TryCut(ref text, HostName, out ReadOnlySpan<byte> helo)
            || !Separators.TryCut(ref text, HostIp, out ReadOnlySpan<byte> name)
            || !Separators.TryCut(ref text, Recipient, out ReadOnlySpan<byte> ip)
            || !Separators.TryCut(ref text, Words, out ReadOnlySpan<byte> recipient))
            return false;
        return TryKeep(sender, authenticated, helo, name, ip, recipient, ref mail);
    }

    private static bool TryOldFields(ReadOnlySpan<byte> text, ref LoggedMail mail)
    {
        if (!Separators.TryCut(ref text, "> remote <"u8, out ReadOnlySpan<byte> from)
            || !Separators.TryCut(ref text, Recipient, out ReadOnlySpan<byte> remote)
            || !Separators.TryCut(ref text, Words, out ReadOnlySpan<byte> recipient))
            return false;
        if (!TryCutRight(ref from, out _) || !TryCutRight(ref from, out ReadOnlySpan<byte> authenticated))
            return false;
        ReadOnlySpan<byte> helo, name, ip;
        ReadOnlySpan<byte> left = remote;
        if (TryCutRight(ref left, out ip) && IpAddress.TryParseV4(ip, out _) && !left.EndsWith("::ffff"u8))
        {
            if (!TryCutRight(ref left, out name))
                return false;
            helo = left;
        }
        else
        {
            ip = remote;
            if (!TryCutLeft(ref ip, out helo) || !TryCutLeft(ref ip, out name))
                return false;
        }

        return TryKeep(from, authenticated, helo, name, ip, recipient, ref mail);
    }

    private static bool TryKeep(
        ReadOnlySpan<byte> sender, ReadOnlySpan<byte> authenticated, ReadOnlySpan<byte> helo, ReadOnlySpan<byte> name, ReadOnlySpan<byte> ip,
        ReadOnlySpan<byte> recipient, ref LoggedMail mail)
    {
        if (!ip.IsEmpty)
        {
            if (!IpAddress.TryParse(ip, out _))
                return false;
            mail.Known |= MailField.Ip;
        }

        mail.Ip = ip;
        mail.Sender = sender;
        mail.Recipient = recipient;
        mail.Helo = helo.IsEmpty ? name : helo;
        if (!mail.Helo.IsEmpty)
            mail.Known |= MailField.Helo;
        mail.IsRelayClient = !authenticated.IsEmpty;
        return true;
    }

    private static bool TryCutRight(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> last)
    {
        int colon = text.LastIndexOf((byte)':');
        last = text[(colon + 1)..];
        if (colon >= 0)
            text = text[..colon];
        return colon >= 0;
    }

    private static bool TryCutLeft(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> first)
    {
        int colon = text.IndexOf((byte)':');
        first = colon < 0 ? text : text[..colon];
        text = text[(colon + 1)..];
        return colon >= 0;
    }
}
