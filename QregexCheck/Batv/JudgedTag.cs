using System;
using QregexCheck.Control;
using QregexCheck.Mailboxes;
using QregexCheck.Rules;

namespace QregexCheck.Batv;

/// <summary>What becomes of a recipient by its tag.</summary>
/// <param name="Found">What the look at it has found. The address without a tag of ours is there.</param>
/// <param name="Entry">The entry of batvdomains whose policy is asked; null when nothing is to be said: the tag is valid, or nobody asks for one.</param>
/// <param name="Action">What is done. Until the key is old enough it is <see cref="RuleAction.Log"/>, whatever the entry says.</param>
/// <param name="Waits">Why the entry's own action is not taken yet, in one clause; null when it is.</param>
internal sealed record JudgedTag(TagFinding Found, CoveringEntry? Entry, RuleAction Action, string? Waits)
{
    /// <summary>The SMTP reply to a bounce that is refused.</summary>
    public ReadOnlySpan<byte> Reply => Entry?.Annotation.Reply is { } own ? own : Action == RuleAction.Defer ? ControlLists.DeferReply : NotOurs;

    private static ReadOnlySpan<byte> NotOurs => "550 this bounce is for mail we did not send (#5.7.1)"u8;
}
