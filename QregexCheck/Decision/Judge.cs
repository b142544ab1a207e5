using System;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Decision;

/// <summary>The whole policy: when each list is asked, and what its answer means.</summary>
internal sealed class Judge
{
    private readonly Func<ControlList, RuleSet?> _open;
    private readonly Action<Hit> _log;
    private readonly Action<Hit>? _tell;
    private readonly Func<Envelope, RecipientAnswer?>? _look;

    /// <param name="open">Hands out a list, ready to be asked once; null when its control file is missing.</param>
    /// <param name="log">Is told of each <c>action=log</c> rule that hits.</param>
    /// <param name="tell">
    /// Is told of each rule that decides a list's answer, even if an exception then lets the address through; null when nobody asks.
    /// </param>
    /// <param name="look">
    /// Asks the recipient check about an envelope that the lists accept; it answers null when the check is off. Null when there is no check.
    /// </param>
    public Judge(Func<ControlList, RuleSet?> open, Action<Hit> log, Action<Hit>? tell = null, Func<Envelope, RecipientAnswer?>? look = null)
    {
        _open = open;
        _log = log;
        _tell = tell;
        _look = look;
    }

    /// <summary>Decides about an envelope. The first rule that rejects or defers decides, in the order of the lists.</summary>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public Verdict Decide(Envelope envelope)
    {
        Verdict accept = Verdict.Accept;
        bool isRecipientExcepted = false;
        var sides = new OtherSides(envelope.Sender, envelope.JudgedRecipient, envelope.ClientIp);
        foreach (Subject subject in ListFamily.Subjects)
        {
            if (envelope.About(subject) is not { } asked)
                continue;
            Verdict verdict = DecideAbout(asked, ListFamily.About(subject), envelope, sides);
            if (verdict.Kind != VerdictKind.Accept || verdict.Waits)
                return verdict;

            // If both the sender and the recipient meet an exception, the last one is the reason.
            if (verdict.Reason is not null)
                accept = verdict;
            isRecipientExcepted |= subject == Subject.Recipient && verdict.Reason is not null;
        }

        if (envelope.SenderIsMissing && HasRules(ListFamily.About(Subject.Sender), envelope.IsRelayClient))
            return Verdict.Trouble("the envelope sender is not in the environment, and there are rules for it; set SENDER (or SMTPMAILFROM)");
        return isRecipientExcepted ? accept : DecideByRecipient(envelope, accept, sides);
    }

