using System;
using System.Collections.Generic;
using System.Numerics;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Logs;
using QregexCheck.Mailboxes;
using QregexCheck.Syntax;

namespace QregexCheck.History;

/// <summary>The mail that is newly refused: what speaks for it, and examples of it.</summary>
internal sealed class NewlyRefused
{
    private const int MostPairs = 300_000;
    private const int MostWrittenTo = 500_000;

    private readonly AddressHash _hash;
    private readonly AddressBook _senders;
    private readonly AddressBook _recipients;
    private readonly ReplayRows _rows;
    private readonly int _examples;
    private readonly PastPairs _pairs;
    private readonly RecentDeliveries _deliveries;
    private readonly WrittenTo _writtenTo;
    private readonly HashSet<ulong> _knownSenders = new();
    private byte[] _upper = new byte[1024];

    /// <param name="hash">The hash of addresses.</param>
    /// <param name="senders">The book of senders.</param>
    /// <param name="recipients">The book of recipients.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="examples">How many examples a row has at most.</param>
    /// <param name="before">What is known of deliveries and of those who were written to is taken from this one; null when nothing is known.</param>
    public NewlyRefused(AddressHash hash, AddressBook senders, AddressBook recipients, ReplayRows rows, int examples, NewlyRefused? before)
    {
        _hash = hash;
        _senders = senders;
        _recipients = recipients;
        _rows = rows;
        _examples = examples;
        _pairs = new PastPairs(MostPairs, EndPair);
        _deliveries = new RecentDeliveries(_pairs, before?._deliveries);
        _writtenTo = before?._writtenTo ?? new WrittenTo(MostWrittenTo);
    }

    /// <summary>How many of the senders somebody here has written to.</summary>
    public int KnownSenders => _knownSenders.Count;

    /// <summary>False when a risk may be higher than is told: there were too many addresses to know all.</summary>
    public bool KnowsAllRisks => _pairs.IsWhole && _writtenTo.IsWhole;

    /// <summary>True when deliveries were among the logs.</summary>
    public bool KnowsDeliveries => _deliveries.AreKnown;

    /// <summary>Takes note that somebody here has written to an address.</summary>
    public void Write(ReadOnlySpan<byte> to, long time) => _writtenTo.Add(FoldedHash(to), time);

    /// <summary>Takes note of a delivery to a mailbox here.</summary>
    public void Deliver(in FoundAddresses found, long time)
    {
        if (time != MailEvent.NoTime)
            _deliveries.Add(time, Pair(found.Hash(Subject.Sender), found.Hash(Subject.Recipient)));
    }

    /// <summary>Takes a recipient.</summary>
    /// <param name="sender">The sender's bytes.</param>
    /// <param name="time">When the recipient was named.</param>
    /// <param name="row">The rule that refuses it.</param>
    /// <param name="found">Sender and recipient.</param>
    public void Take(ReadOnlySpan<byte> sender, long time, ReplayRow row, in FoundAddresses found)
    {
        ulong both = Pair(found.Hash(Subject.Sender), found.Hash(Subject.Recipient));
        ulong key = Pair(both, (ulong)row.Number);
        ref PastPair pair = ref _pairs.Find(key);
        if (pair.Count == 0)
        {
            pair.Row = row.Number;
            pair.IsKnown = LastReply(sender) is not null;
            if (pair.IsKnown)
                _knownSenders.Add(found.Hash(Subject.Sender));
        }

        pair.See(time);
        pair.Sender = found.Has(Subject.Sender) ? found.Record(Subject.Sender) : AddressBook.None;
        pair.Recipient = found.Has(Subject.Recipient) ? found.Record(Subject.Recipient) : AddressBook.None;
        pair.Edition = Edition;
        if (time != MailEvent.NoTime)
            _deliveries.Wait(time, both, key);
    }

    /// <summary>All logs have ended: the rows get what speaks for their mail.</summary>
    public void End()
    {
        _deliveries.End();
        _pairs.End();
    }

    private int Edition => _senders.Edition + _recipients.Edition;

    private static ulong Pair(ulong one, ulong other) => unchecked((BitOperations.RotateLeft(one, 23) * 0x9E37_79B9_7F4A_7C15) ^ other);

    private void EndPair(in PastPair pair)
    {
        ReplayRow row = _rows.Row(pair.Row);
        Risk risk = pair.Risk;
        long ofRisk = risk == Risk.Delivered ? pair.Delivered : pair.Count;
        row.Add(risk, ofRisk);
        row.Add(Risk.Rest, pair.Count - ofRisk);
        if (pair.Edition != Edition || !row.MayShow(risk, pair.Count, pair.Last, _examples))
            return;
        byte[]? sender = Address(_senders, pair.Sender);
        row.Show(
            new ReplayExample(
                risk, sender, Address(_recipients, pair.Recipient), pair.Count, pair.Delivered, pair.Last, pair.IsKnown ? LastReply(sender) : null),
            _examples);
    }

    private static byte[]? Address(AddressBook book, int record) => record == AddressBook.None ? null : book.Address(record).ToArray();

    /// <summary>When somebody here wrote to a sender last; null when nobody did, and for the null sender.</summary>
    /// <remarks>People write to an address without the tag (BATV) that its server puts before it in the envelope.</remarks>
    private long? LastReply(ReadOnlySpan<byte> sender)
    {
        if (sender.IsEmpty || _writtenTo.IsEmpty)
            return null;
        if (_writtenTo.TryGetLast(FoldedHash(sender), out long last))
            return last;
        int tag = SignedLocalPart.IsPrvs(sender) ? sender[SignedLocalPart.Prvs.Length..].IndexOf((byte)'=') : -1;
        return tag >= 0 && _writtenTo.TryGetLast(FoldedHash(sender[(SignedLocalPart.Prvs.Length + tag + 1)..]), out last) ? last : null;
    }

    private ulong FoldedHash(ReadOnlySpan<byte> address)
    {
        if (_upper.Length < address.Length)
            _upper = new byte[2 * address.Length];
        CaseFolding.Upper(address, _upper);
        return _hash.Of(_upper.AsSpan(0, address.Length));
    }
}
