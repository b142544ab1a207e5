using System;
using QregexCheck.Database;

namespace QregexCheck.Logs;

/// <summary>Follows the messages in Postfix's queue, from the client that brought them to the recipients, and reads what was rejected before it got there.</summary>
/// <remarks>
/// Forms, by daemon: smtpd <c>QID: client=NAME[IP], sasl_method=M, sasl_username=U</c>; qmgr <c>QID: from=&lt;S&gt;, size=B, nrcpt=N (queue active)</c>; those that
/// deliver <c>QID: to=&lt;R&gt;, orig_to=&lt;R&gt;, relay=..., status=...</c>; qmgr <c>QID: removed</c>. A message without a client came from this host, and is no
/// event. For rejections see <see cref="PostfixRejection"/>.
/// </remarks>
/// <param name="take">Gets a mail for each recipient.</param>
internal sealed class PostfixQueue(LoggedMailTaker take)
{
    private const int MostMessages = 4096;

    /// <summary>So many recipients of one message are remembered; of more, those are counted that got it.</summary>
    private const int MostRecipients = 512;

    private readonly BoundedTable<Message> _messages = new(MostMessages, static () => new Message());
    private readonly AddressHash _hash = new(unchecked((ulong)HashCode.Combine(3)), unchecked((ulong)HashCode.Combine(4)));

    /// <summary>Reads a line.</summary>
    /// <param name="head">What stands before the text: stamp, host and tag.</param>
    /// <param name="text">What Postfix wrote.</param>
    /// <param name="front">What the head says.</param>
    public LineReading Read(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, in LineFront front)
    {
        ReadOnlySpan<byte> daemon = PostfixLine.Daemon(head);
        if (daemon.IsEmpty || !PostfixLine.TryTakeQueueId(ref text, out UInt128 id))
            return LineReading.NotOurs;
        if (daemon.SequenceEqual("smtpd"u8) || daemon.SequenceEqual("postscreen"u8))
            return DecimalNumber.TryTake(ref text, "client="u8) ? Open(text, id, in front) : Reject(text, in front);
        if (!daemon.SequenceEqual("qmgr"u8))
            return DecimalNumber.TryTake(ref text, "to=<"u8) ? Deliver(text, id) : LineReading.NoMail;
        if (text.SequenceEqual("removed"u8))
            _messages.Close(id);
        else if (DecimalNumber.TryTake(ref text, "from=<"u8))
            return Describe(text, id);
        else if (DecimalNumber.TryTake(ref text, "to=<"u8))
            return Deliver(text, id);
        return LineReading.NoMail;
    }

    private LineReading Reject(ReadOnlySpan<byte> text, in LineFront front)
    {
        var mail = new LoggedMail { Process = front.Process };
        LineReading reading = PostfixRejection.TryRead(text, ref mail);
        if (reading == LineReading.Mail)
            take(in mail, front.Time);
        return reading;
    }

    private LineReading Open(ReadOnlySpan<byte> text, UInt128 id, in LineFront front)
    {
        if (!PostfixLine.TryTakeClient(ref text, out ReadOnlySpan<byte> ip))
            return LineReading.Strange;
        Message message = _messages.Open(id);
        message.Ip.Set(ip, isAltered: false);
        message.Sender.Forget();
        message.IsRelayClient = text.StartsWith(", sasl_"u8) && text.IndexOf(", sasl_username="u8) >= 0;
        message.Time = front.Time;
        message.Process = front.Process;
        message.Recipients = 0;
        return LineReading.NoMail;
    }

    private LineReading Describe(ReadOnlySpan<byte> text, UInt128 id)
    {
        int end = text.IndexOf(">, "u8);
        if (end < 0)
            return LineReading.Strange;
        if (!text[end..].StartsWith(">, size="u8))
            return text[end..].StartsWith(">, status="u8) ? LineReading.NoMail : LineReading.Strange;
        if (_messages.Find(id) is not { } message)
            return LineReading.NoMail;
        message.Sender.Forget();
        if (text[(end + 1)..].IndexOf(">, "u8) >= 0)
            return LineReading.Strange;
        message.Sender.Set(text[..end], text[..end].Contains((byte)'?'));
        return LineReading.NoMail;
    }

    private LineReading Deliver(ReadOnlySpan<byte> text, UInt128 id)
    {
        if (!PostfixLine.TryTakeRecipient(ref text, out ReadOnlySpan<byte> recipient))
            return LineReading.Strange;
        if (_messages.Find(id) is not { Ip.IsKnown: true } message || !IsNew(message, recipient, text))
            return LineReading.NoMail;
        var mail = new LoggedMail
        {
            Format = LogFormat.Postfix,
            Outcome = Outcome.Accepted,
            Known = MailField.Ip | MailField.Relay | MailField.Recipient | (message.Sender.IsKnown ? MailField.Sender : MailField.None),
            Altered = (recipient.Contains((byte)'?') ? MailField.Recipient : MailField.None) | (message.Sender.IsAltered ? MailField.Sender : MailField.None),
            IsRelayClient = message.IsRelayClient,
            Process = message.Process,
            Ip = message.Ip.Bytes,
            Sender = message.Sender.Bytes,
            Recipient = recipient,
        };
        take(in mail, message.Time);
        return LineReading.Mail;
    }

    /// <summary>True for the first line about a recipient: a delivery that was deferred is told again and again.</summary>
    private bool IsNew(Message message, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> behind)
    {
        ulong hash = _hash.Of(recipient);
        if (message.Seen.AsSpan(0, message.Recipients).Contains(hash))
            return false;
        if (message.Recipients == MostRecipients)
            return behind.IndexOf(", status=sent "u8) >= 0;
        if (message.Recipients == message.Seen.Length)
            Array.Resize(ref message.Seen, 2 * message.Seen.Length);
        message.Seen[message.Recipients++] = hash;
        return true;
    }

    private sealed class Message
    {
        public readonly LoggedAddress Ip = new();

        public readonly LoggedAddress Sender = new();

        public ulong[] Seen = new ulong[4];

        public int Recipients;

        public bool IsRelayClient;

        public int Process;

        public long Time;
    }
}
