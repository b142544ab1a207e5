using System;
using System.Collections.Generic;
using System.Text;
using QregexCheck.Control;
using QregexCheck.Proof;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lint;

/// <summary>
/// Looks at plain lists. They may have a million entries, and are looked up by name: an automaton is asked only where a rule hits what an entry
/// does. A published list has nothing amiss.
/// </summary>
internal sealed class PlainEntryChecks
{
    private readonly IReadOnlyList<LintedFile> _files;
    private readonly int _today;
    private readonly AnnotationChecks _annotations;
    private readonly PlainCoverageChecks _coverage;

    // Entries that rules make needless: they make no rule needless.
    private readonly HashSet<LintedRule> _needless = new();
    private readonly HashSet<LintedFile> _saidShort = new();

    private PlainEntryChecks(IReadOnlyList<LintedFile> files, int today, PlainCoverageChecks coverage)
    {
        _files = files;
        _today = today;
        _annotations = new AnnotationChecks(today);
        _coverage = coverage;
    }

    /// <summary>Looks at the plain lists among some files, and at the rules that they make needless.</summary>
    /// <param name="files">The files.</param>
    /// <param name="today">The day number (UTC).</param>
    /// <param name="coverage">Knows the rules beside them.</param>
    /// <param name="samples">Of rules that were looked at, some upper-cased subject that each hits.</param>
    /// <param name="findings">Where findings go.</param>
    public static void Run(
        IReadOnlyList<LintedFile> files, int today, PlainCoverageChecks coverage, IReadOnlyDictionary<LintedRule, byte[]> samples, Findings findings)
    {
        var checks = new PlainEntryChecks(files, today, coverage);
        foreach (LintedFile file in files)
        {
            if (file.Plain == PlainKind.None)
                continue;
            var found = new Findings();
            var limit = new FindingLimit(found);
            checks.Check(file, found, limit);
            limit.Close();
            IgnoredFindings.TakeOut(file, found);
            findings.Add(found);
        }

        foreach (LintedFile file in files)
        {
            var limit = new FindingLimit(findings);
            if (file.Plain == PlainKind.None && file.List is not null)
                checks.CheckRules(file, samples, limit);
            limit.Close();
        }
    }

    private void Check(LintedFile file, Findings found, FindingLimit limit)
    {
        FileChecks.CheckByteOrderMark(file, found);
        CheckReturns(file, found);
        AnnotationChecks.CheckFile(file, found);
        ListFamily family = file.Family!.Value;
        PlainNames? exceptions = file.IsExceptions ? null : _coverage.NamesOf(family.Exceptions);
        PlainNames? before = ControlLists.RulesOf(file.List!.Value) == family.NoRelay ? _coverage.NamesOf(family.Always) : null;
        List<Coverage> rules = _coverage.RulesBefore(file);
        List<Coverage> excuses = _coverage.RulesThatExcuse(file);
        var above = new PlainNames();
        Dictionary<string, PlainNames>? conditional = null;
        foreach (LintedRule entry in file.Rules)
        {
            _annotations.Check(entry, found);
            if (entry.Error.Kind != SyntaxErrorKind.None)
            {
                if (!FileChecks.IsSpoiled(entry) && entry.Error.Kind != SyntaxErrorKind.BadCondition)
                    limit.Add(Finding(LintCatalog.PlainEntry, entry, entry.Error.Message, entry.Error.Offset, []));
                continue;
            }

            if (Needless(entry, above, Alike(entry, ref conditional), before, rules) is { } needless)
            {
                _needless.Add(entry);
                limit.Add(needless);
            }
            else if (entry.Refuses(_today) && Shadowed(entry, exceptions, excuses) is { } shadowed)
            {
                limit.Add(shadowed);
            }

            if (entry.Refuses(_today))
                (Alike(entry, ref conditional) ?? above).Add(entry);
        }
    }

    /// <summary>The entries above with the same condition as this one has; null when it has none.</summary>
    private static PlainNames? Alike(LintedRule entry, ref Dictionary<string, PlainNames>? conditional)
    {
        if (entry.Annotation.Condition is not { } condition)
            return null;
        conditional ??= new Dictionary<string, PlainNames>(StringComparer.Ordinal);
        string key = Encoding.Latin1.GetString(condition.Key());
        if (!conditional.TryGetValue(key, out PlainNames? names))
            conditional.Add(key, names = new PlainNames());
        return names;
    }

    /// <summary>The finding that what is asked before hits all that an entry hits; null when there is none.</summary>
    private Finding? Needless(LintedRule entry, PlainNames above, PlainNames? alike, PlainNames? before, List<Coverage> rules)
    {
        if ((above.Covering(entry) ?? alike?.Covering(entry)) is { } covering && Outlasts(covering, entry))
        {
            bool isSame = PlainNames.AreSame(covering, entry);
            return Finding(
                isSame ? LintCatalog.Duplicate : LintCatalog.Redundant, entry,
                isSame ? $"line {covering.Line} is the same entry" : $"line {covering.Line} already hits all that this entry hits", 0, [covering]);
        }

        if (before?.Covering(entry) is { } other && Outlasts(other, entry))
            return Finding(LintCatalog.Redundant, entry, Words([other], "already hits", "already hit", "entry"), 0, [other]);
        if (entry.Annotation.SleepsOn(_today))
            return null;
        IReadOnlyList<LintedRule> by = _coverage.Covering(entry, rules);
        return by.Count > 0 ? Finding(LintCatalog.Redundant, entry, Words(by, "already hits", "already hit", "entry"), 0, by)
            : SaidShort(entry, "entry");
    }

