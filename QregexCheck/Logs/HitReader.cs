using System;
using QregexCheck.Control;

namespace QregexCheck.Logs;

/// <summary>Makes of a line of ours what is counted of it. One object a thread.</summary>
/// <param name="names">Makes the hashes. They are the same in each thread.</param>
internal sealed class HitReader(NameHash names)
{
    // The list of the line before: it is mostly the same.
    private byte[] _list = [];
    private ulong _listHash = names.OfList([]);
    private Subject _subject = SubjectOf([]);

    /// <summary>Stands for the domain of the null sender.</summary>
    private static ReadOnlySpan<byte> NullSender => "<>"u8;

    /// <summary>The domain of a sender; that of the null sender is <c>&lt;&gt;</c>.</summary>
    public static ReadOnlySpan<byte> DomainOf(ReadOnlySpan<byte> sender) =>
        sender.IsEmpty ? NullSender : sender[(sender.LastIndexOf((byte)'@') + 1)..];

    /// <summary>Reads a line of ours.</summary>
    /// <param name="mail">What the line says.</param>
    /// <param name="time">When; see <see cref="MailEvent.Time"/>.</param>
    /// <param name="hit">Gets it; it is empty before.</param>
    public void Read(in LoggedMail mail, long time, ref RuleHit hit)
    {
        hit.Outcome = mail.Outcome;
        if ((mail.Known & MailField.Rule) == 0 || mail.List.IsEmpty)
            return;
        hit.HasRule = true;
        hit.Time = time;
        if (!mail.List.SequenceEqual(_list))
            (_list, _listHash, _subject) = (mail.List.ToArray(), names.OfList(mail.List), SubjectOf(mail.List));
        hit.Rule = names.OfRuleIn(_listHash, mail.Rule);
        MailField field = _subject switch
        {
            Subject.HeloName => MailField.Helo,
            Subject.Sender => MailField.Sender,
            _ => MailField.Recipient,
        };
        hit.HasAddress = (mail.Known & field) != 0;
        if (hit.HasAddress)
            hit.Address = names.Of(field == MailField.Recipient ? mail.Recipient : field == MailField.Sender ? mail.Sender : mail.Helo);
        hit.HasHost = (mail.Known & MailField.Ip) != 0;
        if (hit.HasHost)
            hit.Host = names.Of(mail.Ip);
        hit.HasDomain = (mail.Known & MailField.Sender) != 0;
        if (hit.HasDomain)
            hit.Domain = names.Of(DomainOf(mail.Sender));
        if (mail.Outcome == Outcome.Deferred)
            hit.Attempt = names.Of(names.Of(mail.Ip), names.Of(names.Of(mail.Sender), names.Of(mail.Recipient)));
    }

    private static Subject SubjectOf(ReadOnlySpan<byte> list)
    {
        foreach (ControlList known in ControlLists.All)
        {
            if (list.SequenceEqual(ControlLists.FileName(known)))
                return ListFamily.Of(known).Subject;
        }

        return Subject.Recipient;
    }
}
