using System;
using System.Collections.Generic;
using QregexCheck.Control;

namespace QregexCheck.Lists;

/// <summary>The rules of a control file, kept to be asked many times.</summary>
internal abstract class KeptRules : RuleSet
{
    /// <summary>How many rules there are that can be used; null when they were not counted.</summary>
    public abstract int? Count { get; }

    /// <summary>How many rules can't be used; 0 when they were not counted.</summary>
    public abstract int Skipped { get; }

    /// <summary>All rules that hit, asleep or not, whatever they do, in the order of the file.</summary>
    /// <param name="subject">The upper-cased subject.</param>
    /// <exception cref="ControlReadException">The rules can't be read.</exception>
    public abstract List<Hit> AllHits(ReadOnlySpan<byte> subject);
}
