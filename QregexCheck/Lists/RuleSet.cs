using System;
using QregexCheck.Control;

namespace QregexCheck.Lists;

/// <summary>The rules of one control file, wherever they are kept: as text, or compiled.</summary>
internal abstract class RuleSet
{
    /// <summary>Finds the first rule that is awake, hits, and is not there for the log alone.</summary>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="log">Is told of each rule with <c>action=log</c> that hits before that one.</param>
    /// <returns>Null when no rule decides.</returns>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public abstract Hit? FirstHit(ReadOnlySpan<byte> subject, Action<Hit> log);

    /// <summary>True when there is a rule at all that can be used. Like the other question it can be asked once.</summary>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public abstract bool HasRules();
}
