using System;
using QregexCheck.Decision;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>The words in which <c>test</c> speaks of verdicts and actions, to people and in JSON.</summary>
internal static class TestWords
{
    public static ReadOnlySpan<byte> Of(VerdictKind kind) => kind switch
    {
        VerdictKind.Accept => "accept"u8,
        VerdictKind.Reject => "reject"u8,
        VerdictKind.Defer => "defer"u8,
        _ => "trouble"u8,
    };

    public static ReadOnlySpan<byte> Of(RuleAction action) => action switch
    {
        RuleAction.Reject => "reject"u8,
        RuleAction.Defer => "defer"u8,
        _ => "log"u8,
    };
}
