using System;
using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Proof;

/// <summary>Finds where a pattern matches: the leftmost place, and there the longest match. Source: XBD 9.1.</summary>
internal static class MatchFinder
{
    /// <summary>Finds the match; null when there is none.</summary>
    /// <param name="nfa">An automaton without back-references.</param>
    /// <param name="subject">An upper-cased subject.</param>
    public static Range? Find(Nfa nfa, ReadOnlySpan<byte> subject)
    {
        for (int begin = 0; begin <= subject.Length; begin++)
        {
            int end = LongestFrom(nfa, subject, begin);
            if (end >= 0)
                return begin..end;
        }

        return null;
    }

    private static int LongestFrom(Nfa nfa, ReadOnlySpan<byte> subject, int begin)
    {
        var current = new List<int> { nfa.Start };
        var reached = new List<int>();
        var isReached = new bool[nfa.Count];
        int longest = -1;
        for (int at = begin; current.Count > 0; at++)
        {
            Side before = at == 0 ? Side.Nothing : Place.SideOf(subject[at - 1]);
            Side behind = at == subject.Length ? Side.Nothing : Place.SideOf(subject[at]);
            reached.Clear();
            Array.Clear(isReached);
            foreach (int state in current)
                Enter(state, reached, isReached);
            for (int i = 0; i < reached.Count; i++)
            {
                NfaState state = nfa[reached[i]];
                if (state.Operation == NfaOperation.Accept)
                    longest = at;
                else if (state.Operation == NfaOperation.Split)
                    Enter(state.Other, reached, isReached);
                if (state.Operation is NfaOperation.Split or NfaOperation.GroupStart or NfaOperation.GroupEnd
                    || (state.Operation == NfaOperation.Anchor && Place.Holds((Anchor)state.Value, before, behind)))
                {
                    Enter(state.Next, reached, isReached);
                }
            }

            if (at == subject.Length)
                break;
            current.Clear();
            foreach (int state in reached)
            {
                NfaState entry = nfa[state];
                if (entry.Operation is NfaOperation.Literal or NfaOperation.Set && entry.Takes(subject[at], nfa.Sets))
                    current.Add(entry.Next);
            }
        }

        return longest;
    }

    private static void Enter(int state, List<int> reached, bool[] isReached)
    {
        if (isReached[state])
            return;
        isReached[state] = true;
        reached.Add(state);
    }
}
