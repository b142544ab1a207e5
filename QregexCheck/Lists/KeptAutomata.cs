using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Rules;

namespace QregexCheck.Lists;

/// <summary>
/// Automata of single rules, kept for the next address: a rule that is asked a second time is asked often. When there is no room left, those there are
/// stay; when many questions have missed them, all are forgotten and keeping starts again.
/// </summary>
internal sealed class KeptAutomata
{
    // What one takes beside its states, in numbers of four bytes: some objects with their tables, and the classes of bytes.
    private const int AutomatonMemory = 800;

    private const int MemoryOfNumber = 10;

    // To make one costs some questions that others answer.
    private const int MissesOfAutomaton = 16;

    // By a rule's number; without an automaton, one that was asked once, or has none.
    private readonly Dictionary<int, Kept> _kept = new();
    private readonly Closure _closure;
    private readonly int _room;
    private int _memory;
    private int _misses;

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
        bool isKnown = _kept.TryGetValue(number, out Kept kept);
        if (_memory > _room && (!isKnown || kept.Use == Use.Once))
        {
            Miss();
            return false;
        }

        if (!isKnown)
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

        // Those that are kept go on growing.
        if (_memory > _room + (_room / 4))
            Forget();
        return true;
    }

    private void Miss()
    {
        _misses++;
        if (_misses > (long)_kept.Count * MissesOfAutomaton)
            Forget();
    }

    private void Forget()
    {
        _kept.Clear();
        _memory = 0;
        _misses = 0;
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
