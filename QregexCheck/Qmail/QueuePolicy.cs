using System;
using QregexCheck.Batv;
using QregexCheck.Bounces;
using QregexCheck.Control;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Posix;
using QregexCheck.Queue;

namespace QregexCheck.Qmail;

/// <summary>All that is asked about a message in the place of qmail-queue: the lists about recipients of bounces, their tags, and what the bounce quotes.</summary>
/// <remarks>Each file is read when it is needed. Most mail is no bounce, and does not wait for any.</remarks>
internal sealed class QueuePolicy
{
    private readonly ControlDirectory _directory = ControlDirectory.FromEnvironment();
    private readonly QueueTags _tags;

    // Asked before the environment is made that of the next program.
    private readonly bool _judgesTags = IsFromStranger && !QueueEnvironment.TagsAreJudged;
    private Judge? _judge;
    private ConnectionRules? _rules;
    private Verdict? _trouble;
    private byte[]? _asked;

    // The recipient with the youngest tag: one that is ours shows what the message is, whoever gets it beside him.
    private byte[]? _tagged;
    private int _taggedDay;

    public QueuePolicy() => _tags = new QueueTags(_directory);

    /// <summary>True when the whole of a bounce is to be looked at, so that its beginning must be kept.</summary>
    public bool LooksInto => IsFromStranger && (BounceProof.IsWanted || _directory.Has(ControlList.BadBounce));

    /// <summary>What only logs: the first reason, and the recipient that it is about; null for the message.</summary>
    public (Reason Reason, byte[]? Recipient)? Logged { get; private set; }

    /// <summary>
    /// True for mail that a client brought who may not relay. Clients of our own and programs of this host send answers with the null sender, too, and these quote
    /// mail of others.
    /// </summary>
    private static bool IsFromStranger => !HookEnvironment.IsRelayClient && HookEnvironment.ClientIp.Length > 0;

    /// <summary>Asks about a recipient. A check that can't be made is a verdict too.</summary>
    public AskedRecipient Ask(byte[] recipient, bool isBounce)
    {
        JudgedTag? tag = _tags.Judge(recipient, isBounce && _judgesTags);
        byte[] handedOn = tag is not null && tag.Found.State.IsOurs() ? tag.Found.Mailbox : recipient;
        if (!isBounce)
            return new AskedRecipient(handedOn, Verdict.Accept);
        _asked = recipient;
        if (SignedLocalPart.IsPrvs(recipient) && (_tagged is null || tag?.Found.LastDay > _taggedDay))
        {
            _tagged = recipient;
            _taggedDay = tag?.Found.LastDay ?? 0;
        }

        Verdict verdict = AskLists(handedOn);
        if (verdict.Kind == VerdictKind.Accept && tag is not null && TagReason.Of(tag) is { } reason)
        {
            if (reason.CallsFor == VerdictKind.Accept)
                Note(reason);
            else
                verdict = Verdict.Of(reason);
        }

        return new AskedRecipient(handedOn, verdict);
    }

    /// <summary>Decides about a bounce by what it quotes, and by the tag of a recipient that was asked about. Whatever fails here, the bounce is accepted.</summary>
    public Verdict Look(BounceLook look)
    {
        _asked = null;
        try
        {
            var rules = new ConnectionRules(_directory, DecisionLog.Warn, Subject.QuotedLine);
            BounceFinding finding = new BounceJudge(rules.Open, _tags.IsOurs, HookEnvironment.ClientIp, BounceProof.IsWanted).Decide(look.End(), _tagged);
            foreach (LoggedHit logged in finding.Logged)
                Note(Reason.Of(logged.Hit, logged.Line.Text));
            if (finding.Answer == BounceAnswer.Unprovable)
                StandardError.WriteLine("warning"u8, "QREGEXCHECK_BOUNCE=prove, and control/goodbounce has no rule, so nothing can be proved; name your hosts there");
            if (finding.Answer == BounceAnswer.Trouble)
                WarnOfLook(finding.Words!);
            if (finding.Hit is not { } hit || finding.Line is not { } line || finding.Answer == BounceAnswer.OursByRule)
                return Verdict.Accept;
            var reason = Reason.Of(hit, line.Text);
            if (finding.Kind != VerdictKind.Accept)
                return Verdict.Of(reason);
            Note(reason);
        }
        catch (ControlReadException exception)
        {
            WarnOfLook(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            WarnOfLook("out of memory; raise softlimit -m");
        }

        return Verdict.Accept;
    }

    private static void WarnOfLook(string why) => StandardError.WriteLine("warning"u8, $"a bounce was accepted without a look into it: {why}");

    private Verdict AskLists(byte[] recipient)
    {
        if (_trouble is not null)
            return _trouble;
        _judge ??= new Judge(Open, hit => Note(Reason.Of(hit)));
        Verdict verdict = _judge.DecideOrTrouble(new Envelope
        {
            Asked = Subject.BounceRecipient,
            Sender = [],
            Recipient = recipient,
            ClientIp = HookEnvironment.ClientIp,
            IsRelayClient = HookEnvironment.IsRelayClient,
        });
        if (verdict.Kind == VerdictKind.Trouble)
            _trouble = verdict;
        return verdict;
    }

    // Read when the first recipient of a bounce is asked about.
    private RuleSet? Open(ControlList list) => (_rules ??= new ConnectionRules(_directory, DecisionLog.Warn, Subject.BounceRecipient)).Open(list);

    private void Note(Reason reason) => Logged ??= (reason, _asked);
}
