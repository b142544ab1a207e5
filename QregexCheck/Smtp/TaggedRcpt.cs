using System;
using QregexCheck.Batv;
using QregexCheck.Decision;
using QregexCheck.Qmail;

namespace QregexCheck.Smtp;

/// <summary>The tag of a RCPT's recipient: what it says of the mail, and where it stands in the line.</summary>
/// <param name="Reason">Why a bounce is refused, or what is logged of it; null when there is nothing to say.</param>
/// <param name="Recipient">The reading that the reason is about.</param>
/// <param name="Mailbox">Whom the first reading means: without the tag where it is one of ours.</param>
/// <param name="TagAt">Where in RCPT's argument the tag stands that the server need not see; -1 when it gets the line as it is.</param>
internal readonly record struct TaggedRcpt(Reason? Reason, byte[] Recipient, byte[] Mailbox, int TagAt)
{
    /// <summary>Looks at the tag in each reading. If one of them is to be refused, the line is.</summary>
    /// <param name="argument">RCPT's argument.</param>
    /// <param name="readings">Its readings, at least one.</param>
    /// <param name="isBounce">True when a tag is asked for.</param>
    /// <param name="policy">How tags are judged, and what made the readings.</param>
    public static TaggedRcpt Read(ReadOnlySpan<byte> argument, byte[][] readings, bool isBounce, SessionPolicy policy)
    {
        Reason? worst = null;
        byte[] recipient = readings[0];
        byte[] mailbox = readings[0];
        var mailboxes = new byte[readings.Length][];
        bool areOurs = true;
        for (int i = 0; i < readings.Length; i++)
        {
            JudgedTag? tag = policy.JudgeTag!(readings[i], isBounce);
            bool isOurs = tag is not null && tag.Found.State.IsOurs();
            areOurs &= isOurs;
            mailboxes[i] = isOurs ? tag!.Found.Mailbox : [];
            if (i == 0 && isOurs)
                mailbox = mailboxes[i];
            if (tag is null || TagReason.Of(tag) is not { } reason || (worst is not null && reason.CallsFor == VerdictKind.Accept))
                continue;
            (worst, recipient) = (reason, readings[i]);
            if (reason.CallsFor != VerdictKind.Accept)
                break;
        }

        bool isRefused = worst is not null && worst.CallsFor != VerdictKind.Accept;
        return new TaggedRcpt(worst, recipient, mailbox, areOurs && !isRefused ? FindTag(argument, readings[0], mailboxes, policy) : -1);
    }

    /// <summary>
    /// Finds the tag's bytes. They may go only when every server then reads the mailbox behind the tag: a tag may be quoted in pieces, and the same bytes may
    /// stand in a comment.
    /// </summary>
    private static int FindTag(ReadOnlySpan<byte> argument, byte[] reading, byte[][] mailboxes, SessionPolicy policy)
    {
        int at = argument.IndexOf(reading.AsSpan(0, SenderTag.Length));
        if (at < 0)
            return -1;
        byte[] without = [.. argument[..at], .. argument[(at + SenderTag.Length)..]];
        byte[][] readings = Readings.OfPath(without, policy.LocalHosts, policy.RelaySuffix);
        if (readings.Length != mailboxes.Length)
            return -1;
        for (int i = 0; i < readings.Length; i++)
        {
            if (!readings[i].AsSpan().SequenceEqual(mailboxes[i]))
                return -1;
        }

        return at;
    }
}
