using System;
using QregexCheck.Automata;

namespace QregexCheck.Proof;

/// <summary>Finds where a pattern matches: the leftmost place, and there the longest match. Source: XBD 9.1.</summary>
internal static class MatchFinder
{
    /// <summary>Finds the match; null when there is none.</summary>
    /// <param name="nfa">An automaton without back-references.</param>
    /// <param name="subject">An upper-cased subject.</param>
    public static Range? Find(Nfa nfa, ReadOnlySpan<byte> subject)
    {
        var closure = new Closure();
        var current = new int[nfa.Count * 2];
        for (int begin = 0; begin <= subject.Length; begin++)
        {
            int end = LongestFrom(nfa, subject, begin, closure, current);
            if (end >= 0)
                return begin..end;
        }

        return null;
    }

    private static int LongestFrom(Nfa nfa, ReadOnlySpan<byte> subject, int begin, Closure closure, int[] current)
    {
        int longest = -1;
        int count = 1;
        current[0] = nfa.Start;
        for (int at = begin; count > 0; at++)
        {
            closure.Begin(nfa);
            closure.Add(
                current.AsSpan(0, count),
                at == 0 ? Side.Nothing : Place.SideOf(subject[at - 1]),
                at == subject.Length ? Side.Nothing : Place.SideOf(subject[at]));
            if (closure.Accepting.Length > 0)
                longest = at;
            if (at == subject.Length)
                break;
            count = closure.Follow(subject[at], current);
        }

        return longest;
    }
}
