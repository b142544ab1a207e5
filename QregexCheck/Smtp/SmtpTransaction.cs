using System;
using System.Collections.Generic;
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
        _helo = CutAtNul(argument);
        _heloVerdict = Verdict.Accept;
        if (_policy.ChecksHelo)
            _heloVerdict = Decide(HeloReadings(argument, isClear), static helo => new Envelope { Helo = helo }, out _);
    }

    /// <summary>The server agreed to a MAIL.</summary>
    /// <param name="argument">Its argument.</param>
    /// <param name="isClear">False when it may have been something else to the server: then the old sender is not forgiven.</param>
    public void Mail(byte[] argument, bool isClear)
    {
        Mails++;
        if (!isClear && _senderVerdict.Kind != VerdictKind.Accept)
            return;
        _senderVerdict = Decide(
            PathReadings(argument, []), sender => new Envelope { Sender = sender, IsRelayClient = IsRelayClient }, out _sender);
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
        List<byte[]> readings = PathReadings(argument, _policy.RelaySuffix);
        byte[]? recipient = readings[0];
        Verdict verdict = _heloVerdict.Kind != VerdictKind.Accept ? _heloVerdict
            : _senderVerdict.Kind != VerdictKind.Accept ? _senderVerdict
            : Decide(readings, address => new Envelope { Recipient = address, IsRelayClient = IsRelayClient }, out recipient);
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
    /// <param name="readings">The readings, qmail-smtpd's first.</param>
    /// <param name="envelope">Makes an envelope of one.</param>
    /// <param name="decided">The reading that decided.</param>
    private Verdict Decide(List<byte[]> readings, Func<byte[], Envelope> envelope, out byte[] decided)
    {
        Verdict first = _policy.Decide(envelope(readings[0]));
        decided = readings[0];
        for (int i = 1; i < readings.Count && first.Kind == VerdictKind.Accept; i++)
        {
            Verdict verdict = _policy.Decide(envelope(readings[i]));
            if (verdict.Kind == VerdictKind.Accept)
                continue;
            decided = readings[i];
            return verdict;
        }

        return first;
    }

    /// <summary>What servers may take for the address: qmail-smtpd ends a line at a NUL, others leave it out; and see <see cref="StandardPath"/>.</summary>
    private List<byte[]> PathReadings(ReadOnlySpan<byte> argument, byte[] suffix)
    {
        var readings = new List<byte[]>(1);
        LocalHost?[] localHosts = _policy.LocalHosts.Length == 0 ? new LocalHost?[] { null } : _policy.LocalHosts;
        foreach (byte[]? text in new[] { CutAtNul(argument), argument.Contains((byte)0) ? WithoutNul(argument) : null, StandardPath.FillLastBlank(argument) })
        {
            if (text is null)
                continue;
            byte[]? standard = StandardPath.Parse(text);
            foreach (LocalHost? localHost in localHosts)
            {
                AddNew(readings, Envelope.QueuedRecipient(SmtpPath.Parse(text, localHost), suffix));
                if (standard is not null)
                    AddNew(readings, Envelope.QueuedRecipient(localHost is null ? standard : localHost.Replace(standard), suffix));
            }
        }

        return readings;
    }

    /// <summary>
    /// What servers may take for the name: some leave out a NUL, some what stands behind a blank. Of HELOX they may take what follows four letters, five, or the word.
    /// </summary>
    private static List<byte[]> HeloReadings(ReadOnlySpan<byte> argument, bool isClear)
    {
        ReadOnlySpan<byte> blanks = " \t\v\f\r"u8;
        var readings = new List<byte[]>(1) { CutAtNul(argument) };
        ReadOnlySpan<byte> text = WithoutNul(argument);
        AddNew(readings, text.ToArray());
        AddFirstWord(text);
        if (!isClear && !text.IsEmpty)
            AddFirstWord(text[1..]);
        if (!isClear && text.IndexOfAny(blanks) is var blank and >= 0)
            AddFirstWord(text[blank..]);
        return readings;

        void AddFirstWord(ReadOnlySpan<byte> from)
        {
            from = from.TrimStart(" \t\v\f\r"u8);
            int end = from.IndexOfAny(" \t\v\f\r"u8);
            AddNew(readings, (end < 0 ? from : from[..end]).ToArray());
        }
    }

    private static void AddNew(List<byte[]> readings, byte[] reading)
    {
        foreach (byte[] one in readings)
        {
            if (one.AsSpan().SequenceEqual(reading))
                return;
        }

        readings.Add(reading);
    }

    private static byte[] CutAtNul(ReadOnlySpan<byte> bytes)
    {
        int nul = bytes.IndexOf((byte)0);
        return (nul < 0 ? bytes : bytes[..nul]).ToArray();
    }

    private static byte[] WithoutNul(ReadOnlySpan<byte> bytes) => Array.FindAll(bytes.ToArray(), static b => b != 0);
}
