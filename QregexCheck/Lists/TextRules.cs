using System;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>
/// The rules of a control file as they stand in it, read as a stream: a line is looked at, asked, and forgotten. Can be asked once.
/// </summary>
internal sealed class TextRules : RuleSet
{
    private readonly RuleReader _reader;
    private readonly int _without;

    /// <param name="list">Which control file this is.</param>
    /// <param name="file">Its lines.</param>
    /// <param name="matcher">The engine; may serve several files, one after the other.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    /// <param name="without">A line whose rule is passed over, as if it were not there; 0 for none.</param>
    public TextRules(ControlList list, ControlFile file, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn, int without = 0)
        : base(list, matcher, today, warn)
    {
        _reader = new RuleReader(file, list, matcher.Pattern.Mistake);
        _without = without;
    }

    public override bool HasRules()
    {
        // A rule that can't be used is none, as in a compiled file.
        while (_reader.TryRead(out Rule rule))
        {
            if (rule.PlainMistake.Kind == SyntaxErrorKind.None
                && (rule.Plain != PlainKind.None || Matcher.Match(rule.Pattern, default, out _) != MatchResult.Refused))
                return true;
        }

        return false;
    }

    protected override void Begin(ReadOnlySpan<byte> subject)
    {
    }

    protected internal override bool TryNext(out Rule rule, out bool isKnownToHit)
    {
        isKnownToHit = false;
        bool isRule = _reader.TryRead(out rule);
        while (isRule && rule.Line == _without)
            isRule = _reader.TryRead(out rule);
        if (_reader.Errors.Count > 0)
            WarnOfAnnotations();
        return isRule;
    }

    private void WarnOfAnnotations()
    {
        foreach (RuleError error in _reader.Errors)
            Warn(error);
        _reader.Errors.Clear();
    }
}
