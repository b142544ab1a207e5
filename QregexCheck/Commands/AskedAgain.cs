using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Posix;
using QregexCheck.Proof;
using QregexCheck.Qmail;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>
/// Decides anew about the mail of a line of the log, as far as the line tells of it: by the lists and the recipient check; of a bounce also by its recipient's
/// tag, by how many recipients it has, and by the one quoted line that the log has, where these were asked then.
/// </summary>
internal sealed class AskedAgain : IDisposable
{
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly TestedRules _rules;
    private readonly RecipientLookup _recipients;
    private readonly QueueTags _tags;
    private readonly RuleMatcher _matcher = new();

    /// <param name="directory">The directory of the control files.</param>
    /// <param name="files">Its lists.</param>
    /// <param name="warn">Is told of each line that can't be used, perhaps more than once.</param>
    public AskedAgain(ControlDirectory directory, IReadOnlyList<LintedFile> files, Action<ControlList, RuleError> warn)
    {
        _files = files;
        _warn = warn;
        _rules = new TestedRules(directory, warn);
        _recipients = new RecipientLookup(directory);
        _tags = new QueueTags(directory);
    }

    public void Dispose() => _rules.Dispose();

    /// <summary>Decides.</summary>
    /// <param name="line">The line.</param>
    /// <param name="envelope">Its envelope; where the recipient has a tag of ours, the mailbox behind it is known.</param>
    public Verdict Decide(AskedLine line, out Envelope envelope)
    {
        TestedEnvelope tested = _rules.Ask(line.Envelope);
        envelope = tested.Envelope;
        return Beyond(line, tested.Verdict, null);
    }

    /// <summary>Decides as if there were not what refuses the mail now: a rule, the look-up of recipients, a policy, or a variable.</summary>
    /// <param name="line">The line.</param>
    /// <param name="envelope">Its envelope, as it was asked about.</param>
    /// <param name="absent">What refuses it now.</param>
    public Verdict Without(AskedLine line, Envelope envelope, Reason? absent)
    {
        Hit? hit = absent?.Hit;
        bool looks = !RecipientLookup.IsOff && (hit is not null || absent?.Bounce is not null);
        var judge = new Judge(list => Open(list, hit), static _ => { }, look: looks ? _recipients.Ask : null);
        return Beyond(line, judge.DecideOrTrouble(envelope), absent);
    }

    /// <summary>Decides by the lists about one subject alone; for a recipient, by the recipient check too.</summary>
    public Verdict About(Subject subject, Envelope envelope) => _rules.DecideAbout(subject, envelope);

    /// <summary>What is to be said of the recipient's tag, which was asked for then; null when there is nothing to say.</summary>
    public Reason? Tag(AskedLine line)
    {
        Envelope envelope = line.Envelope;
        bool isBounce = envelope is { Sender: [], IsRelayClient: false } && (line.Batv is not null || line.Ip is { Length: > 0 });
        return isBounce && line.AsksTag && envelope.Recipient is { } recipient && _tags.Judge(recipient, isBounce) is { } tag ? TagReason.Of(tag) : null;
    }

    /// <summary>What the rules about quoted lines say of the one that the log has; null when it has none.</summary>
    public BounceFinding? Look(AskedLine line) => Look(line, null);

    /// <summary>What is asked of a bounce that the lists accept, in the order of the queue wrapper.</summary>
    private Verdict Beyond(AskedLine line, Verdict verdict, Reason? absent)
    {
        if (verdict.Kind != VerdictKind.Accept || line.Envelope.Sender is not [])
            return verdict;
        BounceEntry? entry = absent?.Bounce;
        bool isOfTag = entry?.Batv is not null;
        if (!isOfTag && Tag(line) is { } tag && tag.CallsFor != VerdictKind.Accept)
            return Verdict.Of(tag);
        if (line.IsOfSecondRecipient && (entry is null || isOfTag))
            return Verdict.Of(Reason.Of(BounceEntry.SecondRecipient));
        if (Look(line, absent?.Hit) is not { } finding)
            return verdict;
        return finding.Answer == BounceAnswer.Trouble ? Verdict.Trouble(finding.Words!)
            : finding.Hit is not { } hit || finding.Line is not { } quoted ? verdict
            : finding.Kind == VerdictKind.Accept ? Verdict.AcceptBy(hit)
            : Verdict.Of(Reason.Of(hit, quoted.Text));
    }

    private BounceFinding? Look(AskedLine line, Hit? absent)
    {
        if (line.QuotedLine is not { } text)
            return null;

        // A proof was asked about a line that counts, so that its part is one whose lines count.
        var part = new BouncePart { Kind = PartKind.QuotedMessage, Depth = 0, Type = [], Encoding = TransferEncoding.None };
        var mail = new QuotedMail([new QuotedHeader(QuotedFields.Of(text), text, 0)], [part], LookLimit.None, null);
        bool proves = line.IsOfProof && absent is not { Line: 0 };
        return new BounceJudge(list => Open(list, absent), _tags.IsOurs, line.Ip, proves).Decide(mail, line.Envelope.Recipient);
    }

    /// <summary>A list, without the rule that is thought away.</summary>
    private RuleSet? Open(ControlList list, Hit? absent)
    {
        if (absent is null || absent.Line == 0)
            return _rules.Open(list);
        foreach (LintedFile file in _files)
        {
            if (file.List == list)
                return new TextRules(list, file.Read(), _matcher, UtcDay.Today, _warn, absent.List == list ? absent.Line : 0);
        }

        return null;
    }
}
