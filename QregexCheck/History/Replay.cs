using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Logs;

namespace QregexCheck.History;

/// <summary>
/// What rules would have done to past mail, beside what was done to it: by the log's own word, or by other rules. Nothing is allocated for an event, and memory
/// has a bound, whatever the log.
/// </summary>
internal sealed class Replay
{
    private const int BytesOfAddresses = 24 << 20;
    private const int BytesOfNames = 6 << 20;
    private const int MostSenders = 700_000;

    private readonly RememberedRules _now;
    private readonly RememberedRules? _before;
    private readonly ReplayOptions _options;
    private readonly AddressHash _hash;
    private AddressBook[] _books;
    private ReplayRows _rows;
    private NewlyRefused _newly;
    private ReplayBatch _batch;

    // True when a client's recipient was met. Mail that was delivered stands in that log, too, and is not to count twice.
    private bool _knowsRecipients;

    /// <param name="now">The rules that are tried.</param>
    /// <param name="before">The rules that they are compared with; null to compare them with what the log says.</param>
    /// <param name="hash">The hash of addresses. Its key is not to be known to those who send mail.</param>
    /// <param name="options">What to do.</param>
    public Replay(RememberedRules now, RememberedRules? before, AddressHash hash, ReplayOptions options)
    {
        _now = now;
        _before = before;
        _hash = hash;
        _options = options;
        Begin();
    }

    public ReplayCounts Counts { get; private set; }

    /// <summary>How many different recipients there were.</summary>
    public Tallied DifferentRecipients => Book(Subject.Recipient).Different;

    /// <summary>How many of the senders of newly refused mail somebody here has written to.</summary>
    public int KnownSenders => _newly.KnownSenders;

    /// <summary>False when a risk may be higher than is told: there were too many addresses to know all.</summary>
    public bool KnowsAllRisks => _newly.KnowsAllRisks;

    /// <summary>True when it matters to the rules whether a client may relay.</summary>
    public bool HasNoRelayRules => _now.HaveNoRelayRules || _before?.HaveNoRelayRules == true;

    /// <summary>True when deliveries were among the logs.</summary>
    public bool KnowsDeliveries => _newly.KnowsDeliveries;

    /// <summary>When the first of the recipients was, and the last; NoTime when no line had a stamp.</summary>
    public (long First, long Last) Period { get; private set; } = (MailEvent.NoTime, MailEvent.NoTime);

    /// <summary>Takes a log of mail that was sent from here: all of it, before the first recipient.</summary>
    public void TakeSent(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        foreach (ref readonly MailEvent mail in mails)
        {
            if (mail.Outcome == Outcome.Sent && mail.Knows(MailField.Recipient) && (mail.Altered & MailField.Recipient) == 0)
                _newly.Write(block.Bytes(mail.Recipient), mail.Time);
        }
    }

    /// <summary>
    /// Takes what a log says became of a recipient. Deliveries stand for recipients as long as none is met that a client has named: with the first of
    /// those, the replay begins anew, and deliveries only tell that mail was wanted.
    /// </summary>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public void Take(EventBlock block, ReadOnlySpan<MailEvent> mails)
    {
        if (!_knowsRecipients)
        {
            int begin = FirstOfClient(mails);
            _batch.Take(block, mails[..begin]);
            if (begin == mails.Length)
                return;
            _knowsRecipients = true;
            if (Counts.Recipients > 0)
                Begin();
            mails = mails[begin..];
        }

        _batch.Take(block, mails);
    }

    /// <summary>All logs have ended.</summary>
    /// <returns>The rows: those of each change together, the rule with the most recipients first.</returns>
    public IReadOnlyList<ReplayRow> End()
    {
        _newly.End();
        return _rows.Sorted();
    }

    /// <summary>How many different senders a row is about.</summary>
    public Tallied Senders(ReplayRow row) => _rows.Senders(row);

    /// <summary>Begins: nothing was judged. What is known of deliveries, and of those who were written to, stays.</summary>
    [MemberNotNull(nameof(_books), nameof(_rows), nameof(_newly), nameof(_batch), nameof(Counts))]
    private void Begin()
    {
        _books = [new AddressBook(_hash, BytesOfNames), new AddressBook(_hash, BytesOfAddresses), new AddressBook(_hash, BytesOfAddresses)];
        _rows = new ReplayRows(_hash, MostSenders);
        _newly = new NewlyRefused(_hash, Book(Subject.Sender), Book(Subject.Recipient), _rows, _options.Examples, _newly);
        _batch = new ReplayBatch(_hash, Book(Subject.Sender), Book(Subject.Recipient), TakeHashed);
        Counts = new ReplayCounts();
        Period = (MailEvent.NoTime, MailEvent.NoTime);
    }