    private Finding? Shadowed(LintedRule entry, PlainNames? exceptions, List<Coverage> excuses)
    {
        if (exceptions?.Covering(entry) is { } exception)
            return Finding(LintCatalog.Shadowed, entry, Words([exception], "lets through", "let through", "entry"), 0, [exception]);
        IReadOnlyList<LintedRule> by = _coverage.Covering(entry, excuses);
        return by.Count > 0 ? Finding(LintCatalog.Shadowed, entry, Words(by, "lets through", "let through", "entry"), 0, by)
            : SaidShort(entry, "entry");
    }

    /// <summary>
    /// Looks for rules that a plain list makes needless: one that is asked before them, or their own list's twin behind them that answers the same.
    /// </summary>
    private void CheckRules(LintedFile file, IReadOnlyDictionary<LintedRule, byte[]> samples, FindingLimit limit)
    {
        ListFamily family = file.Family!.Value;
        PlainNames? exceptions = file.IsExceptions ? null : _coverage.NamesOf(family.Exceptions);
        PlainNames? before = file.List == family.NoRelay ? _coverage.NamesOf(family.Always) : null;
        PlainNames? behind = _coverage.NamesOf(file.List);
        if (exceptions is null && before is null && behind is null)
            return;
        foreach (LintedRule rule in file.Rules)
        {
            if (!rule.IsRegular || rule.IsNegated || !rule.Refuses(_today) || !samples.TryGetValue(rule, out byte[]? sample))
                continue;
            if (Covering(before, static (_, _) => true) is { Count: > 0 } first)
                limit.Add(Finding(LintCatalog.Redundant, rule, Words(first, "already hits", "already hit", "rule"), 0, first));
            else if (Covering(exceptions, static (_, _) => true) is { Count: > 0 } excused)
                limit.Add(Finding(LintCatalog.Shadowed, rule, Words(excused, "lets through", "let through", "rule"), 0, excused));
            else if (Covering(behind, AnswersAlike) is { Count: > 0 } same)
                limit.Add(Finding(LintCatalog.Redundant, rule, Words(same, "hits", "hit", "rule") + ", with the same answer", 0, same));
            else if (SaidShort(rule, "rule") is { } note)
                limit.Add(note);

            IReadOnlyList<LintedRule> Covering(PlainNames? names, Func<LintedRule, LintedRule, bool> isMeant) =>
                names is null ? [] : _coverage.Covering(rule, sample, names, entry => !_needless.Contains(entry) && isMeant(rule, entry));
        }
    }

    private static bool AnswersAlike(LintedRule rule, LintedRule entry) =>
        rule.File.IsExceptions
        || (rule.Annotation.Action == entry.Annotation.Action && rule.Annotation.Reply.AsSpan().SequenceEqual(entry.Annotation.Reply));

    /// <summary>A note that no more is proved, once for a file.</summary>
    private Finding? SaidShort(LintedRule rule, string what) =>
        _coverage.RanShort && _saidShort.Add(rule.File)
            ? Finding(LintCatalog.Unchecked, rule, $"a limit was met: other lists may make this {what} and some of those below redundant, or not", 0, [])
            : null;

    /// <summary>One finding for a file: all its lines end so, or few.</summary>
    private static void CheckReturns(LintedFile file, Findings found)
    {
        int first = 0;
        int count = 0;
        for (int line = 1; line <= file.LineCount; line++)
        {
            if (file.Line(line).TrimEnd(" \t"u8) is not [.., (byte)'\r'])
                continue;
            count++;
            first = first == 0 ? line : first;
        }

        if (count > 0)
        {
            found.Add(new Finding(
                LintCatalog.PlainReturn, file, first, Math.Max(1, file.Line(first).TrimEnd(" \t"u8).Length), 1,
                count == 1 ? "the line ends in a carriage return, which is cut"
                    : $"{count} lines end in a carriage return, which is cut; the lists of rules need files without"));
        }
    }

    private static Finding Finding(FindingKind kind, LintedRule entry, string message, int offset, IReadOnlyList<LintedRule> by) =>
        new(kind, entry.File, entry.Line, entry.Column + offset, Math.Max(1, offset == 0 ? entry.Text.Length : 1), message) { By = by };

    /// <summary>Says what other lists do to what an entry or a rule hits.</summary>
    private static string Words(IReadOnlyList<LintedRule> by, string one, string many, string what)
    {
        var words = new StringBuilder();
        for (int i = 0; i < by.Count; i++)
            words.Append(i == 0 ? string.Empty : i == by.Count - 1 ? " and " : ", ").Append(by[i].File.Name).Append(':').Append(by[i].Line);
        return words.Append(' ').Append(by.Count == 1 ? one : many).Append(" all that this ").Append(what).Append(" hits").ToString();
    }

    private static bool Outlasts(LintedRule other, LintedRule rule) => other.Annotation.UntilDay >= rule.Annotation.UntilDay;
}
