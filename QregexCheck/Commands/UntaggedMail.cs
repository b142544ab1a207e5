using System;
using System.Collections.Generic;
using QregexCheck.Batv;
using QregexCheck.Logs;
using QregexCheck.Qmail;

namespace QregexCheck.Commands;

/// <summary>
/// Hands on past mail with the mailbox in the place of a recipient that has a tag of ours, as hooks ask rules about it. qmail-send's lines name the mailbox,
/// too.
/// </summary>
internal sealed class UntaggedMail(SignedRecipients signed, EventTaker take)
{
    /// <summary>What takes the mail of a log, by the keys of the first of some directories where senders are signed.</summary>
    public static EventTaker Of(IEnumerable<ControlDirectory?> directories, EventTaker take)
    {
        foreach (ControlDirectory? directory in directories)
        {
            if (directory is { Exists: true } && SignedRecipients.AreIn(directory))
                return new UntaggedMail(new SignedRecipients(directory), take).Take;
        }

        return take;
    }

    private void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        MailEvent[]? untagged = null;
        for (int i = 0; i < mails.Length; i++)
        {
            ref readonly MailEvent mail = ref mails[i];
            if (!mail.Knows(MailField.Recipient) || (mail.Altered & MailField.Recipient) != 0 || !signed.Hold(block.Bytes(mail.Recipient)))
                continue;
            untagged ??= mails.ToArray();
            untagged[i].Recipient = new ByteRange(mail.Recipient.Offset + SenderTag.Length, mail.Recipient.Length - SenderTag.Length);
        }

        take(block, untagged ?? mails);
    }
}
