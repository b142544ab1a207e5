using System;
using System.Collections.Generic;

namespace QregexCheck.Rules;

/// <summary>What the <c>#:</c>, <c>#+</c> and <c>#-</c> lines above a rule say about it.</summary>
internal sealed class Annotation
{
    /// <summary>A rule without annotations: it rejects with the list's own reply, without a last day.</summary>
    public static readonly Annotation None = new();

    /// <summary>A rule without annotations in a list whose rules only log.</summary>
    public static readonly Annotation LogOnly = new() { Action = RuleAction.Log };

    public RuleAction Action { get; init; } = RuleAction.Reject;

    /// <summary>The SMTP reply, with its three-digit code; null for the list's default.</summary>
    public byte[]? Reply { get; init; }

    /// <summary>The last day (UTC) on which the rule is awake, as a day number; <see cref="int.MaxValue"/> when there is none.</summary>
    public int UntilDay { get; init; } = int.MaxValue;

    /// <summary>A remark for people; null when there is none.</summary>
    public byte[]? Note { get; init; }

    /// <summary>The ids of findings that lint leaves out for the rule, with commas between; null when there are none.</summary>
    public byte[]? LintIgnore { get; init; }

    /// <summary>What else must be true of the envelope, so that the rule counts as a hit; null for nothing.</summary>
    public Condition? Condition { get; init; }

    public IReadOnlyList<RuleExample> Examples { get; init; } = Array.Empty<RuleExample>();

    /// <summary>For <c>relay=yes</c>, which is of control/checkrcpthosts alone: clients that may relay are checked too.</summary>
    public bool ChecksRelayClients { get; init; }

    /// <summary>False for <c>ext=no</c>, which is of control/checkrcpthosts alone: the mailboxes have no addresses of the form user-anything.</summary>
    public bool HasExtensions { get; init; } = true;

    /// <summary>For <c>age=SECONDS</c>, which is of control/checkrcpthosts alone: how old a snapshot may be that can't be compared with the files.</summary>
    public int Age { get; init; }

    /// <summary>True for a number that <see cref="UntilDay"/> can have: a day of the calendar, or <see cref="int.MaxValue"/>.</summary>
    public static bool IsUntilDay(int day) => day == int.MaxValue || (day >= 0 && day <= DateOnly.MaxValue.DayNumber);

    /// <summary>True when a last day is over.</summary>
    /// <param name="untilDay">The last day, in the form of <see cref="UntilDay"/>.</param>
    /// <param name="today">Gives the day number (UTC). It is called only when there is a last day.</param>
    public static bool IsOver(int untilDay, Func<int> today) => untilDay != int.MaxValue && today() > untilDay;

    /// <summary>True when the rule is awake today. A rule whose last day is over sleeps.</summary>
    /// <param name="today">Gives the day number (UTC). It is called only when the rule has a last day.</param>
    public bool IsAwake(Func<int> today) => !IsOver(UntilDay, today);

    /// <summary>True when the rule sleeps on a day.</summary>
    /// <param name="day">Days since 0001-01-01, as <see cref="DateOnly.DayNumber"/> counts them.</param>
    public bool SleepsOn(int day) => day > UntilDay;
}