    private AddressBook Book(Subject subject) => _books[(int)subject];

    /// <summary>The place of the first recipient that a client has named; behind all when there is none.</summary>
    private static int FirstOfClient(ReadOnlySpan<MailEvent> mails)
    {
        int place = 0;
        while (place < mails.Length && (mails[place].TellsNothingNew || mails[place].Outcome == Outcome.Delivered))
            place++;
        return place;
    }

    private void TakeHashed(EventBlock block, in MailEvent mail, ref FoundAddresses found)
    {
        if (mail.TellsNothingNew)
            return;
        if (mail.Outcome == Outcome.Delivered)
        {
            _newly.Deliver(found, mail.Time);
            if (_knowsRecipients || mail.IsCounted)
                return;
            Counts.Deliveries++;
        }

        TakeRecipient(block, mail, ref found);
    }

    private void TakeRecipient(EventBlock block, in MailEvent mail, ref FoundAddresses found)
    {
        Counts.Recipients++;
        if (mail.Knows(MailField.Recipient))
            Find(ref found, Subject.Recipient, block.Bytes(mail.Recipient));
        bool isRelayClient = mail.Knows(MailField.Relay) ? mail.IsRelayClient : _options.Relays.Hold(block.Bytes(mail.Ip));
        Counts.ByRelayClients += isRelayClient ? 1 : 0;
        if (mail.Time != MailEvent.NoTime)
            SeeTime(mail.Time);
        if (!IsJudged(block, mail))
            return;
        if (!mail.Knows(MailField.Relay) && !isRelayClient)
            Counts.WithoutRelay++;
        if (!TryJudge(block, mail, isRelayClient, ref found, out int now, out int before))
            return;

        bool isRefused = now != RememberedRules.Accepts;
        bool wasRefused = _before is null ? mail.Outcome is Outcome.Refused or Outcome.Deferred : before != RememberedRules.Accepts;
        if (!isRefused && !wasRefused)
            return;
        ReplayRow row = isRefused ? _rows.Of(wasRefused ? ReplayChange.Still : ReplayChange.Newly, now, _now)
            : _before is null ? _rows.OfLogged(block, mail)
            : _rows.Of(ReplayChange.NoLonger, before, _before);
        row.Recipients++;
        Counts.Of(row.Change)++;
        if (mail.Knows(MailField.Sender) && !found.Has(Subject.Sender))
            Find(ref found, Subject.Sender, block.Bytes(mail.Sender));
        if (found.Has(Subject.Sender))
            CountSender(row, found);
        if (row.Change == ReplayChange.Newly)
            _newly.Take(block.Bytes(mail.Sender), mail.Time, row, found);
        else if (row.Change == ReplayChange.Still)
            CountSeverity(row.Rule.IsDefer, _before is null ? mail.Outcome == Outcome.Deferred : _before.Rule(before).IsDefer);
    }

    /// <summary>False for what no rule decided: the mail is refused, whatever rules there are.</summary>
    private bool IsJudged(EventBlock block, in MailEvent mail)
    {
        bool isByUs = mail.Outcome is Outcome.Refused or Outcome.Deferred;
        if (mail.Outcome == Outcome.RefusedOtherwise || (isByUs && OwnLine.IsOfBounceCheck(block.Bytes(mail.List))))
        {
            Counts.RefusedOtherwise++;
            return false;
        }

        if (_options.AsksRecipients || !isByUs || !OwnLine.IsOfRecipientCheck(block.Bytes(mail.List)))
            return true;
        Counts.OfRecipientCheck++;
        return false;
    }

