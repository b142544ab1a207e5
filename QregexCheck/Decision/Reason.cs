using System;
using System.Diagnostics;
using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Rules;

namespace QregexCheck.Decision;

/// <summary>What can stand behind a verdict.</summary>
internal enum ReasonKind
{
    /// <summary>A rule hit: one that objects, or an exception.</summary>
    Rule,

    /// <summary>The check could not be made.</summary>
    Trouble,
}

/// <summary>Why a verdict is as it is, as the values from which the reply, the line of the log and the report of <c>test</c> are made.</summary>
/// <remarks>
/// Those who answer, log or report take these values and do not ask which kind it is. A new reason is a kind with a maker here and a row in each
/// switch below; what its words are called in a report stands in <c>TestWords</c>.
/// </remarks>
internal sealed class Reason
{
    private Reason(ReasonKind kind, Hit? hit, string? words)
    {
        Kind = kind;
        Hit = hit;
        Words = words;
    }

    public ReasonKind Kind { get; }

    /// <summary>The rule that decided; null where none did.</summary>
    public Hit? Hit { get; }

    /// <summary>What is to be said and stands in no rule, as a clause without a final stop; null where the rule says it all.</summary>
    public string? Words { get; }

    /// <summary>The verdict that it calls for, if no exception lets the envelope through.</summary>
    public VerdictKind CallsFor => Kind switch
    {
        ReasonKind.Rule => OfAction(Hit!.Annotation.Action),
        ReasonKind.Trouble => VerdictKind.Trouble,
        _ => throw new UnreachableException(),
    };

    /// <summary>The SMTP reply to who is refused for it.</summary>
    public ReadOnlySpan<byte> Reply => Kind switch
    {
        ReasonKind.Rule => Hit!.Reply,
        ReasonKind.Trouble => ControlLists.TroubleReply,
        _ => throw new UnreachableException(),
    };

    /// <summary>A rule hit.</summary>
    public static Reason Of(Hit hit) => new(ReasonKind.Rule, hit, null);

    /// <summary>The check could not be made.</summary>
    /// <param name="words">What went wrong and what to do.</param>
    public static Reason Trouble(string words) => new(ReasonKind.Trouble, null, words);

    /// <summary>What it has to say in a field of the log line.</summary>
    /// <returns>False when it has nothing to say there, and the field is left out.</returns>
    public bool TrySay(LogField field, out ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case LogField.Rule when Hit is not null:
                value = Hit.Rule;
                return true;
            case LogField.Reply:
                value = Reply;
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
