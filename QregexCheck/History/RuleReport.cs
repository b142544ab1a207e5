using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Decision;
using QregexCheck.Rules;

namespace QregexCheck.History;

/// <summary>A rule of a report: one that stands in its list now, perhaps more than once, or one of the log that stands there no more.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Lines">Its lines, from 1; empty for a rule that was removed.</param>
/// <param name="Text">The rule as its list has it; that of a removed rule as the log has it.</param>
/// <param name="Annotation">What the comments above it say.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Why">The reason for that, as a clause; null when the standing says it all.</param>
/// <param name="Tally">Its hits; null when it has none.</param>
internal sealed record ReportedRule(
    string List, IReadOnlyList<int> Lines, byte[] Text, Annotation Annotation, RuleStanding Standing, string? Why, RuleTally? Tally)
{
    public long Hits => Tally?.Hits ?? 0;
}

/// <summary>The rules of a list.</summary>
/// <param name="Name">The list's name.</param>
/// <param name="IsExceptions">True when its rules let through.</param>
/// <param name="IsPlain">True for a plain list; see <see cref="CurrentRule.IsPlain"/>.</param>
/// <param name="Rules">The rules, in the order of their lines.</param>
internal sealed record ReportedList(string Name, bool IsExceptions, bool IsPlain, IReadOnlyList<ReportedRule> Rules)
{
    // A list that somebody writes by hand.
    private const int FewEntries = 20;

    /// <summary>Its rules without a hit.</summary>
    /// <param name="others">How many there are beside those that are handed out: of many entries of a plain list only those are that can't hit.</param>
    public List<ReportedRule> Idle(out int others)
    {
        var idle = new List<ReportedRule>();
        foreach (ReportedRule rule in Rules)
        {
            if (rule.Hits == 0)
                idle.Add(rule);
        }

        others = IsPlain && idle.Count > FewEntries ? idle.RemoveAll(static rule => rule.Standing > RuleStanding.Asleep) : 0;
        return idle;
    }
}

/// <summary>The days that a report is about.</summary>
/// <param name="First">The number of the first day; 0 when no line had a stamp.</param>
/// <param name="Last">The number of the last day.</param>
internal readonly record struct ReportedDays(int First, int Last)
{
    /// <summary>False when no line had a stamp.</summary>
    public bool AreKnown => First > 0;

    public int Count => AreKnown ? Last - First + 1 : 0;
}

/// <summary>What is told of the rules: those that stand in the lists now, each with what the log knows of it, and those that stand there no more.</summary>
/// <remarks>The number of a line says nothing, for rules move. A rule is found by what the log would write for it.</remarks>
internal sealed class RuleReport
{
    private RuleReport(ReportedDays days, int today, int unused, IReadOnlyList<ReportedList> lists, IReadOnlyList<ReportedRule> removed)
    {
        Days = days;
        Today = today;
        Unused = unused;
        Lists = lists;
        Removed = removed;
    }

    public ReportedDays Days { get; }

    /// <summary>The number of the day of the report.</summary>
    public int Today { get; }

    /// <summary>How many days of log are asked for before a rule without a hit is one to look at.</summary>
    public int Unused { get; }

    /// <summary>The lists that exist, in their order.</summary>
    public IReadOnlyList<ReportedList> Lists { get; }

    /// <summary>Rules of the log that stand in no list any more, those with most hits first.</summary>
    public IReadOnlyList<ReportedRule> Removed { get; }

    /// <summary>True when a rule can't be used, can't hit, or sleeps.</summary>
    public bool HasIdleRules
    {
        get
        {
            foreach (ReportedList list in Lists)
            {
                foreach (ReportedRule rule in list.Rules)
                {
                    if (rule.Standing <= RuleStanding.Asleep)
                        return true;
                }
            }

            return false;
        }
    }

    /// <summary>Makes a report.</summary>
    /// <param name="rules">The rules that stand in the lists now; those of a list together, in their order.</param>
    /// <param name="tallies">What the log tells.</param>
    /// <param name="days">The days of the log.</param>
    /// <param name="today">The number of this day.</param>
    /// <param name="unused">How many days of log are asked for before a rule without a hit is one to look at.</param>
    public static RuleReport Of(IEnumerable<CurrentRule> rules, RuleTallies tallies, ReportedDays days, int today, int unused)
    {
        var named = new HashSet<RuleTally>();
        var lists = new List<ReportedList>();
        var ofList = new List<ReportedRule>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (CurrentRule rule in rules)
        {
            if (lists.Count == 0 || lists[^1].Name != rule.List)
            {
                ofList = new List<ReportedRule>();
                places.Clear();
                lists.Add(new ReportedList(rule.List, rule.IsException, rule.IsPlain, ofList));
            }

            ReadOnlySpan<byte> text = LogLine.RuleText(rule.Text);
            RuleTally? tally = tallies.Of(Encoding.ASCII.GetBytes(rule.List), text);
            if (tally is not null)
                named.Add(tally);
            RuleStanding standing = StandingOf(rule, tally, tallies.HasAccepts, days.Count, today, unused);
            string? why = standing == RuleStanding.Unusable ? rule.Unusable : standing == RuleStanding.Unreachable ? rule.Unreachable : null;
            var reported = new ReportedRule(rule.List, [rule.Line], rule.Text, rule.Annotation, standing, why, tally);
            string key = Encoding.Latin1.GetString(text);
            if (places.TryAdd(key, ofList.Count))
                ofList.Add(reported);
            else
                ofList[places[key]] = Together(ofList[places[key]], reported);
        }

        var removed = new List<ReportedRule>();
        foreach (RuleTally tally in tallies.All)
        {
            if (!named.Contains(tally))
            {
                removed.Add(new ReportedRule(
                    Encoding.ASCII.GetString(tally.List), [], tally.Rule, Annotation.None, RuleStanding.Removed, null, tally));
            }
        }

        removed.Sort(static (left, right) => left.Hits != right.Hits ? right.Hits.CompareTo(left.Hits)
            : left.List != right.List ? string.CompareOrdinal(left.List, right.List)
            : left.Text.AsSpan().SequenceCompareTo(right.Text));
        return new RuleReport(days, today, unused, lists, removed);
    }

    private static RuleStanding StandingOf(CurrentRule rule, RuleTally? tally, bool hasAccepts, int days, int today, int unused) =>
        rule.Unusable is not null ? RuleStanding.Unusable
        : rule.Unreachable is not null ? RuleStanding.Unreachable
        : rule.Annotation.SleepsOn(today) ? RuleStanding.Asleep
        : tally is not null ? RuleStanding.Hit
        : rule.Annotation.Action == RuleAction.Log ? RuleStanding.OnlyLogs
        : rule.IsException && !hasAccepts ? RuleStanding.NotLogged
        : days < unused ? RuleStanding.TooSoon
        : RuleStanding.NotHit;

    /// <summary>Rules that the log does not tell apart are one: it stands as the one of them that is least idle.</summary>
    private static ReportedRule Together(ReportedRule first, ReportedRule other) =>
        (other.Standing > first.Standing ? other : first) with { Lines = [.. first.Lines, .. other.Lines], Text = first.Text };
}
