using System;
using System.Diagnostics;
using QregexCheck.Control;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What the rules have said so far in a session: of the HELO name, of the sender, and so of each recipient.</summary>
/// <remarks>
/// As in the qregex patch, badhelo and badmailfrom are decided at HELO and MAIL and answered at each RCPT. A command counts when the server
/// has agreed to it: qmail-smtpd keeps the old sender when it refuses a MAIL.
/// </remarks>
internal sealed class SmtpTransaction
{
    private readonly SessionPolicy _policy;
    private byte[]? _helo;
    private byte[]? _sender;
    private Verdict _heloVerdict = Verdict.Accept;
    private Verdict _senderVerdict = Verdict.Accept;

    public SmtpTransaction(SessionPolicy policy)
    {
        _policy = policy;
        IsRelayClient = policy.IsRelayClient;
    }

    /// <summary>True when the two norelay files do not hold.</summary>
    public bool IsRelayClient { get; set; }

    /// <summary>MAIL commands that the server agreed to.</summary>
    public long Mails { get; private set; }

    /// <summary>RCPT commands that were judged.</summary>
    public long Recipients { get; private set; }

    /// <summary>RCPT commands that were answered by us.</summary>
    public long Rejected { get; private set; }

    /// <summary>The server agreed to a HELO or EHLO.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when it may have been something else to the server: then the old name is not forgiven.</param>
    public void Helo(byte[] argument, bool isClear)
    {
        if (!isClear && _heloVerdict.Kind != VerdictKind.Accept)
            return;
        _helo = Readings.CutAtNul(argument);
        _heloVerdict = Verdict.Accept;
        if (_policy.ChecksHelo)
            _heloVerdict = Decide(Subject.HeloName, Readings.OfHelo(argument, isClear), out _);
    }

    /// <summary>The server agreed to a MAIL.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when it may have been something else to the server: then the old sender is not forgiven.</param>
    public void Mail(byte[] argument, bool isClear)
    {
        Mails++;
        if (!isClear && _senderVerdict.Kind != VerdictKind.Accept)
            return;
        _senderVerdict = Decide(Subject.Sender, Readings.OfPath(argument, _policy.LocalHosts, []), out _sender);
    }

    /// <summary>The server agreed to a RSET.</summary>
    public void Reset()
    {
        _sender = null;
        _senderVerdict = Verdict.Accept;
    }

    /// <summary>Judges a recipient.</summary>
    /// <param name="argument">RCPT's argument.</param>
    /// <returns>The reply that refuses it; empty when it may pass.</returns>
    public ReadOnlySpan<byte> Rcpt(ReadOnlySpan<byte> argument)
    {
        Recipients++;
        byte[][] readings = Readings.OfPath(argument, _policy.LocalHosts, _policy.RelaySuffix);
        byte[]? recipient = readings[0];
        Verdict verdict = _heloVerdict.Kind != VerdictKind.Accept ? _heloVerdict
            : _senderVerdict.Kind != VerdictKind.Accept ? _senderVerdict
            : Decide(Subject.Recipient, readings, out recipient);
        if (verdict.Kind == VerdictKind.Accept && verdict.Reason is null && _senderVerdict.Reason is not null)
            verdict = _senderVerdict;
        _policy.Report(verdict, new Envelope { Helo = _helo, Sender = _sender, Recipient = recipient, IsRelayClient = IsRelayClient });
        if (verdict.Kind != VerdictKind.Accept)
            Rejected++;
        return verdict.Reply;
    }

    /// <summary>A RCPT was refused because of the form of its line.</summary>
    public void RefuseUnread()
    {
        Recipients++;
        Rejected++;
    }

    /// <summary>Judges what servers may read in a line: none of it may be refused.</summary>
    /// <param name="subject">What it is a reading of.</param>
    /// <param name="readings">The readings, qmail-smtpd's first.</param>
    /// <param name="decided">The reading that decided.</param>
    private Verdict Decide(Subject subject, byte[][] readings, out byte[] decided)
    {
        decided = readings[0];
        Verdict first = Decide(subject, decided);
        for (int i = 1; i < readings.Length && first.Kind == VerdictKind.Accept; i++)
        {
            Verdict verdict = Decide(subject, readings[i]);
            if (verdict.Kind == VerdictKind.Accept)
                continue;
            decided = readings[i];
            return verdict;
        }

        return first;
    }

    private Verdict Decide(Subject subject, byte[] reading) => _policy.Decide(subject switch
    {
        Subject.HeloName => new Envelope { Helo = reading },
        Subject.Sender => new Envelope { Sender = reading, IsRelayClient = IsRelayClient },
        Subject.Recipient => new Envelope { Recipient = reading, IsRelayClient = IsRelayClient },
        _ => throw new UnreachableException(),
    });
}
