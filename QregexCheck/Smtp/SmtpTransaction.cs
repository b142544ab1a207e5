using System;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;

namespace QregexCheck.Smtp;

/// <summary>What the rules have said so far in a session about the HELO name and the sender. Each recipient gets that answer too.</summary>
/// <remarks>
/// As in the qregex patch, badhelo and badmailfrom are decided at HELO and MAIL, and answered at each RCPT. A command counts when the server has
/// agreed to it. When qmail-smtpd refuses a MAIL, it keeps the old sender. Where a rule that hits has a condition about what comes later, the verdict
/// waits: it is made anew at each RCPT, when all is known.
/// </remarks>
internal sealed class SmtpTransaction
{
    // A client who never sends a line that all servers read alike must not fill the heap.
    private const int MostReadings = 24;

    private readonly SessionPolicy _policy;
    private byte[]? _helo;
    private byte[]? _sender;
    private byte[][] _helos = [];
    private byte[][] _senders = [];
    private bool _isBounce;
    private byte[]? _asked;
    private byte[]? _agreed;
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

    /// <summary>Where in the argument of the last RCPT the tag stands that is to be taken off; -1 when the line passes as it is.</summary>
    public int TagAt { get; private set; } = -1;

    /// <summary>True when one missing recipient more ends the session.</summary>
    public bool IsAtLimit => _policy.UnknownLimit > 0 && Unknown >= _policy.UnknownLimit;

    /// <summary>True when there were more missing recipients than the limit.</summary>
    public bool IsOverLimit => _policy.UnknownLimit > 0 && Unknown > _policy.UnknownLimit;

    /// <summary>True while the server's answers about the recipients before decide about the next one: a bounce has one recipient.</summary>
    public bool CountsRecipients => _policy.BouncesHaveOneRecipient && _isBounce;

    /// <summary>Takes a HELO or EHLO that the server agreed to.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when the server may have read another command. A refusal of the old name then stays.</param>
    public void Helo(byte[] argument, bool isClear)
    {
        if (isClear)
            _agreed = null; // RFC 5321 4.1.1.1
        if (!isClear && _heloVerdict.Kind != VerdictKind.Accept)
            return;
        _helo = Readings.CutAtNul(argument);
        bool keepsOld = !isClear && _heloVerdict.Waits;
        _heloVerdict = Verdict.Accept;
        if (!_policy.ChecksHelo)
            return;
        _helos = Together(Readings.OfHelo(argument, isClear), keepsOld ? _helos : []);
        _heloVerdict = Decide(Subject.HeloName, _helos, out _);
    }

    /// <summary>Takes a MAIL that the server agreed to.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when the server may have read another command. A refusal of the old sender then stays.</param>
    public void Mail(byte[] argument, bool isClear)
    {
        Mails++;
        if (!isClear && _senderVerdict.Kind != VerdictKind.Accept)
            return;
        if (isClear)
            _agreed = null;
        bool keepsOld = !isClear && _senderVerdict.Waits;
        byte[][] readings = Readings.OfPath(argument, _policy.LocalHosts, []);
        _senders = Together(readings, keepsOld ? _senders : []);

        // Where a server may read the null sender, the recipients are those of a bounce.
        _isBounce = Array.Exists(readings, static reading => reading.Length == 0) || (!isClear && _isBounce);
        _senderVerdict = Decide(Subject.Sender, _senders, out _sender);
    }

    /// <summary>Takes a RSET that the server agreed to.</summary>
    public void Reset()
    {
        _sender = null;
        _senders = [];
        _isBounce = false;
        _agreed = null;
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
        Verdict heloVerdict = _heloVerdict.Waits ? DecideWhole(Subject.HeloName, readings, ref recipient) : _heloVerdict;
        Verdict senderVerdict = heloVerdict.Kind == VerdictKind.Accept && _senderVerdict.Waits
            ? DecideWhole(Subject.Sender, readings, ref recipient)
            : _senderVerdict;
        Verdict verdict = heloVerdict.Kind != VerdictKind.Accept ? heloVerdict
            : senderVerdict.Kind != VerdictKind.Accept ? senderVerdict
            : Decide(Subject.Recipient, readings, out recipient);

        // Where a server may have read the null sender or another one, each of them is asked beside the recipient.
        if (verdict.Waits || (verdict.Kind == VerdictKind.Accept && _isBounce && _senders.Length > 1))
            verdict = DecideWhole(Subject.Recipient, readings, ref recipient);
        if (verdict.Kind == VerdictKind.Accept && verdict.Reason?.Hit is null && senderVerdict.Reason is not null)
            verdict = verdict.Reason?.Answer is { } answer ? senderVerdict.With(answer) : senderVerdict;
        TagAt = -1;
        _asked = readings[0];
        if (IsMissing(verdict))
            verdict = CountMissing(verdict);
        else if (verdict.Kind == VerdictKind.Accept && _policy.JudgeTag is not null)
            verdict = JudgeTag(argument, readings, verdict, ref recipient);
        if (verdict.Kind == VerdictKind.Accept && CountsRecipients && _agreed is not null && !AsciiCase.SameAddress(_agreed, _asked))
            verdict = Verdict.Of(Reason.Of(BounceEntry.SecondRecipient));
        _policy.Report(verdict, WithRecipient(recipient));
        if (verdict.Kind != VerdictKind.Accept)
            Rejected++;
        return verdict.Reply;
    }

