using System;
using System.Collections.Generic;

namespace QregexCheck.Rules;

/// <summary>What the <c>#:</c>, <c>#+</c> and <c>#-</c> lines above a rule say of it.</summary>
internal sealed class Annotation
{
    /// <summary>A rule without annotations: reject, with the list's own reply, for ever.</summary>
    public static readonly Annotation None = new();

    public RuleAction Action { get; init; } = RuleAction.Reject;

    /// <summary>The SMTP reply, with its three-digit code; null for the list's default.</summary>
    public byte[]? Reply { get; init; }

    /// <summary>The last day (UTC) on which the rule is awake, as a day number; <see cref="int.MaxValue"/> without one.</summary>
    public int UntilDay { get; init; } = int.MaxValue;

    /// <summary>A remark for people; null without one.</summary>
    public byte[]? Note { get; init; }

    /// <summary>The ids of what lint is not to say of the rule, with commas between; null without one.</summary>
    public byte[]? LintIgnore { get; init; }

    public IReadOnlyList<RuleExample> Examples { get; init; } = Array.Empty<RuleExample>();

    /// <summary>True for a number that <see cref="UntilDay"/> can have: a day of the calendar, or none.</summary>
    public static bool IsUntilDay(int day) => day == int.MaxValue || (day >= 0 && day <= DateOnly.MaxValue.DayNumber);

    /// <summary>True when a last day is over.</summary>
    /// <param name="untilDay">The last day, as <see cref="UntilDay"/> has it.</param>
    /// <param name="today">The day number (UTC), asked only where there is a last day.</param>
    public static bool IsOver(int untilDay, Func<int> today) => untilDay != int.MaxValue && today() > untilDay;

    /// <summary>True when the rule is to be asked today; one whose last day is over sleeps.</summary>
    /// <param name="today">The day number (UTC), asked only where the rule has a last day.</param>
    public bool IsAwake(Func<int> today) => !IsOver(UntilDay, today);

    /// <summary>True when the rule sleeps on that day.</summary>
    /// <param name="day">Days since 0001-01-01, as <see cref="DateOnly.DayNumber"/> counts them.</param>
    public bool SleepsOn(int day) => day > UntilDay;
}
