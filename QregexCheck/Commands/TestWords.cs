using System;
using System.Diagnostics;
using QregexCheck.Decision;
using QregexCheck.Mailboxes;

namespace QregexCheck.Commands;

/// <summary>The words of <c>test</c> for reasons and rules: short words for programs in JSON, and sentences for people.</summary>
internal static class TestWords
{
    /// <summary>The label before a reason's words in the report for people.</summary>
    public static ReadOnlySpan<byte> Label(ReasonKind kind) => kind switch
    {
        ReasonKind.Trouble => "why"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of the JSON member that holds a reason's words.</summary>
    public static ReadOnlySpan<byte> Member(ReasonKind kind) => kind switch
    {
        ReasonKind.Trouble => "trouble"u8,
        _ => throw new UnreachableException(),
    };

    public static ReadOnlySpan<byte> Of(RuleEffect effect) => effect switch
    {
        RuleEffect.Reject => "reject"u8,
        RuleEffect.Defer => "defer"u8,
        RuleEffect.Log => "log"u8,
        _ => "accept"u8,
    };

    public static ReadOnlySpan<byte> Of(RuleState state) => state switch
    {
        RuleState.Decides => "decides"u8,
        RuleState.Logs => "logs"u8,
        RuleState.Excepted => "excepted"u8,
        RuleState.NotReached => "not reached"u8,
        RuleState.Unmet => "condition not met"u8,
        RuleState.Untold => "condition not known"u8,
        _ => "asleep"u8,
    };

    public static ReadOnlySpan<byte> Of(RecipientState state) => state switch
    {
        RecipientState.Exists => "exists"u8,
        RecipientState.Missing => "missing"u8,
        RecipientState.Unknown => "unknown"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>What is known of a recipient, for people.</summary>
    public static ReadOnlySpan<byte> Sentence(RecipientState state) => state == RecipientState.Unknown ? "cannot tell"u8 : Of(state);

    /// <summary>The remark behind a rule; empty for a rule that plainly refuses.</summary>
    public static ReadOnlySpan<byte> Remark(MatchedRule rule) => rule.State switch
    {
        RuleState.Asleep => "asleep: its until day is over"u8,
        RuleState.Excepted => "an exception lets the address through"u8,
        RuleState.Unmet => "no hit: its condition does not hold"u8,
        RuleState.Untold => "cannot tell whether its condition holds"u8,
        _ => rule.Effect switch
        {
            RuleEffect.LetThrough => "exception"u8,
            RuleEffect.Log => "log"u8,
            RuleEffect.Defer => "defer"u8,
            _ => default,
        },
    };

    /// <summary>The verb for what a rule does, for <c>--explain</c>.</summary>
    public static string Verb(RuleEffect effect) => effect switch
    {
        RuleEffect.Reject => "refuses",
        RuleEffect.Defer => "defers",
        RuleEffect.Log => "logs",
        _ => "lets through",
    };
}
