using QregexCheck.Control;
using QregexCheck.Lists;
using QregexCheck.Rules;

namespace QregexCheck.Commands;

/// <summary>What a rule does to what it hits.</summary>
internal enum RuleEffect
{
    Reject,
    Defer,

    /// <summary>Writes a log line, and the next rule is asked.</summary>
    Log,

    /// <summary>It is an exception: it takes an address past the bad files.</summary>
    LetThrough,
}

/// <summary>What came of a rule that hits, in one check.</summary>
internal enum RuleState
{
    /// <summary>It is why the address is refused, deferred, or let through.</summary>
    Decides,

    /// <summary>It has written its log line.</summary>
    Logs,

    /// <summary>It would have decided, and an exception let the address through.</summary>
    Excepted,

    /// <summary>It was not asked: a rule before it had decided, or there was nothing to make an exception from.</summary>
    NotReached,

    /// <summary>Its <c>until</c> day is over.</summary>
    Asleep,
}

/// <summary>A rule that hit an envelope under test, and what it does.</summary>
/// <param name="Hit">The rule.</param>
/// <param name="State">What came of it.</param>
internal readonly record struct MatchedRule(Hit Hit, RuleState State)
{
    public RuleEffect Effect => EffectOf(Hit.List, Hit.Annotation);

    /// <summary>What a rule does when it is awake.</summary>
    /// <param name="list">The control file it stands in; null where that is not known.</param>
    /// <param name="annotation">What the comments above it say.</param>
    public static RuleEffect EffectOf(ControlList? list, Annotation annotation) => annotation.Action switch
    {
        RuleAction.Log => RuleEffect.Log,
        _ when list is { } known && ControlLists.IsExceptions(known) => RuleEffect.LetThrough,
        RuleAction.Defer => RuleEffect.Defer,
        _ => RuleEffect.Reject,
    };
}
