using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Writes an automaton as a pattern. States are taken out one by one, and the ways through each become ways past it. The state next taken is the one
/// that makes the least new text. Source: Brzozowski and McCluskey, 1963.
/// </summary>
internal sealed class StateElimination
{
    // More states than these make no text of 4,096 bytes that anybody wants to read.
    private const int MostStates = 300;

    // The bytes of all parts that were put together on the way.
    private const long MostWork = 8_000_000;

    private readonly Dictionary<int, EreText>[] _out;
    private readonly HashSet<int>[] _in;
    private readonly bool _isReversed;
    private long _work;

    private StateElimination(int nodes, bool isReversed)
    {
        _out = new Dictionary<int, EreText>[nodes];
        _in = new HashSet<int>[nodes];
        for (int i = 0; i < nodes; i++)
        {
            _out[i] = new Dictionary<int, EreText>();
            _in[i] = new HashSet<int>();
        }

        _isReversed = isReversed;
    }

    /// <summary>The pattern of an automaton that reads to the end of a subject; of a reversed one, which reads back to its beginning.</summary>
    public static EreText Of(FoldedDfa dfa, bool isReversed)
    {
        int states = dfa.Rows.Count;
        if (states > MostStates)
            return EreText.TooLong;
        int begin = states;
        int end = states + 1;
        var elimination = new StateElimination(states + 2, isReversed);
        EreText edge = EreText.Of(isReversed ? Anchor.Start : Anchor.End);
        for (int s = 0; s < states; s++)
        {
            if (IsAll(dfa, s))
                continue;

            // A way on is a set of bytes: all classes that lead to one state together. Behind a state that accepts all that follows, nothing is to be said.
            var sets = new SortedDictionary<int, ByteSet>();
            for (int c = 0; c < dfa.Sets.Count; c++)
                sets[dfa.Rows[s][c]] = sets.GetValueOrDefault(dfa.Rows[s][c]) | dfa.Sets[c];
            foreach ((int to, ByteSet set) in sets)
            {
                if (!IsDead(dfa, to))
                    elimination.Add(s, IsAll(dfa, to) ? end : to, EreText.Of(set));
            }

            if (dfa.Accepts[s])
                elimination.Add(s, end, edge);
        }

        elimination.Add(begin, IsAll(dfa, dfa.Start) ? end : dfa.Start, EreText.Empty);
        return elimination.Run(states, begin, end);
    }

    private static bool IsAll(FoldedDfa dfa, int state) => dfa.Accepts[state] && Array.TrueForAll(dfa.Rows[state], to => to == state);

    private static bool IsDead(FoldedDfa dfa, int state) => !dfa.Accepts[state] && Array.TrueForAll(dfa.Rows[state], to => to == state);

    private EreText Run(int states, int begin, int end)
    {
        var left = new HashSet<int>();
        for (int s = 0; s < states; s++)
            left.Add(s);
        while (left.Count > 0)
        {
            int best = -1;
            long bestWeight = long.MaxValue;
            foreach (int s in left)
            {
                long weight = Weight(s);
                if (weight < bestWeight)
                    (best, bestWeight) = (s, weight);
            }

            left.Remove(best);
            if (!TryEliminate(best))
                return EreText.TooLong;
        }

        return _out[begin].GetValueOrDefault(end, EreText.Never);
    }

    /// <summary>How much more text there will be when a state is taken out; of states that are alike in this the one with less text.</summary>
    private long Weight(int state)
    {
        long loop = 0;
        long outgoing = 0;
        int outs = 0;
        foreach ((int to, EreText text) in _out[state])
        {
            if (to == state)
            {
                loop = text.Bytes.Length;
                continue;
            }

            outgoing += text.Bytes.Length + 1;
            outs++;
        }

        long incoming = 0;
        int ins = 0;
        foreach (int from in _in[state])
        {
            if (from == state)
                continue;
            incoming += _out[from][state].Bytes.Length + 1;
            ins++;
        }

        long growth = (outgoing * (ins - 1)) + (incoming * (outs - 1)) + (loop * ((ins * outs) - 1));
        return (growth * EreText.MostBytes) + Math.Min(outgoing + incoming + loop, EreText.MostBytes - 1);
    }

    private bool TryEliminate(int state)
    {
        EreText loop = _out[state].TryGetValue(state, out EreText? body) ? body : EreText.Never;
        EreText rounds = EreText.Repeat(loop, 0, Node.Unbounded);
        foreach (int from in _in[state])
        {
            if (from == state)
                continue;
            EreText arriving = _out[from][state];
            _out[from].Remove(state);
            foreach ((int to, EreText leaving) in _out[state])
            {
                if (to != state && !TryJoin(from, to, arriving, loop, rounds, leaving))
                    return false;
            }
        }

        foreach (int to in _out[state].Keys)
            _in[to].Remove(state);
        _out[state].Clear();
        _in[state].Clear();
        return true;
    }

    private bool TryJoin(int from, int to, EreText arriving, EreText loop, EreText rounds, EreText leaving)
    {
        EreText? beside = _out[from].GetValueOrDefault(to);
        EreText way;
        if (beside is not null && beside.IsLike(arriving))
        {
            // a|ab is a(b)?
            way = InOrder(arriving, EreText.Alt(EreText.Empty, InOrder(rounds, leaving)));
            beside = null;
        }
        else if (beside is not null && beside.IsLike(leaving))
        {
            way = InOrder(EreText.Alt(EreText.Empty, InOrder(arriving, rounds)), leaving);
            beside = null;
        }
        else if (loop.IsLike(leaving) && loop != EreText.Never)
        {
            way = InOrder(arriving, EreText.Repeat(loop, 1, Node.Unbounded));
        }
        else if (loop.IsLike(arriving) && loop != EreText.Never)
        {
            way = InOrder(EreText.Repeat(loop, 1, Node.Unbounded), leaving);
        }
        else
        {
            way = InOrder(arriving, InOrder(rounds, leaving));
        }

        if (beside is not null)
            way = EreText.Alt(beside, way);
        _work += way.Bytes.Length + 1;
        if (way == EreText.TooLong || _work > MostWork)
            return false;
        _out[from][to] = way;
        _in[to].Add(from);
        return true;
    }

    private void Add(int from, int to, EreText text)
    {
        _out[from][to] = _out[from].TryGetValue(to, out EreText? beside) ? EreText.Alt(text, beside) : text;
        _in[to].Add(from);
    }

    private EreText InOrder(EreText first, EreText second) => _isReversed ? EreText.Cat([second, first]) : EreText.Cat([first, second]);
}
