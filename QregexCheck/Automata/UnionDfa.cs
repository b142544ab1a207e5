using System;

namespace QregexCheck.Automata;

/// <summary>
/// Many rules as one deterministic automaton. It tells which rule hits first. The rules are numbered; a lower number comes first.
/// </summary>
/// <param name="Classes">The class of each byte of an upper-cased subject.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Transitions">The next state of each state and class: <c>Transitions[state * ClassCount + class]</c>.</param>
/// <param name="Hits">For each state the rule that hits a subject which ends there, or -1.</param>
internal sealed record UnionDfa(byte[] Classes, int ClassCount, ushort[] Transitions, int[] Hits)
{
    /// <summary>The state to begin with.</summary>
    public const int Start = 0;

    /// <summary>The first rule that hits, or -1.</summary>
    public int Run(ReadOnlySpan<byte> subject)
    {
        int state = Start;
        foreach (byte b in subject)
            state = Transitions[(state * ClassCount) + Classes[b]];
        return Hits[state];
    }
}
