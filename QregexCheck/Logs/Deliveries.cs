using System;

namespace QregexCheck.Logs;

/// <summary>Follows the messages of qmail-send: who sent them, and which recipients got them.</summary>
/// <remarks>
/// Forms: <c>new msg M</c>, <c>info msg M: bytes B from &lt;S&gt; qp Q uid U</c>, <c>starting delivery D: msg M to local R</c> or <c>remote R</c>,
/// <c>delivery D: success: ...</c>, <c>failure</c>, <c>deferral</c>, <c>bounce msg M qp Q</c>, <c>end msg M</c>, <c>status: ...</c>. Addresses hold no blank, for
/// qmail-send writes <c>_</c> for what is not safe. M is the number of a file, and used again; D begins again with 1 when qmail-send starts.
/// Source: qmail-send.c, qsutil.c (logsafe).
/// </remarks>
/// <param name="prefixes">What qmail-send puts before recipients of virtual domains.</param>
/// <param name="take">Gets a mail for each recipient that got it.</param>
internal sealed class Deliveries(VirtualPrefixes prefixes, LoggedMailTaker take)
{
    private const int MostMessages = 16_384;

    private const int MostDeliveries = 4096;

    private readonly BoundedTable<Message> _messages = new(MostMessages, static () => new Message());
    private readonly BoundedTable<Delivery> _deliveries = new(MostDeliveries, static () => new Delivery());

    /// <summary>What a double bounce of qmail-send has for its sender. Source: qmail-send.c (injectbounce).</summary>
    private static ReadOnlySpan<byte> DoubleBounceSender => "#@[]"u8;

    /// <summary>Reads a line.</summary>
    /// <param name="text">What qmail-send wrote.</param>
    /// <param name="front">What stands before it.</param>
    public LineReading Read(ReadOnlySpan<byte> text, in LineFront front)
    {
        if (DecimalNumber.TryTake(ref text, "starting delivery "u8))
            return Start(text, in front);
        if (DecimalNumber.TryTake(ref text, "delivery "u8))
            return Finish(text);
        if (DecimalNumber.TryTake(ref text, "info msg "u8))
            return Describe(text, in front);
        if (!DecimalNumber.TryTake(ref text, "new msg "u8) && !DecimalNumber.TryTake(ref text, "end msg "u8))
            return LineReading.NoMail;
        if (!DecimalNumber.TryTake(ref text, out ulong message) || !text.IsEmpty)
            return LineReading.Strange;
        _messages.Close(message);
        return LineReading.NoMail;
    }

    private LineReading Describe(ReadOnlySpan<byte> text, in LineFront front)
    {
        if (!DecimalNumber.TryTake(ref text, out ulong number) || !DecimalNumber.TryTake(ref text, ": bytes "u8) || !DecimalNumber.TryTake(ref text, out _)
            || !DecimalNumber.TryTake(ref text, " from <"u8) || text.IndexOf((byte)' ') is not (> 0 and var end) || text[end - 1] != (byte)'>'
            || !text[end..].StartsWith(" qp "u8))
            return LineReading.Strange;
        ReadOnlySpan<byte> sender = text[..(end - 1)];
        Message message = _messages.Open(number);
        message.Sender.Set(sender, IsAltered(sender, in front));
        message.Time = front.Time;
        return LineReading.NoMail;
    }

    private LineReading Start(ReadOnlySpan<byte> text, in LineFront front)
    {
        if (!DecimalNumber.TryTake(ref text, out ulong number) || !DecimalNumber.TryTake(ref text, ": msg "u8) || !DecimalNumber.TryTake(ref text, out ulong message))
            return LineReading.Strange;
        bool isLocal = DecimalNumber.TryTake(ref text, " to local "u8);
        if ((!isLocal && !DecimalNumber.TryTake(ref text, " to remote "u8)) || text.IsEmpty || text.Contains((byte)' '))
            return LineReading.Strange;
        ReadOnlySpan<byte> recipient = isLocal ? prefixes.WithoutPrefix(text) : text;
        Delivery delivery = _deliveries.Open(number);
        delivery.Recipient.Set(recipient, IsAltered(recipient, in front));
        delivery.Message = message;
        delivery.IsLocal = isLocal;
        delivery.Time = front.Time;
        return LineReading.NoMail;
    }

    private LineReading Finish(ReadOnlySpan<byte> text)
    {
        if (!DecimalNumber.TryTake(ref text, out ulong number) || !text.StartsWith(": "u8))
            return LineReading.Strange;
        Delivery? delivery = _deliveries.Find(number);
        _deliveries.Close(number);
        if (delivery is null || !delivery.Recipient.IsKnown || !text.StartsWith(": success: "u8))
            return LineReading.NoMail;
        Message? message = _messages.Find(delivery.Message);
        LoggedAddress? sender = message is { Sender.IsKnown: true } ? message.Sender : null;

        // A bounce goes to whoever is named as the sender. It does not show that anybody here has written to him. A double bounce comes from no client.
        if (sender is null ? !delivery.IsLocal : sender.Bytes.SequenceEqual(DoubleBounceSender) || (!delivery.IsLocal && sender.Bytes.IsEmpty))
            return LineReading.NoMail;
        var mail = new LoggedMail
        {
            Format = LogFormat.QmailSend,
            Outcome = delivery.IsLocal ? Outcome.Delivered : Outcome.Sent,
            Known = MailField.Recipient,
            Recipient = delivery.Recipient.Bytes,
            Altered = delivery.Recipient.IsAltered ? MailField.Recipient : MailField.None,
        };
        if (sender is not null)
        {
            mail.Known |= MailField.Sender;
            mail.Sender = sender.Bytes;
            mail.Altered |= sender.IsAltered ? MailField.Sender : MailField.None;
        }

        // The message came when its info was written. A delivery may succeed days later.
        take(in mail, message?.Time ?? delivery.Time);
        return LineReading.Mail;
    }

    private static bool IsAltered(ReadOnlySpan<byte> address, in LineFront front) => address.Contains((byte)'_') || (front.IsFolded && address.Contains((byte)'?'));

    private sealed class Message
    {
        public readonly LoggedAddress Sender = new();

        public long Time;
    }

    private sealed class Delivery
    {
        public readonly LoggedAddress Recipient = new();

        public ulong Message;

        public bool IsLocal;

        public long Time;
    }
}
