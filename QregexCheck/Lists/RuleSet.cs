using System;
using System.Diagnostics;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;
using QregexCheck.Syntax;

namespace QregexCheck.Lists;

/// <summary>
/// The rules of one control file, wherever they are kept: as text, compiled, or in memory. What it means to ask them is said here once, so that
/// all say the same; a kind of set knows only which rules may hit.
/// </summary>
internal abstract class RuleSet
{
    private readonly ControlList _list;
    private readonly Func<int> _today;
    private readonly Action<ControlList, RuleError> _warn;

    /// <param name="list">Which control file this is.</param>
    /// <param name="matcher">The engine; may serve several files, one after the other.</param>
    /// <param name="today">The day number (UTC), asked only where a rule has an end.</param>
    /// <param name="warn">Is told of each line that can't be used, and of each rule that could not be decided for a subject.</param>
    protected RuleSet(ControlList list, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
    {
        _list = list;
        Matcher = matcher;
        _today = today;
        _warn = warn;
    }

    protected RuleMatcher Matcher { get; }

    /// <summary>Finds the first rule that is awake, hits, whose condition holds, and which is not there for the log alone.</summary>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="sides">What conditions are asked about. A rule whose condition can't be told waits there, and is passed over.</param>
    /// <param name="log">Is told of each rule with <c>action=log</c> that hits before that one.</param>
    /// <returns>Null when no rule decides.</returns>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public virtual Hit? FirstHit(ReadOnlySpan<byte> subject, OtherSides sides, Action<Hit> log)
    {
        Begin(subject);
        while (NextHit(subject) is { } hit)
        {
            if (!hit.Annotation.IsAwake(_today))
                continue;
            if (hit.Annotation.Condition is { } condition && !Holds(hit, condition, sides))
                continue;
            if (hit.Annotation.Action != RuleAction.Log)
                return hit;
            Log(hit, log);
        }

        return null;
    }

    /// <summary>True when there is a rule at all that can be used.</summary>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public abstract bool HasRules();

    /// <summary>Goes to the first candidate for a subject.</summary>
    protected abstract void Begin(ReadOnlySpan<byte> subject);

    /// <summary>Hands out the next candidate. Each rule that hits is one, in the order of the file; what does not hit may be one.</summary>
    /// <param name="rule">The candidate; valid until the next one is asked for.</param>
    /// <param name="isKnownToHit">True when its pattern need not be asked.</param>
    /// <returns>False when there is none left.</returns>
    protected internal abstract bool TryNext(out Rule rule, out bool isKnownToHit);

    /// <summary>Goes on to the next rule that hits, asleep or not, whatever it does; null when there is none left.</summary>
    protected Hit? NextHit(ReadOnlySpan<byte> subject)
    {
        while (TryNext(out Rule rule, out bool isKnownToHit))
        {
            if (isKnownToHit || Hits(rule, subject))
                return new Hit(_list, rule.Line, rule.Text.ToArray(), rule.Annotation);
        }

        return null;
    }

    /// <summary>Asks the pattern of the candidate handed out last.</summary>
    /// <param name="rule">The candidate.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="error">With <see cref="MatchResult.Refused"/>: what is wrong with the pattern.</param>
    protected virtual MatchResult Match(in Rule rule, ReadOnlySpan<byte> subject, out SyntaxError error) =>
        Matcher.Match(rule.Pattern, subject, out error);

    /// <summary>Tells whether the condition of a rule that hits holds. One that can't be told waits.</summary>
    protected bool Holds(Hit hit, Condition condition, OtherSides sides)
    {
        bool? holds = sides.Holds(condition, Matcher, out MatchResult trouble);
        if (trouble == MatchResult.Refused)
            RefuseCondition();
        else if (trouble == MatchResult.GaveUp)
            Warn(RuleWarning.GaveUp(hit.Line, 1));
        if (holds is null)
            sides.Wait(hit);
        return holds == true;
    }

    /// <summary>Is told of a condition that holds no expression: a rule that is read has none such.</summary>
    protected virtual void RefuseCondition() => throw new UnreachableException();

    /// <summary>Is told of a candidate that regcomp would refuse: it is skipped.</summary>
    protected virtual void Refuse(in Rule rule, SyntaxError error) => Warn(RuleWarning.Refused(rule, error));

    protected virtual void Warn(RuleError error) => _warn(_list, error);

    protected virtual void Log(Hit hit, Action<Hit> log) => log(hit);

    private bool Hits(in Rule rule, ReadOnlySpan<byte> subject)
    {
        MatchResult result = rule.Plain == PlainKind.None ? Match(rule, subject, out SyntaxError error) : PlainEntry.Match(rule, subject, out error);
        if (result == MatchResult.Refused)
            Refuse(rule, error);
        else if (result == MatchResult.GaveUp)
            Warn(RuleWarning.GaveUp(rule));
        return rule.Hits(result);
    }
}
