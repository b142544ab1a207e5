using System;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Is handed an event whose sender and recipient were hashed.</summary>
internal delegate void HashedEventTaker(EventBlock block, in MailEvent mail, ref FoundAddresses found);

/// <summary>
/// Hashes some events together before the first of them is judged. An address costs two misses of the cache; those of many events are waited for at the same
/// time, and those of one event after the other would take longer than all else.
/// </summary>
internal sealed class ReplayBatch
{
    private const int Most = 32;

    private readonly AddressHash _hash;
    private readonly AddressBook _senders;
    private readonly AddressBook _recipients;
    private readonly HashedEventTaker _take;
    private readonly FoundAddresses[] _found = new FoundAddresses[Most];

    /// <param name="hash">The hash of addresses.</param>
    /// <param name="senders">Where senders will be looked up.</param>
    /// <param name="recipients">Where recipients will be looked up.</param>
    /// <param name="take">Gets the events, in their order.</param>
    public ReplayBatch(AddressHash hash, AddressBook senders, AddressBook recipients, HashedEventTaker take)
    {
        _hash = hash;
        _senders = senders;
        _recipients = recipients;
        _take = take;
    }

    /// <summary>Hashes events, and hands them out.</summary>
    /// <param name="block">Holds their bytes.</param>
    /// <param name="mails">The events.</param>
    public void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        for (; mails.Length > Most; mails = mails[Most..])
            TakeTogether(block, mails[..Most]);
        TakeTogether(block, mails);
    }

    private void TakeTogether(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        Span<FoundAddresses> found = _found.AsSpan(0, mails.Length);
        for (int i = 0; i < mails.Length; i++)
        {
            ref readonly MailEvent mail = ref mails[i];
            found[i] = default;
            if (mail.Knows(MailField.Sender))
                found[i].Set(Subject.Sender, _hash.Of(block.Bytes(mail.Sender)));
            if (mail.Knows(MailField.Recipient))
                found[i].Set(Subject.Recipient, _hash.Of(block.Bytes(mail.Recipient)));
            _senders.FetchSlot(found[i].Hash(Subject.Sender));
            _recipients.FetchSlot(found[i].Hash(Subject.Recipient));
        }

        for (int i = 0; i < mails.Length; i++)
        {
            _senders.FetchRecord(found[i].Hash(Subject.Sender));
            _recipients.FetchRecord(found[i].Hash(Subject.Recipient));
        }

        for (int i = 0; i < mails.Length; i++)
            _take(block, mails[i], ref found[i]);
    }
}
