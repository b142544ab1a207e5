using System;
using QregexCheck.Lists;

namespace QregexCheck.Decision;

/// <summary>What is decided about an envelope, and why.</summary>
internal sealed class Verdict
{
    private Verdict(VerdictKind kind, Reason? reason)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>Nothing objects.</summary>
    public static Verdict Accept { get; } = new(VerdictKind.Accept, null);

    public VerdictKind Kind { get; }

    /// <summary>What decided; null for a plain accept, and for that alone.</summary>
    public Reason? Reason { get; }

    /// <summary>The SMTP reply; empty for an accept.</summary>
    public ReadOnlySpan<byte> Reply => Kind == VerdictKind.Accept ? default : Reason!.Reply;

    /// <summary>An exception list let the envelope through.</summary>
    public static Verdict AcceptBy(Hit hit) => new(VerdictKind.Accept, Reason.Of(hit));

    /// <summary>What a reason means.</summary>
    public static Verdict Of(Reason reason) => new(reason.CallsFor, reason);

    /// <summary>What a hit that decides means.</summary>
    public static Verdict Of(Hit hit) => Of(Reason.Of(hit));

    /// <summary>The check could not be made.</summary>
    /// <param name="words">What went wrong and what to do, without a final stop.</param>
    public static Verdict Trouble(string words) => Of(Reason.Trouble(words));
}
