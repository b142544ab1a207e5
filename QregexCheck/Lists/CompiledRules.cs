using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Database;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>
/// The rules of a control file as the compiled file has them. The few that may hit are matched from their text, by the code that also
/// serves uncompiled files, and the same is said about broken lines: it is a cache, never a second truth.
/// </summary>
internal sealed class CompiledRules : RuleSet
{
    // What is to be said waits in memory: half a kilobyte each in the hook's heap of six megabytes. The text is read as a stream.
    private const int MostToSay = 1_000;

    // What is looked up waits there too, 24 bytes a byte; no address that qmail accepts is longer than 900.
    private const int LongestSubject = 16_384;

    private readonly ControlList _list;
    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private readonly RuleMatcher _matcher;
    private readonly Func<int> _today;
    private readonly Action<ControlList, RuleError> _warn;
    private readonly Func<RuleSet?> _openText;

    /// <param name="list">Which control file this is.</param>
    /// <param name="reader">The compiled file.</param>
    /// <param name="entry">The control file's entry in it.</param>
    /// <param name="matcher">The engine.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <param name="openText">Hands out the rules as text, when the compiled ones turn out to be damaged.</param>
    public CompiledRules(
        ControlList list, BlockReader reader, in ListEntry entry, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn, Func<RuleSet?> openText)
    {
        _list = list;
        _reader = reader;
        _entry = entry;
        _matcher = matcher;
        _today = today;
        _warn = warn;
        _openText = openText;
    }

    public override Hit? FirstHit(ReadOnlySpan<byte> subject, Action<Hit> log)
    {
        if (subject.Length > LongestSubject)
            return _openText()?.FirstHit(subject, log);

        // Nothing is said before all is read: what can't be read makes the text speak instead.
        var said = new List<Action>();
        Hit? hit;
        try
        {
            hit = FindHit(subject, log, said);
        }
        catch (DatabaseException)
        {
            return _openText()?.FirstHit(subject, log);
        }

        foreach (Action say in said)
            say();
        return hit;
    }

    public override bool HasRules() => _entry.RuleCount > 0;

    private Hit? FindHit(ReadOnlySpan<byte> subject, Action<Hit> log, List<Action> said)
    {
        var warnings = new WarningRecords(_reader, _entry);
        RuleRecord? before = null;
        foreach (int offset in CandidateRules.Find(_reader, _entry, subject, _today))
        {
            RuleRecord rule = RuleRecord.Read(_reader, _entry, offset);
            rule.CheckOrder(before);
            before = rule;
            SayWarnings(said, warnings, (uint)offset, rule.Line);
            MatchResult result = _matcher.Match(rule.AsRule.Pattern, subject, out _);
            if (result == MatchResult.Refused)
                throw new DatabaseException("a rule in it is none");
            if (result == MatchResult.GaveUp)
            {
                Add(said, () => _warn(_list, RuleWarning.GaveUp(rule.AsRule)));
                continue;
            }

            if (!rule.AsRule.Hits(result) || !rule.Annotation.IsAwake(_today))
                continue;
            var hit = new Hit(_list, rule.Line, rule.Text, rule.Annotation);
            if (rule.Annotation.Action != RuleAction.Log)
                return hit;
            Add(said, () => log(hit));
        }

        SayWarnings(said, warnings, uint.MaxValue, int.MaxValue);
        return null;
    }

    /// <summary>Says the warnings about lines before a rule.</summary>
    private void SayWarnings(List<Action> said, WarningRecords warnings, uint beforeRule, int line)
    {
        while (warnings.MoveNext(beforeRule, line))
        {
            RuleError error = warnings.Current;
            Add(said, () => _warn(_list, error));
        }
    }

    private static void Add(List<Action> said, Action say)
    {
        if (said.Count == MostToSay)
            throw new DatabaseException("it says too much");
        said.Add(say);
    }
}
