using System;

namespace QregexCheck.Logs;

/// <summary>Follows the sessions that recordio writes down, by their process.</summary>
/// <remarks>
/// Form: the process, <c> &lt; </c> for what the client sent or <c> &gt; </c> for what the server sent, the text, and <c>+</c> where its line goes on in the next
/// piece or a blank where it ends. A side that is closed is <c>PID &lt; [EOF]</c> without either. Source: recordio.c. A session counts from its greeting; one whose
/// beginning is not in the log is not believed, since a reply in it can't be told from another.
/// </remarks>
/// <param name="take">Gets a mail for each recipient that had a reply.</param>
internal sealed class RecordedSessions(LoggedMailTaker take)
{
    private const int MostSessions = 1024;

    private readonly BoundedTable<RecordedSession> _sessions = new(MostSessions, static () => new RecordedSession());

    /// <summary>Reads a line.</summary>
    /// <param name="text">What recordio wrote.</param>
    /// <param name="front">What stands before it.</param>
    public LineReading Read(ReadOnlySpan<byte> text, in LineFront front)
    {
        if (!DecimalNumber.TryTakeProcess(ref text, out int process))
            return LineReading.Strange;
        bool isServer = text[1] == (byte)'>';
        ReadOnlySpan<byte> piece = text[" < "u8.Length..];
        if (piece.SequenceEqual("[EOF]"u8))
        {
            if (isServer)
                End(process);
            return LineReading.NoMail;
        }

        if (piece.IsEmpty || piece[^1] is not ((byte)' ' or (byte)'+'))
            return LineReading.Strange;
        RecordedSession session = Open(process, isServer, piece);
        RecordedLine line = isServer ? session.FromServer : session.FromClient;
        line.Add(piece[..^1]);
        if (piece[^1] == (byte)'+')
            return LineReading.NoMail;
        ReadOnlySpan<byte> whole = line.Bytes;
        if (whole.EndsWith("\r"u8))
            whole = whole[..^1];
        LineReading reading = isServer ? TakeReply(session, process, whole, in front) : TakeCommand(session, whole);
        line.Clear();
        return reading;
    }

    /// <summary>Ends the session of a process. A recipient without a reply is nothing.</summary>
    public void End(int process) => _sessions.Close((uint)process);

    private RecordedSession Open(int process, bool isServer, ReadOnlySpan<byte> piece)
    {
        RecordedSession? known = _sessions.Find((uint)process);
        bool isGreeting = isServer && piece.StartsWith("220"u8);
        if (known is null)
        {
            known = _sessions.Open((uint)process);
            known.Begin(isLost: !isGreeting);
        }
        else if (isGreeting && known.FromServer.Bytes.IsEmpty && known.IsGreetingNew)
        {
            known.Begin(isLost: false);
        }

        return known;
    }

    private static LineReading TakeCommand(RecordedSession session, ReadOnlySpan<byte> line)
    {
        if (session.IsLost)
            return RecordedVerbs.Of(line, out _) == RecordedVerb.Rcpt ? LineReading.Strange : LineReading.NoMail;
        session.TakeCommand(line);
        return session.IsLost ? LineReading.Strange : LineReading.NoMail;
    }

    private LineReading TakeReply(RecordedSession session, int process, ReadOnlySpan<byte> line, in LineFront front)
    {
        if (line.StartsWith("-"u8) || (line.Length > 3 && line[3] == (byte)'-'))
            return LineReading.NoMail;
        ReadOnlySpan<byte> rest = line;
        if (line.Length < 3 || !DecimalNumber.TryTake(ref rest, out ulong code) || code is < 200 or > 599)
            return session.IsLost ? LineReading.NoMail : LineReading.Strange;
        if (!session.TakeReply((int)code))
            return LineReading.NoMail;
        var mail = new LoggedMail
        {
            Format = LogFormat.Recordio,
            Outcome = code < 300 ? Outcome.Accepted : Outcome.RefusedOtherwise,
            Known = MailField.Relay | MailField.Recipient,
            IsRelayClient = session.IsRelayClient,
            Process = process,
        };
        mail.Recipient = session.Recipient.Bytes;
        Add(ref mail, session.Helo, MailField.Helo);
        Add(ref mail, session.Sender, MailField.Sender);
        mail.Helo = session.Helo.Bytes;
        mail.Sender = session.Sender.Bytes;
        if (front.IsFolded)
            mail.Altered = Replaced(mail.Helo, MailField.Helo) | Replaced(mail.Sender, MailField.Sender) | Replaced(mail.Recipient, MailField.Recipient);
        take(in mail, front.Time);
        return LineReading.Mail;
    }

    private static void Add(ref LoggedMail mail, LoggedAddress address, MailField field)
    {
        if (address.IsKnown)
            mail.Known |= field;
    }

    /// <summary>splogger writes <c>?</c> for bytes that do not print.</summary>
    private static MailField Replaced(ReadOnlySpan<byte> bytes, MailField field) => bytes.Contains((byte)'?') ? field : MailField.None;
}
