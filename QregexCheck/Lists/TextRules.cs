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
    private readonly ControlList _list;
    private readonly RuleReader _reader;
    private readonly RuleMatcher _matcher;
    private readonly Func<int> _today;
    private readonly Action<ControlList, RuleError> _warn;

    /// <param name="list">Which control file this is.</param>
    /// <param name="file">Its lines.</param>
    /// <param name="matcher">The engine; may serve several files, one after the other.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used.</param>
    public TextRules(ControlList list, ControlFile file, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
    {
        _list = list;
        _reader = new RuleReader(file);
        _matcher = matcher;
        _today = today;
        _warn = warn;
    }

    public override Hit? FirstHit(ReadOnlySpan<byte> subject, Action<Hit> log)
    {
        while (NextHit(subject) is { } hit)
        {
            if (IsAsleep(hit))
                continue;
            if (hit.Annotation.Action != RuleAction.Log)
                return hit;
            log(hit);
        }

        return null;
    }

    public override bool HasRules()
    {
        // A rule that can't be used is none, as in a compiled file.
        while (_reader.TryRead(out Rule rule))
        {
            if (_matcher.Match(rule.Pattern, default, out _) != MatchResult.Refused)
                return true;
        }

        return false;
    }

    /// <summary>Goes on to the next rule that hits, asleep or not, whatever it does; null at the end of the file.</summary>
    public Hit? NextHit(ReadOnlySpan<byte> subject)
    {
        while (_reader.TryRead(out Rule rule))
        {
            ReportAnnotations();
            MatchResult result = _matcher.Match(rule.Pattern, subject, out SyntaxError error);
            switch (result)
            {
                case MatchResult.Refused:
                    _warn(_list, RuleWarning.Refused(rule, error));
                    break;
                case MatchResult.GaveUp:
                    _warn(_list, RuleWarning.GaveUp(rule));
                    break;
                default:
                    if (rule.Hits(result))
                        return new Hit(_list, rule.Line, rule.Text.ToArray(), rule.Annotation);
                    break;
            }
        }

        ReportAnnotations();
        return null;
    }

    /// <summary>True when the rule's last day is over.</summary>
    public bool IsAsleep(Hit hit) => !hit.Annotation.IsAwake(_today);

    private void ReportAnnotations()
    {
        if (_reader.Errors.Count == 0)
            return;
        foreach (RuleError error in _reader.Errors)
            _warn(_list, error);
        _reader.Errors.Clear();
    }
}
