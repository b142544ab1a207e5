using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Database;
using QregexCheck.Proof;

namespace QregexCheck.Lint;

/// <summary>Finds that a list has so many rules which cost each address something, compiled too, that a check is slow.</summary>
internal static class SpeedChecks
{
    // So many rules that are run make a check of an ordinary address half as long again, and one of 900 bytes up to 15 times as long.
    private const int MostRun = 100;

    // So many outlines make a check twice as long, and one of 900 bytes four times.
    private const int MostOutlines = 20_000;

    // More would hide the sentence.
    private const int MostRangesShown = 3;

    /// <summary>Looks at a list as <c>compile</c> does.</summary>
    /// <param name="file">The list.</param>
    /// <param name="findings">The place for the finding.</param>
    /// <param name="today">The day number (UTC).</param>
    public static void Check(LintedFile file, Findings findings, int today)
    {
        if (file.Rules.Count < MostRun)
            return;

        // Automata take long to build. They only make fewer of them.
        if (AskedOf(file, today, merges: false, out _).Count == 0)
            return;
        List<AskedRule> asked = AskedOf(file, today, merges: true, out CompiledList list);
        if (asked.Count == 0)
            return;
        RuleRecord first = list.Rules[asked[0].Rule];
        List<LineRange> ranges = RangesOf(list, asked);
        findings.Add(new Finding(LintCatalog.AskedEachTime, file, first.Line, first.Column, first.Text.Length, Say(asked, ranges)) { Ranges = ranges });
    }

    /// <summary>The rules that cost each check something; of either sort none where they are few.</summary>
    private static List<AskedRule> AskedOf(LintedFile file, int today, bool merges, out CompiledList list)
    {
        CompiledList compiled = list = ListCompiler.Compile(file.Read(), static _ => { }, merges);
        List<AskedRule> asked = AskedRules.Find(compiled);
        asked.RemoveAll(one => compiled.Rules[one.Rule].Annotation.SleepsOn(today));
        int outlines = asked.FindAll(static one => one.Why == AskedBecause.OwnOutline).Count;
        bool areMostRun = asked.Count - outlines >= MostRun;
        asked.RemoveAll(one => one.Why == AskedBecause.OwnOutline ? outlines < MostOutlines : !areMostRun);
        return asked;
    }

    /// <summary>What <c>lint</c> calls a reason, in JSON too.</summary>
    private static string NameOf(AskedBecause why) => why switch
    {
        AskedBecause.BackReference => "back-reference",
        AskedBecause.Negated => "negated",
        AskedBecause.NoText => "no-text",
        _ => "own-outline",
    };

    private static string SentenceOf(AskedBecause why) => why switch
    {
        AskedBecause.BackReference => "hold a back-reference",
        AskedBecause.Negated => "start with a !, and only running them tells that they let pass",
        AskedBecause.NoText => "have no text in common with all of their matches, nor anything else that is rare",
        _ => "are found by no text, and each by another outline",
    };

    /// <summary>Lines of rules that stand one behind the other, for one reason.</summary>
    private static List<LineRange> RangesOf(CompiledList list, List<AskedRule> asked)
    {
        var ranges = new List<LineRange>();
        for (int i = 0; i < asked.Count; i++)
        {
            int line = list.Rules[asked[i].Rule].Line;
            if (i > 0 && asked[i].Rule == asked[i - 1].Rule + 1 && asked[i].Why == asked[i - 1].Why)
                ranges[^1] = ranges[^1] with { Last = line };
            else
                ranges.Add(new LineRange(line, line, NameOf(asked[i].Why)));
        }

        return ranges;
    }

    private static string Say(List<AskedRule> asked, List<LineRange> ranges)
    {
        var text = new StringBuilder();
        text.Append(asked.Count).Append(" rules cost every check some time, even when they are compiled: ");
        bool isFirst = true;
        for (AskedBecause why = AskedBecause.BackReference; why <= AskedBecause.OwnOutline; why++)
        {
            int count = asked.FindAll(one => one.Why == why).Count;
            if (count == 0)
                continue;
            text.Append(isFirst ? string.Empty : "; ").Append(count).Append(' ').Append(SentenceOf(why)).Append(" (");
            isFirst = false;
            AddLines(text, ranges.FindAll(range => range.Why == NameOf(why)));
            text.Append(')');
        }

        return text.ToString();
    }

    private static void AddLines(StringBuilder text, List<LineRange> ranges)
    {
        text.Append(ranges.Count == 1 && ranges[0].First == ranges[0].Last ? "line " : "lines ");
        for (int i = 0; i < Math.Min(ranges.Count, MostRangesShown); i++)
        {
            text.Append(i == 0 ? string.Empty : ", ").Append(ranges[i].First);
            if (ranges[i].Last != ranges[i].First)
                text.Append('-').Append(ranges[i].Last);
        }

        if (ranges.Count > MostRangesShown)
            text.Append(" and others down to ").Append(ranges[^1].Last);
    }
}
