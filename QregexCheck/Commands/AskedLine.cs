using System;
using System.Buffers.Text;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Logs;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>A line of our log that somebody asks about, as values.</summary>
internal sealed class AskedLine
{
    private AskedLine()
    {
    }

    /// <summary>Nanoseconds since 1970; <see cref="MailEvent.NoTime"/> without a stamp.</summary>
    public long Time { get; private init; }

    /// <summary>The word for what was decided.</summary>
    public required byte[] Word { get; init; }

    /// <summary>The file whose line decided; empty when none did.</summary>
    public required byte[] File { get; init; }

    public int RuleLine { get; private init; }

    /// <summary>The text of the rule as the log has it; null when the line names none.</summary>
    public byte[]? Rule { get; private init; }

    /// <summary>The client's address; null when it is not known.</summary>
    public byte[]? Ip { get; private init; }

    /// <summary>What was decided about, as far as the line tells.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>How many recipients the message has, of which the envelope has the first; 0 where a recipient was judged by itself.</summary>
    public int Recipients { get; private init; }

    /// <summary>What was wrong with the recipient's tag; null when the line does not say.</summary>
    public byte[]? Batv { get; private init; }

    /// <summary>The line that the bounce quotes and that the rule hit; null when the line has none.</summary>
    public byte[]? QuotedLine { get; private init; }

    /// <summary>True when the log has cut the quoted line, or where it is missing.</summary>
    public bool IsQuotedLineCut { get; private init; }

    /// <summary>True when the session was ended because so many recipients before this one were missing.</summary>
    public bool IsTooMany { get; private init; }

    /// <summary>The variable that asked, as <c>NAME=VALUE</c>, where what decided stands in no control file; null where it does.</summary>
    public string? Variable => RuleLine > 0 || Rule is null ? null
        : Rule.AsSpan().SequenceEqual(BounceJudge.NoneOfOurs) ? "QREGEXCHECK_BOUNCE=prove"
        : Rule.AsSpan().SequenceEqual(BounceEntry.SecondRecipient.Text) ? "QREGEXCHECK_ONEBOUNCE=1"
        : null;

    /// <summary>True for the second recipient of a bounce, where a bounce has one.</summary>
    public bool IsOfSecondRecipient => Variable is not null && !IsOfProof;

    /// <summary>True for a bounce that quotes mail, and none of ours, where that is refused.</summary>
    public bool IsOfProof => Variable is not null && QuotedLine is not null;

    /// <summary>True when the recipient's tag was looked at: by the queue wrapper, or where the line says what was wrong with it.</summary>
    public bool AsksTag => Recipients > 0 || Batv is not null;

    /// <summary>What the log has cut: only its beginning is known.</summary>
    public MailField Cut { get; private init; }

    /// <summary>True when the log has cut an address or a name, or the line that decided: what it was is not known.</summary>
    public bool IsCut => IsQuotedLineCut || (Cut & (MailField.Helo | MailField.Sender | MailField.Recipient)) != 0;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, as it was pasted.</param>
    /// <param name="fronts">Reads stamps.</param>
    /// <param name="complaint">What is wrong with it; null when nothing is.</param>
    /// <returns>Null with a complaint.</returns>
    public static AskedLine? Read(ReadOnlySpan<byte> line, LineFronts fronts, out string? complaint)
    {
        line = line.Trim(" \t\r"u8);
        LineFront front = fronts.Of(line);
        ReadOnlySpan<byte> text = line[front.TextOffset..];

        // What stands before it may be a stamp that we don't know, or a file's name that grep has put there.
        if (!text.StartsWith(LogLine.Prefix) && line.IndexOf(LogLine.Prefix) is > 0 and var at && line[at - 1] is (byte)' ' or (byte)':')
            text = line[at..];
        var mail = default(LoggedMail);
        var room = new ByteText();
        LineReading reading = OwnLine.TryRead(text, room, ref mail);
        complaint = reading switch
        {
            LineReading.Mail => null,
            LineReading.NoMail => "this line of qregexcheck's log is about no mail; " + Instead(text),
            LineReading.NotOurs => "this is no line of qregexcheck's log; paste a whole one between single quotes, or give - and pipe it in",
            _ => "this line of qregexcheck's log can't be read, or a part of it is missing; paste the whole line",
        };
        if (complaint is not null || !OwnFields.TryRead(text, out OwnFields fields))
            return null;
        WrittenField quoted = fields.QuotedLine;
        return new AskedLine
        {
            Time = front.Time,
            Word = fields.Word.ToArray(),
            File = mail.List.ToArray(),
            RuleLine = mail.RuleLine,
            Rule = Known(mail, MailField.Rule, mail.Rule),
            Ip = Known(mail, MailField.Ip, mail.Ip),
            Envelope = new Envelope
            {
                Helo = Known(mail, MailField.Helo, mail.Helo),
                Sender = Known(mail, MailField.Sender, mail.Sender),
                Recipient = Known(mail, MailField.Recipient, mail.Recipient),
                IsRelayClient = mail.IsRelayClient,
                ClientIp = Known(mail, MailField.Ip, mail.Ip),
                Untold = UntoldSide.Missing,
            },
            Recipients = fields.Recipients.IsThere && Utf8Parser.TryParse(fields.Recipients.Value, out int recipients, out _) ? recipients : 0,
            Batv = fields.Batv.IsThere ? fields.Batv.Value.ToArray() : null,
            QuotedLine = quoted.IsThere ? Escape.Undo(quoted.Value) : null,
            IsQuotedLineCut = quoted.IsThere ? quoted.IsCut || !quoted.IsClosed : IsAboutQuotedLines(mail.List),
            IsTooMany = fields.Reply.IsThere && fields.Reply.Value.SequenceEqual(RecipientReplies.TooManyMissing),
            Cut = mail.Altered,
        };
    }

    /// <summary>What to do with a line of ours that is about no mail.</summary>
    private static string Instead(ReadOnlySpan<byte> text) =>
        OwnFields.TryRead(text, out OwnFields fields) && OwnLine.WordOf(fields.Word) == OwnWord.Message
            ? "what it says stands in qregexcheck(8), DIAGNOSTICS"
            : "ask about one that begins with reject, defer, log or accept";

    private static bool IsAboutQuotedLines(ReadOnlySpan<byte> list)
    {
        ListFamily family = ListFamily.About(Subject.QuotedLine);
        return list.SequenceEqual(ControlLists.FileName(family.Always)) || list.SequenceEqual(ControlLists.FileName(family.Exceptions!.Value));
    }

    private static byte[]? Known(in LoggedMail mail, MailField field, ReadOnlySpan<byte> value) => (mail.Known & field) != 0 ? value.ToArray() : null;
}
