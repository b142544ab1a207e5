using System;

namespace QregexCheck.Logs;

/// <summary>Follows mailfront's sessions by their process: each MAIL and RCPT is a line, and each reply of 400 and more, but no other reply.</summary>
/// <remarks>
/// <para>A recipient was accepted when no such reply follows before that process's next line, or the end.</para>
/// <para>
/// mailfront writes a command that it does not know as it was sent, so a client can write a line that looks like a reply. But then the reply to it follows, which
/// says that the command is not implemented. A refusal before it is not believed. Source: protocol-smtp.c.
/// </para>
/// </remarks>
/// <param name="take">Gets a mail for each recipient.</param>
internal sealed class MailfrontSessions(LoggedMailTaker take)
{
    private const int MostSessions = 4096;

    private readonly BoundedTable<Session> _sessions = new(MostSessions, static () => new Session());

    private enum Pending
    {
        Nothing,
        Mail,
        Recipient,
        RefusedRecipient,
    }

    /// <summary>Reads a line.</summary>
    /// <param name="text">What mailfront wrote.</param>
    /// <param name="front">What stands before it.</param>
    public LineReading Read(ReadOnlySpan<byte> text, in LineFront front)
    {
        if (!MailfrontLine.TryTakeProcess(ref text, out int process))
            return LineReading.Strange;
        Session session = Open(process);
        if (Reply(text) is > 0 and var code)
            return Answer(session, code, text, front.Time);
        Settle(session);
        if (DecimalNumber.TryTake(ref text, "MAIL "u8))
        {
            session.Sender.SetFromArgument(text, IsAltered(text, in front));
            session.Pending = Pending.Mail;
        }
        else if (DecimalNumber.TryTake(ref text, "RCPT "u8))
        {
            session.Recipient.SetFromArgument(text, IsAltered(text, in front));
            session.Pending = Pending.Recipient;
            session.Time = front.Time;
        }
        else if (text.StartsWith("bytes in: "u8))
        {
            _sessions.Close((uint)process);
        }

        return LineReading.NoMail;
    }

    /// <summary>Ends the session of a process.</summary>
    public void End(int process)
    {
        if (_sessions.Find((uint)process) is not { } session)
            return;
        Settle(session);
        _sessions.Close((uint)process);
    }

    /// <summary>Ends all sessions.</summary>
    public void End()
    {
        while (_sessions.TryCloseOldest(out Session session))
            Settle(session);
    }

    private static int Reply(ReadOnlySpan<byte> text) =>
        text.Length > 3 && text[0] is (byte)'4' or (byte)'5' && IsDigit(text[1]) && IsDigit(text[2]) && text[3] is (byte)' ' or (byte)'-'
            ? ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + text[2] - '0'
            : 0;

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    /// <summary>True when the argument may not be what was sent: it ends before its bracket, as at a NUL, or splogger wrote <c>?</c>.</summary>
    private static bool IsAltered(ReadOnlySpan<byte> argument, in LineFront front) =>
        (argument.Contains((byte)'<') && !argument.Contains((byte)'>')) || (front.IsFolded && argument.Contains((byte)'?'));

    private Session Open(int process)
    {
        if (_sessions.Find((uint)process) is { } known)
            return known;
        if (_sessions.IsFull && _sessions.TryCloseOldest(out Session oldest))
            Settle(oldest);
        Session session = _sessions.Open((uint)process);
        session.Sender.Forget();
        session.Pending = Pending.Nothing;
        session.Process = process;
        return session;
    }

    private LineReading Answer(Session session, int code, ReadOnlySpan<byte> text, long time)
    {
        switch (session.Pending)
        {
            // A command at the wrong time says nothing of the recipient.
            case Pending.Recipient when code == 503:
                session.Pending = Pending.Nothing;
                break;
            case Pending.Recipient:
                session.Pending = Pending.RefusedRecipient;
                session.Time = time;
                break;
            case Pending.RefusedRecipient when text.StartsWith("500 "u8) || text.StartsWith("503-5.5.0 "u8) || text.StartsWith("503 5.5.0 "u8):
                session.Pending = Pending.Nothing;
                return LineReading.Strange;
            case Pending.Mail:
                session.Sender.Forget();
                session.Pending = Pending.Nothing;
                break;
            default:
                Settle(session);
                break;
        }

        return LineReading.NoMail;
    }

    private void Settle(Session session)
    {
        Pending pending = session.Pending;
        session.Pending = Pending.Nothing;
        if (pending is Pending.Nothing or Pending.Mail || !session.Recipient.IsKnown)
            return;
        var mail = new LoggedMail
        {
            Format = LogFormat.Mailfront,
            Outcome = pending == Pending.Recipient ? Outcome.Accepted : Outcome.RefusedOtherwise,
            Known = MailField.Recipient | (session.Sender.IsKnown ? MailField.Sender : MailField.None),
            Altered = (session.Recipient.IsAltered ? MailField.Recipient : MailField.None) | (session.Sender.IsAltered ? MailField.Sender : MailField.None),
            Process = session.Process,
            Sender = session.Sender.Bytes,
            Recipient = session.Recipient.Bytes,
        };
        take(in mail, session.Time);
    }

    private sealed class Session
    {
        public readonly LoggedAddress Sender = new();

        public readonly LoggedAddress Recipient = new();

        public Pending Pending;

        public int Process;

        public long Time;
    }
}
