using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Rules;

namespace QregexCheck.Lists;

/// <summary>
/// Automata of single rules, kept for the next address: a rule that is asked a second time is asked often. When there is no room left, all are
/// forgotten and keeping starts again.
/// </summary>
internal sealed class KeptAutomata
{
    // What one takes beside its states, in numbers of four bytes: some objects with their tables, and the classes of bytes.
    private const int AutomatonMemory = 800;

    private const int MemoryOfNumber = 10;

    // By a rule's number; without an automaton, one that was asked once, or has none.
    private readonly Dictionary<int, Kept> _kept = new();
    private readonly Closure _closure;
    private readonly int _room;
    private int _memory;

    /// <param name="closure">May serve others.</param>
    /// <param name="room">How much memory they may take together, in numbers of four bytes.</param>
    public KeptAutomata(Closure closure, int room)
    {
        _closure = closure;
        _room = room;
    }

    private enum Use : byte
    {
        Once,
        None,
        Automaton,
    }

    private readonly record struct Kept(Use Use, UnionMatcher? Automaton);

    /// <summary>Tells whether a rule's pattern matches, where an automaton is kept for it or is made now.</summary>
    /// <param name="number">The rule's number.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="matcher">Parses the pattern.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <param name="isMatch">The answer.</param>
    /// <returns>False when another must be asked.</returns>
    public bool TryMatch(int number, in Rule rule, RuleMatcher matcher, ReadOnlySpan<byte> subject, out bool isMatch)
    {
        isMatch = false;
        if (_memory > _room)
        {
            _kept.Clear();
            _memory = 0;
        }

        if (!_kept.TryGetValue(number, out Kept kept))
        {
            _memory += MemoryOfNumber;
            _kept.Add(number, new Kept(Use.Once, null));
            return false;
        }

        if (kept.Use == Use.Once)
        {
            kept = Make(rule, matcher);
            _kept[number] = kept;
        }

        if (kept.Automaton is null)
            return false;
        int before = kept.Automaton.Memory;
        isMatch = kept.Automaton.Match(subject).Length > 0;
        _memory += kept.Automaton.Memory - before;
        return true;
    }

    private Kept Make(in Rule rule, RuleMatcher matcher)
    {
        // A few dozen states of ordinary size; more would leave no room for others.
        int room = _room / 16;
        PatternCompiler pattern = matcher.Pattern;
        if (!pattern.TryParse(rule.Pattern, out _) || pattern.CountStates() * 3 > room || !pattern.TryCompile())
            return new Kept(Use.None, null);
        _memory += AutomatonMemory + (3 * pattern.Nfa.Count);
        return new Kept(Use.Automaton, new UnionMatcher(pattern.Nfa.Copy(), [pattern.Nfa.Start], _closure, room));
    }
}
