using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>What a rule does to an address that it hits.</summary>
internal enum RuleEffect
{
    Reject,
    Defer,

    /// <summary>Writes a log line, and the next rule is asked.</summary>
    Log,

    /// <summary>The rule is an exception: it takes an address past the bad lists.</summary>
    LetThrough,
}

/// <summary>What a rule that hits has done in one check.</summary>
internal enum RuleState
{
    /// <summary>The rule is the reason why the address is refused, deferred, or let through.</summary>
    Decides,

    /// <summary>The rule has written its log line.</summary>
    Logs,

    /// <summary>The rule would have decided, but an exception let the address through.</summary>
    Excepted,

    /// <summary>The rule was not asked. A rule before it had decided, or there was nothing to make an exception from.</summary>
    NotReached,

    /// <summary>The rule's <c>until</c> day is over.</summary>
    Asleep,

    /// <summary>The rule's condition does not hold.</summary>
    Unmet,

    /// <summary>The rule's condition asks about something that was not given.</summary>
    Untold,
}

/// <summary>A rule that hits an envelope under test, and what it has done.</summary>
/// <param name="Hit">The rule.</param>
/// <param name="State">What the rule has done.</param>
internal readonly record struct MatchedRule(Hit Hit, RuleState State)
{
    public RuleEffect Effect => EffectOf(Hit.List, Hit.Annotation);

    /// <summary>What a rule does when it is awake.</summary>
    /// <param name="list">The list that holds it; null when the list is not known.</param>
    /// <param name="annotation">What the comments above it say.</param>
    public static RuleEffect EffectOf(ControlList? list, Annotation annotation) => annotation.Action switch
    {
        RuleAction.Log => RuleEffect.Log,
        _ when list is { } known && ControlLists.IsExceptions(known) => RuleEffect.LetThrough,
        RuleAction.Defer => RuleEffect.Defer,
        _ => RuleEffect.Reject,
    };
}