    /// <summary>Asks the rules about an envelope: each about the subjects in their order, until one refuses.</summary>
    /// <returns>False when a subject has altered bytes, or the log does not tell what a condition asks about, and what is known does not refuse.</returns>
    private bool TryJudge(EventBlock block, in MailEvent mail, bool isRelayClient, ref FoundAddresses found, out int now, out int before)
    {
        now = before = RememberedRules.Accepts;
        bool isBounce = mail.Knows(MailField.Sender) && (mail.Altered & MailField.Sender) == 0 && block.Bytes(mail.Sender).IsEmpty;
        foreach (Subject subject in ListFamily.Subjects)
        {
            // It is asked together with the recipient.
            if (subject == Subject.BounceRecipient)
                continue;
            bool asksNow = now == RememberedRules.Accepts && Judges(_now, subject, isRelayClient, isBounce);
            bool asksBefore = _before is not null && before == RememberedRules.Accepts && Judges(_before, subject, isRelayClient, isBounce);
            if (!asksNow && !asksBefore)
                continue;
            if (!mail.Knows(LoggedEnvelope.FieldOf(subject)))
            {
                Counts.Without(subject)++;
                continue;
            }

            if ((mail.Altered & LoggedEnvelope.FieldOf(subject)) != 0)
            {
                Counts.Uncertain++;
                return false;
            }

            ReadOnlySpan<byte> bytes = block.Bytes(LoggedEnvelope.RangeOf(subject, mail));
            if (!found.Has(subject))
                Find(ref found, subject, bytes);
            int which = isRelayClient ? 1 : 0;
            if (asksNow)
            {
                now = AsksBounce(_now, subject, isRelayClient, isBounce) ? _now.Ask(Subject.BounceRecipient, bytes, isRelayClient)
                    : Ask(_now, subject, found.Record(subject), which, bytes);
            }

            if (asksBefore)
            {
                before = AsksBounce(_before!, subject, isRelayClient, isBounce) ? _before!.Ask(Subject.BounceRecipient, bytes, isRelayClient)
                    : Ask(_before!, subject, found.Record(subject), which + 2, bytes);
            }

            if (now == RememberedRules.Depends)
                now = _now.Ask(LoggedEnvelope.Of(block, mail, subject, isRelayClient));
            if (before == RememberedRules.Depends)
                before = _before!.Ask(LoggedEnvelope.Of(block, mail, subject, isRelayClient));
            if (now == RememberedRules.Unknown || before == RememberedRules.Unknown)
            {
                Counts.Untold++;
                return false;
            }
        }

        return true;
    }

    private static bool Judges(RememberedRules rules, Subject subject, bool isRelayClient, bool isBounce) =>
        rules.HaveRulesOn(subject, isRelayClient) || AsksBounce(rules, subject, isRelayClient, isBounce);

    private static bool AsksBounce(RememberedRules rules, Subject subject, bool isRelayClient, bool isBounce) =>
        isBounce && subject == Subject.Recipient && rules.HaveRulesOn(Subject.BounceRecipient, isRelayClient);

    private int Ask(RememberedRules rules, Subject subject, int record, int which, ReadOnlySpan<byte> bytes)
    {
        ref int answer = ref Book(subject).Answer(record, which);
        if (answer == RememberedRules.NotAsked)
            answer = rules.Ask(subject, bytes, isRelayClient: (which & 1) == 1);
        return answer;
    }

    private void Find(ref FoundAddresses found, Subject subject, ReadOnlySpan<byte> bytes)
    {
        ulong hash = subject == Subject.HeloName ? _hash.Of(bytes) : found.Hash(subject);
        found.Set(subject, Book(subject).Find(bytes, hash));
    }

    /// <summary>Counts a sender for a row, unless the sender was counted for this row last.</summary>
    private void CountSender(ReplayRow row, in FoundAddresses found)
    {
        ref int mark = ref Book(Subject.Sender).Mark(found.Record(Subject.Sender));
        if (mark == row.Number + 1)
            return;
        mark = row.Number + 1;
        _rows.CountSender(row, default(AddressHash).Of(Book(Subject.Sender).Address(found.Record(Subject.Sender))));
    }

    private void CountSeverity(bool isDefer, bool wasDefer)
    {
        if (wasDefer && !isDefer)
            Counts.NowRejected++;
        else if (isDefer && !wasDefer)
            Counts.NowDeferred++;
    }

    private void SeeTime(long time)
    {
        (long first, long last) = Period;
        if (first == MailEvent.NoTime || time < first || time > last)
            Period = (first == MailEvent.NoTime ? time : Math.Min(first, time), Math.Max(last, time));
    }
}