    /// <summary>Decides about an envelope, for a caller who must always answer. A check that can't be made is a verdict too.</summary>
    public Verdict DecideOrTrouble(Envelope envelope)
    {
        try
        {
            return Decide(envelope);
        }
        catch (ControlReadException exception)
        {
            return Verdict.Trouble(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            return Verdict.Trouble("out of memory: a rule or an address is too large; raise softlimit -m, or run qregexcheck test to see which");
        }
    }

    /// <summary>
    /// Decides about one subject of an envelope, as if no other were known; it waits (<see cref="Verdict.Later"/>) where a rule has a condition
    /// about another: the lists about it, and the recipient check for a recipient. An envelope is refused
    /// by the first of its parts that is, in the order of <see cref="ListFamily.Subjects"/>, and so the parts' verdicts can be remembered.
    /// </summary>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public Verdict DecidePart(Subject subject, ReadOnlySpan<byte> asked, bool isRelayClient) =>
        Decide(Envelope.Part(subject, asked.ToArray(), isRelayClient));

    /// <summary>True when a verdict about a subject may be other than accept: there are rules, or recipients are looked up.</summary>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public bool Judges(Subject subject, bool isRelayClient) =>
        HasRules(ListFamily.About(subject), isRelayClient) || (subject == Subject.Recipient && _look is not null);

    /// <summary>True when there are rules that spare relay clients.</summary>
    /// <exception cref="ControlReadException">A control file can't be read.</exception>
    public bool SparesRelayClients()
    {
        foreach (Subject subject in ListFamily.Subjects)
        {
            if (HasRules(ListFamily.About(subject).NoRelay))
                return true;
        }

        return false;
    }

    private Verdict DecideAbout(byte[] asked, in ListFamily family, Envelope envelope, OtherSides sides)
    {
        byte[] subject = CaseFolding.Upper(asked);
        sides.Begin();
        Hit? bad = FirstHit(family.Always, subject, sides);
        if (bad is null && !envelope.IsRelayClient)
            bad = FirstHit(family.NoRelay, subject, sides);
        Hit? mayBeBad = sides.Undecided;
        bool isUntold = sides.IsUntold;

        // These lists are opened even when they can't change the verdict. A control file that can't be read should be noticed before it matters.
        sides.Begin();
        bool needsExceptions = bad is not null || mayBeBad is not null;
        RuleSet? exceptions = Open(family.Exceptions);
        Hit? good = needsExceptions ? FirstHit(exceptions, subject, sides) : null;
        exceptions = Open(PlainOf(family.Exceptions));
        if (needsExceptions)
            good ??= FirstHit(exceptions, subject, sides);
        if (envelope.Untold == UntoldSide.KnownLater && (isUntold || sides.IsUntold))
            return Verdict.Later;
        if (envelope.Untold == UntoldSide.Missing && good is null && (sides.Undecided ?? (bad is null ? mayBeBad : null)) is { } undecided)
            return Verdict.Trouble(CannotTell(undecided, envelope));
        if (bad is null)
            return Verdict.Accept;
        return good is null ? Verdict.Of(bad) : Verdict.AcceptBy(good);
    }

    /// <summary>The words for a rule whose condition asks about what should have been told.</summary>
    private static string CannotTell(Hit rule, Envelope envelope)
    {
        Condition condition = rule.Annotation.Condition!;
        string missing = condition.AsksForIp && envelope.ClientIp is null ? "the client's address"
            : condition.OnlyTo is not null && envelope.Recipient is null ? "the envelope recipient"
            : "the envelope sender";
        string place = $"{ControlLists.Name(rule.List)}:{rule.Line}";
        return envelope.SenderIsMissing
            ? $"{missing} is not in the environment, and the rule in {place} depends on it; set SENDER (or SMTPMAILFROM)"
            : $"the rule in {place} depends on {missing}, which is not given";
    }

    /// <summary>Asks whether the recipient exists. One that goodmailto names is never refused.</summary>
    private Verdict DecideByRecipient(Envelope envelope, Verdict accept, OtherSides sides)
    {
        if (_look is null || envelope.About(Subject.Recipient) is not { } recipient || Look(_look, envelope) is not { } answer)
            return accept;

        // No rule has hit, so that no exception was asked yet. It matters only now.
        if (answer.State != RecipientState.Missing)
            return accept.With(answer);
        sides.Begin();
        if (FirstHit(ListFamily.About(Subject.Recipient).Exceptions, CaseFolding.Upper(recipient), sides) is { } good)
            return Verdict.AcceptBy(good);
        if (sides.Undecided is { } undecided && envelope.Untold != UntoldSide.NeverKnown)
            return envelope.Untold == UntoldSide.KnownLater ? Verdict.Later : Verdict.Trouble(CannotTell(undecided, envelope));
        return accept.With(answer);
    }

    /// <summary>
    /// Asks the recipient check. Whatever fails in it, the recipient can't be told, and is accepted: no mail waits for a mistake in a
    /// look-up.
    /// </summary>
    private static RecipientAnswer? Look(Func<Envelope, RecipientAnswer?> look, Envelope envelope)
    {
        try
        {
            return look(envelope);
        }
        catch (OutOfMemoryException)
        {
            return new RecipientAnswer
            {
                State = RecipientState.Unknown,
                Why = "out of memory"u8.ToArray(),
                Advice = "raise softlimit -m",
                Warning = "out of memory while a recipient was looked up, so it was accepted; raise softlimit -m",
            };
        }
        catch (Exception exception)
        {
            return new RecipientAnswer
            {
                State = RecipientState.Unknown,
                Why = "internal error"u8.ToArray(),
                Warning = $"internal error: {exception.GetType().Name}: {exception.Message}, so a recipient was accepted; please report it",
            };
        }
    }

    private RuleSet? Open(ControlList? list) => list is { } known ? _open(known) : null;

    private static ControlList? PlainOf(ControlList? list) => list is { } known ? ControlLists.PlainOf(known) : null;

    /// <summary>Asks a list of rules, and then its plain twin.</summary>
    private Hit? FirstHit(ControlList? list, ReadOnlySpan<byte> subject, OtherSides sides) =>
        FirstHit(Open(list), subject, sides) ?? FirstHit(Open(PlainOf(list)), subject, sides);

    private Hit? FirstHit(RuleSet? rules, ReadOnlySpan<byte> subject, OtherSides sides)
    {
        Hit? hit = rules?.FirstHit(subject, sides, _log);
        if (hit is not null)
            _tell?.Invoke(hit);
        return hit;
    }

    private bool HasRules(in ListFamily family, bool isRelayClient) => HasRules(family.Always) || (!isRelayClient && HasRules(family.NoRelay));

    private bool HasRules(ControlList? list) => (Open(list)?.HasRules() ?? false) || (Open(PlainOf(list))?.HasRules() ?? false);
}
