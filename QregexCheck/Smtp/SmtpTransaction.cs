using System;
using System.Diagnostics;
using QregexCheck.Control;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What the rules have said so far in a session about the HELO name and the sender. Each recipient gets that answer too.</summary>
/// <remarks>
/// As in the qregex patch, badhelo and badmailfrom are decided at HELO and MAIL, and answered at each RCPT. A command counts when the server has
/// agreed to it. When qmail-smtpd refuses a MAIL, it keeps the old sender.
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

    /// <summary>True when the two norelay lists do not apply.</summary>
    public bool IsRelayClient { get; set; }

    /// <summary>MAIL commands that the server agreed to.</summary>
    public long Mails { get; private set; }

    /// <summary>RCPT commands that were judged.</summary>
    public long Recipients { get; private set; }

    /// <summary>RCPT commands that we answered.</summary>
    public long Rejected { get; private set; }

    /// <summary>RCPT commands whose recipient does not exist.</summary>
    public long Unknown { get; private set; }

    /// <summary>True when one missing recipient more ends the session.</summary>
    public bool IsAtLimit => _policy.UnknownLimit > 0 && Unknown >= _policy.UnknownLimit;

    /// <summary>True when there were more missing recipients than the limit.</summary>
    public bool IsOverLimit => _policy.UnknownLimit > 0 && Unknown > _policy.UnknownLimit;

    /// <summary>Takes a HELO or EHLO that the server agreed to.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when the server may have read another command. A refusal of the old name then stays.</param>
    public void Helo(byte[] argument, bool isClear)
    {
        if (!isClear && _heloVerdict.Kind != VerdictKind.Accept)
            return;
        _helo = Readings.CutAtNul(argument);
        _heloVerdict = Verdict.Accept;
        if (_policy.ChecksHelo)
            _heloVerdict = Decide(Subject.HeloName, Readings.OfHelo(argument, isClear), out _);
    }

    /// <summary>Takes a MAIL that the server agreed to.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when the server may have read another command. A refusal of the old sender then stays.</param>
    public void Mail(byte[] argument, bool isClear)
    {
        Mails++;
        if (!isClear && _senderVerdict.Kind != VerdictKind.Accept)
            return;
        _senderVerdict = Decide(Subject.Sender, Readings.OfPath(argument, _policy.LocalHosts, []), out _sender);
    }

    /// <summary>Takes a RSET that the server agreed to.</summary>
    public void Reset()
    {
        _sender = null;
        _senderVerdict = Verdict.Accept;
    }

    /// <summary>Judges a recipient.</summary>
    /// <param name="argument">RCPT's argument.</param>
    /// <returns>The reply that refuses the recipient; empty when the RCPT may pass.</returns>
    public ReadOnlySpan<byte> Rcpt(ReadOnlySpan<byte> argument)
    {
        Recipients++;
        byte[][] readings = Readings.OfPath(argument, _policy.LocalHosts, _policy.RelaySuffix);
        byte[]? recipient = readings[0];
        Verdict verdict = _heloVerdict.Kind != VerdictKind.Accept ? _heloVerdict
            : _senderVerdict.Kind != VerdictKind.Accept ? _senderVerdict
            : Decide(Subject.Recipient, readings, out recipient);
        if (verdict.Kind == VerdictKind.Accept && verdict.Reason?.Hit is null && _senderVerdict.Reason is not null)
            verdict = verdict.Reason?.Answer is { } answer ? _senderVerdict.With(answer) : _senderVerdict;
        if (IsMissing(verdict))
            verdict = CountMissing(verdict);
        _policy.Report(verdict, new Envelope { Helo = _helo, Sender = _sender, Recipient = recipient, IsRelayClient = IsRelayClient });
        if (verdict.Kind != VerdictKind.Accept)
            Rejected++;
        return verdict.Reply;
    }

    /// <summary>Counts a RCPT that was refused because of the form of its line.</summary>
    public void RefuseUnread()
    {
        Recipients++;
        Rejected++;
    }

    private static bool IsMissing(Verdict verdict) => verdict is { Kind: not VerdictKind.Accept, Reason.Kind: ReasonKind.Recipient };

    private Verdict CountMissing(Verdict verdict)
    {
        Unknown++;
        return IsOverLimit ? Verdict.Of(Reason.TooMany(verdict.Reason!.Answer!)) : verdict;
    }

    /// <summary>
    /// Judges all readings of a line. If a rule refuses one reading, the line is refused. A recipient is missing only when each reading is: the server
    /// may have read another one.
    /// </summary>
    /// <param name="subject">What the line is about.</param>
    /// <param name="readings">The readings. qmail-smtpd's comes first.</param>
    /// <param name="decided">The reading that decided.</param>
    private Verdict Decide(Subject subject, byte[][] readings, out byte[] decided)
    {
        decided = readings[0];
        Verdict best = Decide(subject, decided);
        for (int i = 1; i < readings.Length && (best.Kind == VerdictKind.Accept || IsMissing(best)); i++)
        {
            Verdict verdict = Decide(subject, readings[i]);
            if (IsMissing(verdict) || (verdict.Kind == VerdictKind.Accept && best.Kind == VerdictKind.Accept))
                continue;
            decided = readings[i];
            best = verdict;
        }

        return best;
    }

    private Verdict Decide(Subject subject, byte[] reading) => _policy.Decide(subject switch
    {
        Subject.HeloName => new Envelope { Helo = reading },
        Subject.Sender => new Envelope { Sender = reading, IsRelayClient = IsRelayClient },
        Subject.Recipient => new Envelope { Recipient = reading, IsRelayClient = IsRelayClient },
        _ => throw new UnreachableException(),
    });
}
