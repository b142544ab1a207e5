using System;
using QregexCheck.Decision;

namespace QregexCheck.Smtp;

/// <summary>What the rules have said so far in a session: of the HELO name, of the sender, and so of each recipient.</summary>
/// <remarks>
/// As in the qregex patch, badhelo and badmailfrom are decided at HELO and MAIL and answered at each RCPT. A command counts when the server
/// has agreed to it: qmail-smtpd keeps the old sender when it refuses a MAIL.
/// </remarks>
internal sealed class SmtpTransaction
{
    private static readonly Verdict Unreadable = Verdict.Trouble(
        "a HELO or MAIL line is too long to be judged; its recipients are deferred");

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
    /// <param name="argument">Its argument; null when it was too long to be kept.</param>
    public void Helo(byte[]? argument)
    {
        _helo = argument is null ? null : CutAtNul(argument);
        _heloVerdict = !_policy.ChecksHelo ? Verdict.Accept
            : argument is null ? Unreadable
            : DecideReadings(argument, static bytes => new Envelope { Helo = CutAtNul(bytes) });
    }

    /// <summary>The server agreed to a MAIL.</summary>
    /// <param name="argument">Its argument; null when it was too long to be kept.</param>
    public void Mail(byte[]? argument)
    {
        Mails++;
        _sender = argument is null ? null : SmtpPath.Parse(argument, _policy.LocalHost);

        // qmail-smtpd does not agree to an address that is too long for it; from a server that does, nothing is known then.
        _senderVerdict = argument is null || _sender is null
            ? Unreadable
            : DecideReadings(argument, bytes => new Envelope { Sender = SmtpPath.Parse(bytes, _policy.LocalHost), IsRelayClient = IsRelayClient });
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
        byte[]? recipient = SmtpPath.Parse(argument, _policy.LocalHost);
        Verdict verdict = _heloVerdict.Kind != VerdictKind.Accept ? _heloVerdict
            : _senderVerdict.Kind != VerdictKind.Accept ? _senderVerdict
            : DecideReadings(argument, bytes => new Envelope { Recipient = SmtpPath.Parse(bytes, _policy.LocalHost), IsRelayClient = IsRelayClient });
        if (verdict.Kind == VerdictKind.Accept && verdict.Hit is null && _senderVerdict.Hit is not null)
            verdict = _senderVerdict;
        _policy.Report(verdict, new Envelope { Helo = _helo, Sender = _sender, Recipient = recipient, IsRelayClient = IsRelayClient });
        if (verdict.Kind != VerdictKind.Accept)
            Rejected++;
        return verdict.Reply;
    }

    /// <summary>A RCPT was refused because its line is too long.</summary>
    public void RefuseUnread()
    {
        Recipients++;
        Rejected++;
    }

    /// <summary>
    /// qmail-smtpd ends a line at a NUL, other servers do not: a line with one is judged both ways, and neither may be refused.
    /// </summary>
    private Verdict DecideReadings(ReadOnlySpan<byte> argument, Func<byte[], Envelope> read)
    {
        Verdict verdict = _policy.Decide(read(argument.ToArray()));
        return verdict.Kind == VerdictKind.Accept && argument.Contains((byte)0)
            ? _policy.Decide(read(Array.FindAll(argument.ToArray(), static b => b != 0)))
            : verdict;
    }

    private static byte[] CutAtNul(byte[] bytes)
    {
        int nul = Array.IndexOf(bytes, (byte)0);
        return nul < 0 ? bytes : bytes[..nul];
    }
}
