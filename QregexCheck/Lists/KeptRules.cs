using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Control;
using QregexCheck.Rules;

namespace QregexCheck.Lists;

/// <summary>The rules of a control file, kept to be asked many times.</summary>
internal abstract class KeptRules : RuleSet
{
    protected KeptRules(ControlList list, RuleMatcher matcher, Func<int> today, Action<ControlList, RuleError> warn)
        : base(list, matcher, today, warn)
    {
    }

    /// <summary>How many rules there are that can be used; null when they were not counted.</summary>
    public abstract int? Count { get; }

    /// <summary>How many rules can't be used; 0 when they were not counted.</summary>
    public abstract int Skipped { get; }

    /// <summary>How many rules are run for most subjects, as nothing rare finds them and no automaton has room: about a microsecond each.</summary>
    public virtual int RunEachTime => 0;

    /// <summary>All rules that hit, asleep or not, whatever they do, in the order of the file.</summary>
    /// <param name="subject">The upper-cased subject.</param>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public List<Hit> AllHits(ReadOnlySpan<byte> subject)
    {
        var hits = new List<Hit>();
        Begin(subject);
        while (NextHit(subject) is { } hit)
            hits.Add(hit);
        return hits;
    }
}
