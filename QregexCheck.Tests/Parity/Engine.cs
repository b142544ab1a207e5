using System;
using System.Collections.Generic;

namespace QregexCheck.Tests.Parity;

/// <summary>
/// One way to find the first rule that hits: a matcher of the product, libc, or the slow judge. It stands in <see cref="Engines"/>, and is asked
/// what all others are asked.
/// </summary>
internal abstract class Engine
{
    /// <param name="name">What a report calls it.</param>
    /// <param name="asks">The matchers of the product that it asks; none for a judge from outside.</param>
    protected Engine(string name, params Type[] asks) => (Name, Asks) = (name, asks);

    public string Name { get; }

    public IReadOnlyList<Type> Asks { get; }

    /// <summary>Asks the rules about each subject.</summary>
    /// <returns>For each subject the answer; null where this engine can't say.</returns>
    public abstract Answer?[] Ask(RuleLines rules, byte[][] subjects);
}
