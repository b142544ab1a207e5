using System;
using System.Collections.Generic;
using System.Diagnostics;
using QregexCheck.Decision;
using QregexCheck.Lists;
using QregexCheck.Rules;

namespace QregexCheck.Bounces;

/// <summary>What a look into a bounce has come to.</summary>
internal enum BounceAnswer
{
    /// <summary>Nothing objects.</summary>
    NothingHit,

    /// <summary>A rule of goodbounce hits: the mail was ours.</summary>
    OursByRule,

    /// <summary>A tag of ours is quoted, or the recipient has one: the mail was ours.</summary>
    OursByTag,

    /// <summary>A rule of badbounce hits: the mail was not ours.</summary>
    NotOurs,

    /// <summary>A rule of badbounce hits, but not all was read: what was not read may show that the mail was ours.</summary>
    NotOursButLimited,

    /// <summary>With <c>QREGEXCHECK_BOUNCE=prove</c>: a Received line is quoted, and nothing shows that the mail was ours.</summary>
    Unproved,

    /// <summary>The same, but not all was read.</summary>
    UnprovedButLimited,

    /// <summary>The same, but there is no rule in goodbounce that could show it.</summary>
    Unprovable,

    /// <summary>The rules can't be asked.</summary>
    Trouble,
}

/// <summary>The decision about a bounce, and what led to it.</summary>
internal sealed class BounceFinding
{
    public required BounceAnswer Answer { get; init; }

    /// <summary>The rule that decided; null when none did. For <see cref="BounceAnswer.Unproved"/> it is none of a file, and its line is 0.</summary>
    public Hit? Hit { get; init; }

    /// <summary>The quoted line that decided; null when none did.</summary>
    public QuotedHeader? Line { get; init; }

    /// <summary>The tagged address that is quoted, or the recipient; null where no tag decided.</summary>
    public byte[]? Tagged { get; init; }

    /// <summary>What kept the look from reading all.</summary>
    public LookLimit Limits { get; init; }

    /// <summary>For <see cref="BounceAnswer.Trouble"/>: what went wrong and what to do.</summary>
    public string? Words { get; init; }

    /// <summary>The rules with <c>action=log</c> that hit, each with the first line that it hit.</summary>
    public IReadOnlyList<LoggedHit> Logged { get; init; } = [];

    /// <summary>What is to become of the bounce. Whatever is in doubt is accepted.</summary>
    public VerdictKind Kind => Answer switch
    {
        BounceAnswer.Unproved => VerdictKind.Reject,
        BounceAnswer.NotOurs => Hit!.Annotation.Action switch
        {
            RuleAction.Reject => VerdictKind.Reject,
            RuleAction.Defer => VerdictKind.Defer,
            _ => throw new UnreachableException(),
        },
        _ => VerdictKind.Accept,
    };

    /// <summary>The SMTP reply; empty for an accept.</summary>
    public ReadOnlySpan<byte> Reply => Kind == VerdictKind.Accept ? default : Hit!.Reply;
}

/// <summary>A rule that only logs, and the quoted line that it hit.</summary>
internal readonly record struct LoggedHit(Hit Hit, QuotedHeader Line);
