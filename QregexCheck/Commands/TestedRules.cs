using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Qmail;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Commands;

/// <summary>
/// The rules that <c>test</c> asks: those of <see cref="KeptLists"/>, which say the same of an address as the hooks do. Only a list's text tells which other
/// rules hit.
/// </summary>
internal sealed class TestedRules : IDisposable
{
    // Between the heaps of the hooks, 6 MiB, and of the commands for people, 1 GiB (entry/process.c).
    private const long LargeHeap = 64 << 20;

    private readonly KeptLists _lists;
    private readonly RecipientLookup _recipients;
    private readonly RuleMatcher _matcher = new();
    private readonly SignedRecipients _signed;
    private readonly List<(ControlList List, int Line)> _told = new();
    private readonly List<(ControlList List, int Line)> _logged = new();
    private OtherSides? _sides;
    private bool _hasConditions;

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="warn">Is told of each line that can't be used, perhaps more than once.</param>
    public TestedRules(ControlDirectory directory, Action<ControlList, RuleError> warn)
    {
        _recipients = new RecipientLookup(directory);
        _signed = new SignedRecipients(directory);
        bool isLarge = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > LargeHeap;
        _lists = new KeptLists(directory, isLarge ? LoadBudget.OfLargeHeap : LoadBudget.OfSmallHeap, warn);
    }

    public void Dispose() => _lists.Dispose();

    /// <summary>Asks about one envelope.</summary>
    public TestedEnvelope Ask(Envelope envelope)
    {
        _told.Clear();
        _logged.Clear();
        envelope = _signed.Of(envelope);
        Verdict verdict;
        MatchedRule? decider = null;
        var others = new List<MatchedRule>();
        var asked = new List<AskedFile>();
        try
        {
            verdict = Judge().Decide(envelope);
            _sides = new OtherSides(envelope.Sender, envelope.JudgedRecipient, envelope.ClientIp);
            _hasConditions = false;
            foreach (ControlList list in ControlLists.All)
                AddMatches(list, envelope, verdict, ref decider, others, asked);
        }
        catch (ControlReadException exception)
        {
            verdict = Verdict.Trouble(exception.Message);
            decider = null;
        }

        return new TestedEnvelope(envelope, verdict, Checkpassword(envelope, verdict), decider, others, asked);
    }

    /// <summary>Decides by the lists about one subject alone; for the recipient of any mail, by the recipient check too.</summary>
    public Verdict DecideAbout(Subject subject, Envelope envelope) =>
        new Judge(
            list => ListFamily.Of(list).Subject == subject ? _lists.Open(list) : null,
            static _ => { },
            look: subject == Subject.Recipient ? _recipients.Ask : null).DecideOrTrouble(_signed.Of(envelope).Only(subject));

    /// <summary>A list, ready to be asked; null when its control file is missing.</summary>
    /// <exception cref="ControlReadException">The control file can't be read.</exception>
    public RuleSet? Open(ControlList list) => _lists.Open(list);

    /// <summary>
    /// The answer of the checkpassword hook. It knows only the recipient, so it asks again what was refused for another reason.
    /// </summary>
    private ExitCode? Checkpassword(Envelope envelope, Verdict verdict)
    {
        if (envelope.About(Subject.Recipient) is null)
            return null;
        bool isAboutMore = envelope.Helo is not null || envelope.Sender is not null;
        bool isAboutRecipient = verdict.Reason is { Kind: ReasonKind.Recipient }
            || (verdict.Reason?.Hit is { } hit && ListFamily.Of(hit.List).Subject == Subject.Recipient);
        if (!_hasConditions && (!isAboutMore || verdict.Kind == VerdictKind.Accept || isAboutRecipient))
            return HookReply.ToCheckpassword(verdict);
        return HookReply.ToCheckpassword(Judge().DecideOrTrouble(new Envelope
        {
            Recipient = envelope.Recipient,
            Mailbox = envelope.Mailbox,
            ClientIp = envelope.ClientIp,
            IsRelayClient = envelope.IsRelayClient,
            Untold = envelope.ClientIp is null ? UntoldSide.Missing : UntoldSide.NeverKnown,
        }));
    }

    private Judge Judge() => new(_lists.Open, hit => _logged.Add((hit.List, hit.Line)), hit => _told.Add((hit.List, hit.Line)), _recipients.Ask);

    private void AddMatches(
        ControlList list, Envelope envelope, Verdict verdict, ref MatchedRule? decider, List<MatchedRule> others, List<AskedFile> asked)
    {
        byte[]? subject = envelope.About(ListFamily.Of(list).Subject);
        if (subject is null || (envelope.IsRelayClient && ControlLists.SparesRelayClients(list)) || _lists.Keep(list) is not { } rules)
            return;
        asked.Add(new AskedFile(list, rules.Count, rules.Skipped));
        foreach (Hit hit in rules.AllHits(CaseFolding.Upper(subject)))
        {
            _hasConditions |= hit.Annotation.Condition is not null;
            bool decides = verdict.Reason?.Hit is { } decisive && hit.List == decisive.List && hit.Line == decisive.Line;
            var matched = new MatchedRule(hit, decides ? RuleState.Decides : StateOf(hit));
            if (decides)
                decider = matched;
            else
                others.Add(matched);
        }
    }

    private RuleState StateOf(Hit hit)
    {
        if (!hit.Annotation.IsAwake(Posix.UtcDay.Today))
            return RuleState.Asleep;
        if (hit.Annotation.Condition is { } condition && _sides!.Holds(condition, _matcher, out _) is var holds && holds != true)
            return holds is null ? RuleState.Untold : RuleState.Unmet;
        if (_logged.Contains((hit.List, hit.Line)))
            return RuleState.Logs;
        if (!_told.Contains((hit.List, hit.Line)))
            return RuleState.NotReached;

        // A second exception, for the other address, decides too. A bad rule that was told and does not decide met an exception.
        return ControlLists.IsExceptions(hit.List) ? RuleState.Decides : RuleState.Excepted;
    }
}
