using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using QregexCheck.History;
using QregexCheck.Rules;
using QregexCheck.Text;

namespace QregexCheck.Commands;

/// <summary>A source as a report shows it.</summary>
/// <param name="Name">An address of a client, or the domain of a sender.</param>
/// <param name="Hits">Its hits.</param>
/// <param name="IsHost">True for a client.</param>
internal readonly record struct ReportedSource(byte[] Name, long Hits, bool IsHost);

/// <summary>The words of <c>report</c>: short words for programs, and sentences for people.</summary>
internal static class ReportWords
{
    // What a deny line in tcp.smtp would be worth: that much comes from one host, and it is more than a handful.
    private const int NearlyAll = 95;
    private const int AHandful = 10;

    /// <summary>What stands below a report in which a rule is marked with a star.</summary>
    public const string OneHost = "* nearly one host: a deny line in tcp.smtp is cheaper";

    /// <summary>The word for programs.</summary>
    public static string Word(RuleStanding standing) => standing switch
    {
        RuleStanding.Unusable => "unusable",
        RuleStanding.Unreachable => "unreachable",
        RuleStanding.Asleep => "asleep",
        RuleStanding.Hit => "hit",
        RuleStanding.OnlyLogs => "only-logs",
        RuleStanding.NotLogged => "not-logged",
        RuleStanding.TooSoon => "too-soon",
        RuleStanding.NotHit => "not-hit",
        RuleStanding.Removed => "removed",
        _ => throw new UnreachableException(),
    };

    /// <summary>Why a rule has no hits.</summary>
    public static string Reason(ReportedRule rule, RuleReport report) => rule.Standing switch
    {
        RuleStanding.Unusable => $"can't be used: {rule.Why}",
        RuleStanding.Unreachable => $"can't be: {rule.Why}",
        RuleStanding.Asleep => $"asleep since {LogDay.Text(rule.Annotation.UntilDay + 1)}",
        RuleStanding.OnlyLogs => $"only logs, and was not hit ({Days(report.Days.Count)} of log)",
        RuleStanding.NotLogged => "can't tell: it lets through, and accepts are logged only with QREGEXCHECK_LOG=all",
        RuleStanding.TooSoon => $"not hit ({Days(report.Days.Count)} of log, asked for {report.Unused}: too soon to say)",
        RuleStanding.NotHit => $"no hit in {Days(report.Days.Count)} of log: look at it",
        _ => throw new UnreachableException(),
    };

    /// <summary>What stands behind a rule with hits; empty when there is nothing to say.</summary>
    public static string Remark(ReportedRule rule, RuleReport report)
    {
        if (rule.Standing == RuleStanding.Unusable)
            return "can't be used now";
        if (rule.Standing == RuleStanding.Unreachable)
            return $"can't be now: {rule.Why}";
        var remarks = new List<string>();
        if (rule.Annotation.UntilDay != int.MaxValue)
            remarks.Add($"until {LogDay.Text(rule.Annotation.UntilDay)}");
        if (rule.Annotation.Condition is { } condition)
            remarks.Add($"only with {Escape.Text(condition.Text, Plain.Printable)}");
        if (rule.Standing == RuleStanding.Asleep)
            remarks.Add($"asleep {Days(report.Today - rule.Annotation.UntilDay)}");
        else if (rule.Annotation.Action == RuleAction.Log)
            remarks.Add("only logs");
        else if (rule.Annotation.Action == RuleAction.Defer)
            remarks.Add("defers");
        return string.Join(", ", remarks);
    }

    /// <summary>What the rules of a list have done: <c>1,204,290 refused</c>.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="isExceptions">True for a list that lets through.</param>
    public static string Sum(IReadOnlyList<ReportedRule> rules, bool isExceptions)
    {
        long refused = 0;
        long logged = 0;
        long accepted = 0;
        bool isRough = false;
        foreach (ReportedRule rule in rules)
        {
            refused += (rule.Tally?.Refused ?? 0) + (rule.Tally?.Deferred ?? 0);
            logged += rule.Tally?.Logged ?? 0;
            accepted += rule.Tally?.Accepted ?? 0;
            isRough |= rule.Tally is { IsRough: true };
        }

        var parts = new List<string>();
        if (refused > 0 || (logged == 0 && accepted == 0 && !isExceptions))
            parts.Add($"{Number(refused, isRough)} refused");
        if (logged > 0)
            parts.Add($"{Number(logged)} only logged");
        if (accepted > 0 || (isExceptions && parts.Count == 0))
            parts.Add($"{Number(accepted)} let through");
        return string.Join(", ", parts);
    }

    /// <summary>A number as people write it; with a <c>~</c> when it is not exact.</summary>
    public static string Number(long number, bool isRough = false) => (isRough ? "~" : string.Empty) + number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Days(int count) => count == 1 ? "1 day" : Number(count) + " days";

    public static string Count(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    /// <summary>A part of a whole: <c>12 %</c>. What is less than the half of a percent is not nothing.</summary>
    public static string Share(long part, long whole) =>
        part > 0 && 200 * part < whole ? "< 1 %" : $"{Math.Min(100, ((100 * part) + (whole / 2)) / Math.Max(1, whole))} %";

    /// <summary>The lines of a rule: <c>:3</c>, or <c>:3,:9</c> for one that stands there twice.</summary>
    public static string Lines(IReadOnlyList<int> lines)
    {
        const int Most = 3;
        var text = new StringBuilder();
        for (int i = 0; i < lines.Count && i < Most; i++)
            text.Append(i == 0 ? ":" : ",:").Append(lines[i]);
        return lines.Count > Most ? text.Append(",...").ToString() : text.ToString();
    }

    /// <summary>The sources of a rule, those with most hits first. A client goes before a domain that has as many.</summary>
    public static List<ReportedSource> Sources(RuleTally tally, int most) => Sources(tally.Hosts, tally.Domains, most);

    /// <summary>Clients and domains together, those with most hits first.</summary>
    public static List<ReportedSource> Sources(TopSource[] hosts, TopSource[] domains, int most)
    {
        var sources = new List<ReportedSource>();
        (int host, int domain) = (0, 0);
        while (sources.Count < most && (host < hosts.Length || domain < domains.Length))
        {
            bool isHost = domain == domains.Length || (host < hosts.Length && hosts[host].Hits >= domains[domain].Hits);
            TopSource source = isHost ? hosts[host++] : domains[domain++];
            sources.Add(new ReportedSource(source.Name, source.Hits, isHost));
        }

        return sources;
    }

    /// <summary>True when nearly all that a rule refuses comes from one host.</summary>
    public static bool IsOneHost(RuleTally tally)
    {
        long refused = tally.Refused + tally.Deferred;
        return refused >= AHandful && tally.Hosts is [{ } first, ..] && 100 * first.Hits >= NearlyAll * tally.Hits;
    }
}