    /// <summary>Takes the server's agreement to the last RCPT that passed. It counts where <see cref="CountsRecipients"/>: then no RCPT runs ahead.</summary>
    public void Agree() => _agreed ??= CountsRecipients ? _asked : null;

    /// <summary>Counts a RCPT that was refused because of the form of its line.</summary>
    public void RefuseUnread()
    {
        Recipients++;
        Rejected++;
    }

    /// <summary>Judges the tag of a recipient that is accepted otherwise. Relay clients send no bounces of others.</summary>
    private Verdict JudgeTag(ReadOnlySpan<byte> argument, byte[][] readings, Verdict verdict, ref byte[]? recipient)
    {
        TaggedRcpt tagged = TaggedRcpt.Read(argument, readings, _isBounce && !IsRelayClient, _policy);
        TagAt = tagged.TagAt;
        _asked = tagged.Mailbox;
        if (tagged.Reason is not { } reason)
            return verdict;
        if (reason.CallsFor == VerdictKind.Accept)
        {
            _policy.ReportTag?.Invoke(reason, WithRecipient(tagged.Recipient));
            return verdict;
        }

        recipient = tagged.Recipient;
        return Verdict.Of(reason);
    }

    private Envelope WithRecipient(byte[]? recipient) =>
        new() { Helo = _helo, Sender = _sender, Recipient = recipient, IsRelayClient = IsRelayClient };

    private static bool IsMissing(Verdict verdict) => verdict is { Kind: not VerdictKind.Accept, Reason.Kind: ReasonKind.Recipient };

    private Verdict CountMissing(Verdict verdict)
    {
        Unknown++;
        return IsOverLimit ? Verdict.Of(Reason.TooMany(verdict.Reason!.Answer!)) : verdict;
    }

    /// <summary>The readings that may hold: those of a line, and those of the line before it where the server may have passed over this one.</summary>
    private static byte[][] Together(byte[][] readings, byte[][] before)
    {
        byte[][] all = [.. readings, .. before];
        return all.Length <= MostReadings ? all : all[..MostReadings];
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
        for (int i = 1; i < readings.Length && IsOpen(best); i++)
        {
            Verdict verdict = Decide(subject, readings[i]);
            if (!IsWorse(verdict, best))
                continue;
            decided = readings[i];
            best = verdict;
        }

        return best;
    }

    /// <summary>
    /// Judges a subject when all of the envelope is known, in each way in which its lines can be read together. If a rule refuses one of them, the
    /// recipient is refused.
    /// </summary>
    private Verdict DecideWhole(Subject subject, byte[][] recipients, ref byte[]? decided)
    {
        Verdict? best = null;
        byte[]?[] helos = subject == Subject.HeloName ? _helos : new byte[]?[] { _helo };
        byte[]?[] senders = _senders.Length > 0 ? _senders : new byte[]?[] { null };
        foreach (byte[]? helo in helos)
        {
            foreach (byte[]? sender in senders)
            {
                foreach (byte[] recipient in recipients)
                {
                    Verdict verdict = _policy.Decide(new Envelope
                    {
                        Asked = subject,
                        Helo = helo,
                        Sender = sender,
                        Recipient = recipient,
                        ClientIp = _policy.ClientIp,
                        IsRelayClient = IsRelayClient,
                    });
                    if (best is not null && !IsWorse(verdict, best))
                        continue;
                    decided = recipient;
                    best = verdict;
                    if (!IsOpen(best))
                        return best;
                }
            }
        }

        return best!;
    }

    /// <summary>True when another reading may still change the verdict.</summary>
    private static bool IsOpen(Verdict verdict) => verdict.Kind == VerdictKind.Accept || IsMissing(verdict);

    /// <summary>
    /// True when a reading's verdict takes the place of the one of the readings before it: a refusal does, then one that waits, then an
    /// accept.
    /// </summary>
    private static bool IsWorse(Verdict verdict, Verdict best) =>
        !IsMissing(verdict) && (verdict.Kind != VerdictKind.Accept || best.Kind != VerdictKind.Accept || (verdict.Waits && !best.Waits));

    private Verdict Decide(Subject subject, byte[] reading) => _policy.Decide(new Envelope
    {
        Asked = subject,
        Helo = subject == Subject.HeloName ? reading : null,
        Sender = subject == Subject.Sender ? reading : subject == Subject.Recipient && _isBounce ? [] : null,
        Recipient = subject == Subject.Recipient ? reading : null,
        ClientIp = _policy.ClientIp,
        IsRelayClient = subject != Subject.HeloName && IsRelayClient,
        Untold = UntoldSide.KnownLater,
    });
}
