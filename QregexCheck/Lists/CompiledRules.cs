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
/// serves uncompiled files, and the same is said about broken lines: it is a cache, never a second truth. Asked many times, it warns of a line
/// once: when a check first reads so far, or before any by <see cref="WarnOfLines"/>.
/// </summary>
internal sealed class CompiledRules : RuleSet
{
    // What is to be said waits in memory: half a kilobyte each in the hook's heap of six megabytes. The text is read as a stream.
    private const int MostToSay = 1_000;

    // What is looked up waits there too, 24 bytes a byte; no address that qmail accepts is longer than 900.
    private const int LongestSubject = 16_384;

    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private readonly WarningRecords _warnings;
    private readonly Func<int> _today;
    private readonly Func<RuleSet?> _openText;
    private readonly List<Action> _said = new();
    private Candidates? _candidates;
    private RuleRecord? _before;

    /// <param name="list">Which control file this is.</param>
    /// <param name="reader">The compiled file.</param>
    /// <param name="entry">The control file's entry in it.</param>
    /// <param name="matcher">The engine.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <param name="openText">Hands out the rules as text, when the compiled ones turn out to be damaged.</param>
    public CompiledRules(
        ControlList list,
        BlockReader reader,
        in ListEntry entry,
        RuleMatcher matcher,
        Func<int> today,
        Action<ControlList, RuleError> warn,
        Func<RuleSet?> openText)
        : base(list, matcher, today, warn)
    {
        _reader = reader;
        _entry = entry;
        _warnings = new WarningRecords(reader, entry);
        _today = today;
        _openText = openText;
    }

    /// <summary>Warns of the lines that can't be used, and not again: for who asks many times.</summary>
    /// <param name="most">Of so many at most; of the rest nothing is said.</param>
    /// <exception cref="DatabaseException">The warnings can't be read; then nothing is said.</exception>
    public void WarnOfLines(int most)
    {
        var warnings = new List<RuleError>();
        while (warnings.Count < most && _warnings.MoveNext(uint.MaxValue, int.MaxValue))
            warnings.Add(_warnings.Current);
        _warnings.End();
        foreach (RuleError warning in warnings)
            base.Warn(warning);
    }

    public override Hit? FirstHit(ReadOnlySpan<byte> subject, OtherSides sides, Action<Hit> log)
    {
        if (subject.Length > LongestSubject)
            return _openText()?.FirstHit(subject, sides, log);

        // Nothing is said before all is read: what can't be read makes the text speak instead.
        Hit? hit;
        try
        {
            hit = base.FirstHit(subject, sides, log);
        }
        catch (DatabaseException)
        {
            return _openText()?.FirstHit(subject, sides, log);
        }

        foreach (Action say in _said)
            say();
        return hit;
    }

    public override bool HasRules() => _entry.RuleCount > 0;

    protected override void Begin(ReadOnlySpan<byte> subject)
    {
        _said.Clear();
        _before = null;
        _candidates = CandidateRules.Find(_reader, _entry, subject, _today);
    }

    protected internal override bool TryNext(out Rule rule, out bool isKnownToHit)
    {
        isKnownToHit = false;
        if (!_candidates!.TryNext(out int offset))
        {
            TakeWarnings(uint.MaxValue, int.MaxValue);
            rule = default;
            return false;
        }

        RuleRecord record = RuleRecord.Read(_reader, _entry, offset);
        record.CheckOrder(_before);
        _before = record;
        TakeWarnings((uint)offset, record.Line);
        rule = record.AsRule;
        return true;
    }

    protected override void Refuse(in Rule rule, SyntaxError error) => throw new DatabaseException("a rule in it is none");

    protected override void RefuseCondition() => throw new DatabaseException("a condition in it is none");

    protected override void Warn(RuleError error) => Add(() => base.Warn(error));

    protected override void Log(Hit hit, Action<Hit> log) => Add(() => log(hit));

    /// <summary>Takes the warnings about lines before a rule.</summary>
    private void TakeWarnings(uint beforeRule, int line)
    {
        while (_warnings.MoveNext(beforeRule, line))
            Warn(_warnings.Current);
    }

    private void Add(Action say)
    {
        if (_said.Count == MostToSay)
            throw new DatabaseException("it says too much");
        _said.Add(say);
    }
}
