using System;
using QregexCheck.Lists;
using QregexCheck.Mailboxes;

namespace QregexCheck.Decision;

/// <summary>The decision about an envelope, and its reason.</summary>
internal sealed class Verdict
{
    private Verdict(VerdictKind kind, Reason? reason)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>The verdict when nothing objects.</summary>
    public static Verdict Accept { get; } = new(VerdictKind.Accept, null);

    /// <summary>The verdict when a later check of the same mail knows more, and may refuse it: an accept for now, which says nothing.</summary>
    public static Verdict Later { get; } = new(VerdictKind.Accept, null);

    /// <summary>True for <see cref="Later"/>.</summary>
    public bool Waits => ReferenceEquals(this, Later);

    public VerdictKind Kind { get; }

    /// <summary>The reason; null for a plain accept that nothing more is known of, and only then.</summary>
    public Reason? Reason { get; }

    /// <summary>The SMTP reply; empty for an accept.</summary>
    public ReadOnlySpan<byte> Reply => Kind == VerdictKind.Accept ? default : Reason!.Reply;

    /// <summary>The verdict when an exception lets the envelope through.</summary>
    public static Verdict AcceptBy(Hit hit) => new(VerdictKind.Accept, Reason.Of(hit));

    /// <summary>The verdict that a reason calls for.</summary>
    public static Verdict Of(Reason reason) => new(reason.CallsFor, reason);

    /// <summary>The verdict of a hit that decides.</summary>
    public static Verdict Of(Hit hit) => Of(Reason.Of(hit));

    /// <summary>What becomes of an accept when the recipient check has answered too. An exception stays the reason of an accept.</summary>
    public Verdict With(RecipientAnswer answer)
    {
        var verdict = Of(Reason.Of(answer));
        return verdict.Kind == VerdictKind.Accept && Reason is not null ? new Verdict(VerdictKind.Accept, Reason.With(answer)) : verdict;
    }

    /// <summary>The verdict when the check could not be made.</summary>
    /// <param name="words">What went wrong and what to do, without a final stop.</param>
    public static Verdict Trouble(string words) => Of(Reason.Trouble(words));
}
