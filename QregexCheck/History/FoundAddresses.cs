using System.Diagnostics;
using QregexCheck.Control;

namespace QregexCheck.History;

/// <summary>Where the addresses of one event stand in their books, as far as they were looked for.</summary>
internal struct FoundAddresses
{
    private int _helo;
    private int _sender;
    private int _recipient;
    private ulong _hashOfSender;
    private ulong _hashOfRecipient;

    public readonly bool Has(Subject subject) => Number(subject) > 0;

    /// <summary>The record of an address that was looked for.</summary>
    public readonly int Record(Subject subject) => Number(subject) - 1;

    /// <summary>The hash of a sender or recipient; 0 when it is not known.</summary>
    public readonly ulong Hash(Subject subject) => subject == Subject.Sender ? _hashOfSender : _hashOfRecipient;

    /// <summary>Takes the hash of a sender or recipient.</summary>
    public void Set(Subject subject, ulong hash)
    {
        if (subject == Subject.Sender)
            _hashOfSender = hash;
        else
            _hashOfRecipient = hash;
    }

    /// <summary>Takes the record of an address.</summary>
    public void Set(Subject subject, int record)
    {
        switch (subject)
        {
            case Subject.HeloName:
                _helo = record + 1;
                return;
            case Subject.Sender:
                _sender = record + 1;
                return;
            case Subject.Recipient:
                _recipient = record + 1;
                return;
            default:
                throw new UnreachableException();
        }
    }

    private readonly int Number(Subject subject) => subject switch
    {
        Subject.HeloName => _helo,
        Subject.Sender => _sender,
        _ => _recipient,
    };
}
