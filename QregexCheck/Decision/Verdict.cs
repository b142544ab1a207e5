using System;
using System.Diagnostics;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>"Yes", "no" and "cannot tell" are three different answers.</summary>
internal enum VerdictKind
{
    Accept,

    /// <summary>A hard error: a rule says no.</summary>
    Reject,

    /// <summary>A soft error: a rule says not now.</summary>
    Defer,

    /// <summary>A soft error: the check could not be made.</summary>
    Trouble,
}

/// <summary>What is decided about an envelope, and by which rule.</summary>
internal sealed class Verdict
{
    private Verdict(VerdictKind kind, Hit? hit, string? trouble)
    {
        Kind = kind;
        Hit = hit;
        TroubleText = trouble;
    }

    /// <summary>No rule objects.</summary>
    public static Verdict Accept { get; } = new(VerdictKind.Accept, null, null);

    public VerdictKind Kind { get; }

    /// <summary>The rule that decided; null for a plain accept and for trouble.</summary>
    public Hit? Hit { get; }

    /// <summary>With <see cref="VerdictKind.Trouble"/>: what went wrong and what to do, without a final stop.</summary>
    public string? TroubleText { get; }

    /// <summary>The SMTP reply; empty for an accept.</summary>
    public ReadOnlySpan<byte> Reply => Kind switch
    {
        VerdictKind.Accept => default,
        VerdictKind.Trouble => ControlLists.TroubleReply,
        _ => Hit!.Reply,
    };

    /// <summary>An exception list let the envelope through.</summary>
    public static Verdict AcceptBy(Hit hit) => new(VerdictKind.Accept, hit, null);

    /// <summary>What a hit that decides means.</summary>
    public static Verdict Of(Hit hit) => hit.Annotation.Action switch
    {
        RuleAction.Reject => new Verdict(VerdictKind.Reject, hit, null),
        RuleAction.Defer => new Verdict(VerdictKind.Defer, hit, null),
        _ => throw new UnreachableException(),
    };

    public static Verdict Trouble(string text) => new(VerdictKind.Trouble, null, text);
}
