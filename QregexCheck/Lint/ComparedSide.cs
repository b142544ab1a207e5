using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;

namespace QregexCheck.Lint;

/// <summary>One side of a comparison, as far as one subject goes: HELO name, sender or recipient.</summary>
internal sealed class ComparedSide
{
    private readonly HashSet<string> _alwaysTexts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noRelayTexts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _goodTexts = new(StringComparer.Ordinal);

    /// <param name="files">All lists of the side.</param>
    /// <param name="family">The lists that count; null when the side has only one list, whatever its name.</param>
    /// <param name="today">The day number (UTC). Rules that sleep do not count.</param>
    public ComparedSide(IReadOnlyList<LintedFile> files, ListFamily? family, int today)
    {
        foreach (LintedFile file in files)
        {
            ControlList? rules = file.List is { } list ? ControlLists.RulesOf(list) : null;
            if (family is not { } row || rules == row.Always)
                Take(file, Always, _alwaysTexts, today);
            else if (rules is null)
                continue;
            else if (rules == row.NoRelay)
                Take(file, NoRelay, _noRelayTexts, today);
            else if (rules == row.Exceptions)
                Take(file, Good, _goodTexts, today);
        }
    }

    public List<LintedRule> Always { get; } = new();

    public List<LintedRule> NoRelay { get; } = new();

    public List<LintedRule> Good { get; } = new();

    /// <summary>True when the same rule refuses on this side.</summary>
    public bool HasBad(LintedRule rule, bool withNoRelay)
    {
        string text = Text(rule);
        return _alwaysTexts.Contains(text) || (withNoRelay && _noRelayTexts.Contains(text));
    }

    /// <summary>True when the same exception stands on this side.</summary>
    public bool HasGood(LintedRule rule) => _goodTexts.Contains(Text(rule));

    private static void Take(LintedFile file, List<LintedRule> rules, HashSet<string> texts, int today)
    {
        foreach (LintedRule rule in file.Rules)
        {
            if (!rule.Refuses(today))
                continue;
            rules.Add(rule);
            texts.Add(Text(rule));
        }
    }

    // The same text means something else in a plain list, and with another condition. No rule holds a newline.
    private static string Text(LintedRule rule)
    {
        string text = Encoding.Latin1.GetString(rule.File.Plain == PlainKind.None ? rule.Text : rule.Pattern);
        return rule.Annotation.Condition is { } condition ? text + "\n" + Encoding.Latin1.GetString(condition.Key()) : text;
    }
}
