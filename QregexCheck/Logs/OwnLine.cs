using System;
using QregexCheck.Batv;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;
using QregexCheck.Text;

namespace QregexCheck.Logs;

/// <summary>
/// Our own line, as <see cref="LogLine"/> writes it:
/// <c>qregexcheck: WORD FILE:LINE ip=IP relay=1 helo=H from=&lt;S&gt; to=&lt;R&gt; rcpts=N batv=WORD line="LINE" rule="RULE" reply="REPLY" why="WHY"</c>.
/// Its word says what was decided; see
/// <see cref="OwnWord"/>.
/// </summary>
/// <remarks>
/// A client can forge nothing in it, since its bytes are escaped. Another program may have cut the line. What is missing behind the recipient does no harm.
/// </remarks>
internal static class OwnLine
{
    /// <summary>Reads a line.</summary>
    /// <param name="text">What stands behind the stamp.</param>
    /// <param name="room">Takes what can't stay in the line, as values without their escapes.</param>
    /// <param name="mail">What the line says; it is empty before.</param>
    public static LineReading TryRead(ReadOnlySpan<byte> text, ByteText room, ref LoggedMail mail)
    {
        if (!OwnFields.TryRead(text, out OwnFields fields))
            return LineReading.NotOurs;
        OwnWord word = WordOf(fields.Word);
        if (word is OwnWord.Message or OwnWord.Session)
            return LineReading.NoMail;
        if (word == OwnWord.None || !fields.Ip.IsThere || !fields.Sender.IsThere || !fields.Recipient.IsThere || !fields.Recipient.IsClosed
            || !fields.Rest.IsEmpty || (fields.Relay.IsThere && !fields.Relay.Value.SequenceEqual("1"u8)))
            return LineReading.Strange;

        mail.Format = LogFormat.Own;
        mail.List = fields.List;
        mail.RuleLine = fields.RuleLine;
        mail.Outcome = word switch
        {
            OwnWord.Accept => Outcome.Accepted,
            OwnWord.Log => Outcome.OnlyLogged,
            OwnWord.Reject => Outcome.Refused,
            _ => Outcome.Deferred,
        };
        mail.Known = MailField.Relay;
        mail.IsRelayClient = fields.Relay.IsThere;

        // An address that tcpserver did not give is written as an empty one.
        bool hasEscapes = Escape.MayStandIn(fields.Envelope);
        if (!fields.Ip.Value.IsEmpty)
            mail.Ip = Told(fields.Ip, MailField.Ip, hasEscapes, room, ref mail);
        if (fields.Helo.IsKnown)
            mail.Helo = Told(fields.Helo, MailField.Helo, hasEscapes, room, ref mail);
        if (fields.Sender.IsKnown)
            mail.Sender = Told(fields.Sender, MailField.Sender, hasEscapes, room, ref mail);
        if (fields.Recipient.IsKnown)
            mail.Recipient = Told(fields.Recipient, MailField.Recipient, hasEscapes, room, ref mail);
        if (fields.Rule is { IsThere: true, IsClosed: true })
        {
            mail.Known |= MailField.Rule;
            mail.Rule = RuleOf(fields.Rule, room);
        }

        return LineReading.Mail;
    }

    /// <summary>What a line's word says it is.</summary>
    public static OwnWord WordOf(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual(VerdictKind.Reject.Word()))
            return OwnWord.Reject;
        if (word.SequenceEqual(VerdictKind.Accept.Word()))
            return OwnWord.Accept;
        if (word.SequenceEqual(VerdictKind.Defer.Word()))
            return OwnWord.Defer;
        if (word.SequenceEqual(LogLine.LogOnlyWord))
            return OwnWord.Log;
        if (word.SequenceEqual(LogLine.SessionWord))
            return OwnWord.Session;
        return word.EndsWith(":"u8) ? OwnWord.Message : OwnWord.None;
    }

    /// <summary>True when the recipient check decided: its entries have their file beside the lists.</summary>
    public static bool IsOfRecipientCheck(ReadOnlySpan<byte> list) => list.SequenceEqual(CoveringEntry.FileName);

    /// <summary>True when a bounce was refused for what is no part of its envelope: a tag, a quoted line, or the recipient before.</summary>
    public static bool IsOfBounceCheck(ReadOnlySpan<byte> list) =>
        list.SequenceEqual(BatvDomains.FileName) || list.SequenceEqual(BounceEntry.SecondRecipientName)
        || list.SequenceEqual(ControlLists.FileName(ControlList.BadBounce)) || list.SequenceEqual(ControlLists.FileName(ControlList.GoodBounce));

    private static ReadOnlySpan<byte> Told(scoped in WrittenField field, MailField name, bool hasEscapes, ByteText room, scoped ref LoggedMail mail)
    {
        mail.Known |= name;
        if (field.IsCut)
            mail.Altered |= name;
        if (!hasEscapes)
            return field.Value;
        int from = room.Length;
        Escape.Undo(field.Value, room);
        return room.Bytes[from..];
    }

    private static ReadOnlySpan<byte> RuleOf(scoped in WrittenField field, ByteText room)
    {
        if (!field.IsCut || field.Value.EndsWith(ByteText.CutMark))
            return field.Value;
        int from = room.Length;
        return room.Add(field.Value).Add(ByteText.CutMark).Bytes[from..];
    }
}

/// <summary>What a line of ours is, by its word.</summary>
internal enum OwnWord
{
    /// <summary>No word that this version knows.</summary>
    None,

    /// <summary>The envelope was accepted: <c>accept</c>. A list of exceptions may have decided.</summary>
    Accept,

    /// <summary>It was refused: <c>reject</c>.</summary>
    Reject,

    /// <summary>It was deferred: <c>defer</c>.</summary>
    Defer,

    /// <summary>A rule hit that only logs, and nothing was decided: <c>log</c>.</summary>
    Log,

    /// <summary>A session has ended in which something was refused: <c>session</c>. Each refusal has a line of its own.</summary>
    Session,

    /// <summary>A warning, or a check that could not be made: <c>warning:</c>, <c>fatal:</c>. Nobody was refused.</summary>
    Message,
}
