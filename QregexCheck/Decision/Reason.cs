using System;
using System.Diagnostics;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>The kinds of reasons for a verdict.</summary>
internal enum ReasonKind
{
    /// <summary>A rule hit: a rule that refuses or defers, or an exception.</summary>
    Rule,

    /// <summary>The check could not be made.</summary>
    Trouble,

    /// <summary>The recipient check has answered: the recipient is missing, exists, or can't be told.</summary>
    Recipient,

    /// <summary>A recipient is missing, and so many were before that the session ends.</summary>
    TooManyMissing,

    /// <summary>A bounce is not of our mail, and no rule says so: its recipient has no tag of ours, or it quotes no line of ours.</summary>
    Bounce,
}

/// <summary>The reason for a verdict, as values. The reply, the line of the log and the report of <c>test</c> are made from them.</summary>
/// <remarks>
/// Code that answers, logs or reports takes these values and does not ask for the kind. A new reason is a new kind, a maker here, and a row in
/// each switch below. The name of its words in a report stands in <c>TestWords</c>.
/// </remarks>
internal sealed class Reason
{
    private Reason(ReasonKind kind, Hit? hit = null, string? words = null, RecipientAnswer? answer = null, BounceEntry? bounce = null, byte[]? quoted = null)
    {
        Kind = kind;
        Hit = hit;
        Words = words;
        Answer = answer;
        Bounce = bounce;
        QuotedLine = quoted;
    }

    public ReasonKind Kind { get; }

    /// <summary>The rule that decided; null when no rule did.</summary>
    public Hit? Hit { get; }

    /// <summary>Words that stand in no rule, as a clause without a final stop; null when the rule says it all.</summary>
    public string? Words { get; }

    /// <summary>What is known of the recipient; null when the recipient check was not asked. With a rule it did not decide.</summary>
    public RecipientAnswer? Answer { get; }

    /// <summary>What decided about a bounce; null when a rule did, or nothing.</summary>
    public BounceEntry? Bounce { get; }

    /// <summary>The line that a bounce quotes and that the rule hit; null for rules about envelopes.</summary>
    public byte[]? QuotedLine { get; }

    /// <summary>The entry of control/checkrcpthosts that decided; null when none did.</summary>
    public CoveringEntry? Entry => Hit is null && Answer is { State: RecipientState.Missing } answer ? answer.Entry : null;

    /// <summary>True when a recipient is missing and its entry only logs that.</summary>
    public bool OnlyLogsRecipient => Answer is { State: RecipientState.Missing, Entry.Annotation.Action: RuleAction.Log };

    /// <summary>The verdict that the reason calls for, if no exception lets the envelope through.</summary>
    public VerdictKind CallsFor => Kind switch
    {
        ReasonKind.Rule => OfAction(Hit!.Annotation.Action),
        ReasonKind.Trouble => VerdictKind.Trouble,
        ReasonKind.Recipient => Entry is null || OnlyLogsRecipient ? VerdictKind.Accept : OfAction(Entry.Annotation.Action),
        ReasonKind.TooManyMissing => VerdictKind.Defer,
        ReasonKind.Bounce => Bounce!.Action == RuleAction.Log ? VerdictKind.Accept : OfAction(Bounce.Action),
        _ => throw new UnreachableException(),
    };

    /// <summary>The SMTP reply to a client that is refused for this reason.</summary>
    public ReadOnlySpan<byte> Reply => Kind switch
    {
        ReasonKind.Rule => Hit!.Reply,
        ReasonKind.Trouble => ControlLists.TroubleReply,
        ReasonKind.Recipient => RecipientReplies.Of(Answer!),
        ReasonKind.TooManyMissing => RecipientReplies.TooManyMissing,
        ReasonKind.Bounce => Bounce!.Reply,
        _ => throw new UnreachableException(),
    };

    /// <summary>The reason of a rule that hit.</summary>
    public static Reason Of(Hit hit) => new(ReasonKind.Rule, hit);

    /// <summary>The reason of a rule that hit a line that a bounce quotes.</summary>
    public static Reason Of(Hit hit, byte[] quotedLine) => new(ReasonKind.Rule, hit, quoted: quotedLine);

    /// <summary>The reason when a bounce is not of our mail.</summary>
    public static Reason Of(BounceEntry entry) => new(ReasonKind.Bounce, bounce: entry);

    /// <summary>The reason of a check that could not be made.</summary>
    /// <param name="words">What went wrong and what to do.</param>
    public static Reason Trouble(string words) => new(ReasonKind.Trouble, words: words);

    /// <summary>The reason that the recipient check gives.</summary>
    public static Reason Of(RecipientAnswer answer) => new(ReasonKind.Recipient, answer: answer);

    /// <summary>The reason when one missing recipient more ends the session.</summary>
    public static Reason TooMany(RecipientAnswer answer) => new(ReasonKind.TooManyMissing, answer: answer);

    /// <summary>The same reason, where the recipient check has answered too.</summary>
    public Reason With(RecipientAnswer answer) => new(Kind, Hit, Words, answer, Bounce, QuotedLine);

    /// <summary>What the reason says in a field of the log line.</summary>
    /// <returns>False when the reason says nothing there. The field is then left out.</returns>
    public bool TrySay(LogField field, out ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case LogField.Rule when Hit is not null:
                value = Hit.Rule;
                return true;
            case LogField.Rule when Entry is not null:
                value = Entry.Text;
                return true;
            case LogField.Rule when Bounce is not null:
                value = Bounce.Text;
                return true;
            case LogField.Batv when Bounce?.Batv is not null:
                value = Bounce.Batv;
                return true;
            case LogField.Line when QuotedLine is not null:
                value = QuotedLine;
                return true;
            case LogField.Reply:
                value = Reply;
                return true;
            case LogField.Why when Answer is not null:
                value = Answer.Why;
                return true;
            default:
                value = default;
                return false;
        }
    }

    private static VerdictKind OfAction(RuleAction action) => action switch
    {
        RuleAction.Reject => VerdictKind.Reject,
        RuleAction.Defer => VerdictKind.Defer,
        _ => throw new UnreachableException(),
    };
}
