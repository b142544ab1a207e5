using System;
using System.Runtime.CompilerServices;
using QregexCheck.Decision;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// Reads lines of the formats that say all in one line. A format is known by the beginning of the text behind the stamp, and by nothing further on, for
/// there a client may have written.
/// </summary>
/// <remarks>One object a thread. What is read of a line does not depend on the lines before it.</remarks>
/// <param name="fronts">Reads the stamps.</param>
/// <param name="only">The one format that counts; null for all.</param>
/// <param name="hits">Reads hits of rules beside the events of our own lines; null where nobody counts them.</param>
internal sealed class LogReader(LineFronts fronts, LogFormat? only = null, HitReader? hits = null)
{
    // A longer line is read as one that is not known.
    private const int LongestKnown = 2 * 1024;

    private readonly ByteText _room = new();
    private readonly KnownLines _known = new();

    /// <summary>Reads the stamps.</summary>
    public LineFronts Fronts => fronts;

    /// <summary>The one format that counts; null for all.</summary>
    public LogFormat? Only => only;

    /// <summary>Reads a line, counts it, and adds what it tells; or the line itself, when it means something only behind others.</summary>
    /// <param name="line">The line without its newline.</param>
    /// <param name="into">Takes the event, and the counts.</param>
    public void Read(ReadOnlySpan<byte> line, EventBlock into)
    {
        into.Lines.All++;
        LineFront front = fronts.Of(line);
        ReadOnlySpan<byte> text = line[front.TextOffset..];
        if (!front.IsFolded && TryReadKnown(text, in front, into))
            return;
        if (WaitingLines.MustWait(text, front))
            into.AddLine(line);
        else
            ReadText(text, front, into);
    }

    /// <summary>
    /// Reads the first of some lines where it is one of ours, stamped by multilog, that differs from one before it in the envelope alone: what is known of it
    /// tells where it ends, so nobody looks for its newline.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="into">Takes the event, and the counts.</param>
    /// <returns>The length of the line with its newline; 0 when it is no such line, and nothing was read.</returns>
    public int TryReadKnown(ReadOnlySpan<byte> lines, EventBlock into)
    {
        if (!LineFronts.TryOwn(lines, out LineFront front))
            return 0;
        ReadOnlySpan<byte> text = lines[front.TextOffset..];
        if (text.Length > LongestKnown)
            text = text[..LongestKnown];
        if (_known.First(text, out PlainEnvelope envelope) is not { } line)
            return 0;
        int end = envelope.End + line.Tail.Length;
        if (end >= text.Length || text[end] != (byte)'\n' || !TryAdd(text[..end], line, in envelope, in front, into))
            return 0;
        into.Lines.All++;
        return front.TextOffset + end + 1;
    }

    /// <summary>Reads a line of which it is known that it waits for no others, as one that was put together from its folds. It is not counted once more.</summary>
    /// <param name="line">The line with its stamp, without its newline.</param>
    /// <param name="into">Takes the event, and the count of its format.</param>
    public void ReadWhole(ReadOnlySpan<byte> line, EventBlock into)
    {
        LineFront front = fronts.Of(line);
        ReadText(line[front.TextOffset..], front, into);
    }

    private void ReadText(ReadOnlySpan<byte> text, in LineFront front, EventBlock into)
    {
        var mail = default(LoggedMail);
        _room.Clear();
        LineReading reading = TryRead(text, ref mail, out LogFormat format);
        if (reading == LineReading.NotOurs || (only is not null && only != format))
            return;
        into.Lines.Count(format, reading != LineReading.Strange);
        if (reading != LineReading.Mail)
            return;
        if (mail.Process == 0)
            mail.Process = front.Process;
        if (front.IsFolded && format != LogFormat.Own)
            MarkQuestionMarks(ref mail);
        into.Add(in mail, front.Time);
        if (format != LogFormat.Own)
            return;
        hits?.Read(in mail, front.Time, ref into.AddHit());
        _known.Keep(text, in mail);
    }

    /// <summary>Reads a line of ours that differs from one before it in the envelope alone. Most do.</summary>
    private bool TryReadKnown(ReadOnlySpan<byte> text, in LineFront front, EventBlock into) =>
        !text.IsEmpty && text[0] == LogLine.Prefix[0] && _known.Of(text, out PlainEnvelope envelope) is { } line
            && TryAdd(text, line, in envelope, in front, into);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAdd(ReadOnlySpan<byte> text, KnownLine line, in PlainEnvelope envelope, in LineFront front, EventBlock into)
    {
        if (only is not (null or LogFormat.Own) || !into.TryAdd(text, line, in envelope, in front))
            return false;
        into.Lines.Count(LogFormat.Own, isUnderstood: true);
        hits?.Read(text, line, in envelope, front.Time, ref into.AddHit());
        return true;
    }

    /// <summary>Asks the reader of each format whose lines may begin so.</summary>
    private LineReading TryRead(ReadOnlySpan<byte> text, ref LoggedMail mail, out LogFormat format)
    {
        format = LogFormat.Own;
        if (text.IsEmpty)
            return LineReading.NotOurs;
        switch (text[0])
        {
            case (byte)'C':
                format = LogFormat.Chkuser;
                return ChkuserLine.TryRead(text, _room, ref mail);
            case (byte)'q':
                return TryReadOfQmail(text, ref mail, out format);
            case (byte)'b':
                format = LogFormat.Qregex;
                return QregexLine.TryRead(text, _room, ref mail);
            case (byte)'A' or (byte)'D' or (byte)'T' or (byte)'U' or (byte)'s':
                format = LogFormat.Spamdyke;
                return SpamdykeLine.TryRead(text, _room, ref mail);
            default:
                return LineReading.NotOurs;
        }
    }

    private LineReading TryReadOfQmail(ReadOnlySpan<byte> text, ref LoggedMail mail, out LogFormat format)
    {
        format = LogFormat.Own;
        LineReading reading = OwnLine.TryRead(text, _room, ref mail);
        if (reading != LineReading.NotOurs)
            return reading;
        format = LogFormat.Qlog;
        reading = QlogLine.TryRead(text, _room, ref mail);
        if (reading != LineReading.NotOurs)
            return reading;
        format = LogFormat.Sqmail;
        reading = SqmailLine.TryRead(text, _room, ref mail);
        if (reading != LineReading.NotOurs)
            return reading;
        format = LogFormat.Qregex;
        return QregexLine.TryRead(text, _room, ref mail);
    }

    /// <summary>splogger writes <c>?</c> for bytes that do not print. Our own line holds none.</summary>
    private static void MarkQuestionMarks(ref LoggedMail mail)
    {
        if (mail.Helo.Contains((byte)'?'))
            mail.Altered |= MailField.Helo;
        if (mail.Sender.Contains((byte)'?'))
            mail.Altered |= MailField.Sender;
        if (mail.Recipient.Contains((byte)'?'))
            mail.Altered |= MailField.Recipient;
    }
}
