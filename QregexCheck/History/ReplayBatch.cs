using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>Is handed an event whose sender and recipient were hashed.</summary>
internal delegate void HashedEventTaker(EventBlock block, in MailEvent mail, ref FoundAddresses found);

/// <summary>
/// Holds a few events back. An address costs two misses of the cache; those of many events are waited for at the same time, and those of one event after the other
/// would take longer than all else.
/// </summary>
internal sealed class ReplayBatch
{
    private const int Most = 32;

    private readonly AddressHash _hash;
    private readonly AddressBook _senders;
    private readonly AddressBook _recipients;
    private readonly HashedEventTaker _take;
    private readonly EventBlock _block = new();
    private readonly MailEvent[] _events = new MailEvent[Most];
    private readonly FoundAddresses[] _found = new FoundAddresses[Most];
    private readonly int[] _places = new int[2 * Most];
    private int _count;
    private int _touched;

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

    public void Add(EventBlock block, in MailEvent mail)
    {
        ref MailEvent held = ref _events[_count];
        held = _block.Copy(block, mail);
        ref FoundAddresses found = ref _found[_count];
        found = default;
        if (mail.Knows(MailField.Sender))
            found.Set(Subject.Sender, _hash.Of(_block.Bytes(held.Sender)));
        if (mail.Knows(MailField.Recipient))
            found.Set(Subject.Recipient, _hash.Of(_block.Bytes(held.Recipient)));
        if (++_count == Most)
            Drain();
    }

    /// <summary>Hands out what was held back.</summary>
    public void Drain()
    {
        for (int i = 0; i < _count; i++)
        {
            _places[2 * i] = _senders.Place(_found[i].Hash(Subject.Sender));
            _places[(2 * i) + 1] = _recipients.Place(_found[i].Hash(Subject.Recipient));
        }

        for (int i = 0; i < _count; i++)
            _touched ^= _senders.Touch(_places[2 * i]) ^ _recipients.Touch(_places[(2 * i) + 1]);
        for (int i = 0; i < _count; i++)
            _take(_block, _events[i], ref _found[i]);
        _count = 0;
        _block.Clear();
    }
}
