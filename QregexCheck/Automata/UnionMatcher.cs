using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Automata;

/// <summary>
/// Tells which of many patterns match a subject, in one pass over it, or in a few: deterministic automata over the patterns are built as subjects ask
/// for them.
/// </summary>
/// <remarks>
/// All patterns begin as one <see cref="UnionPart"/>. One that thrashes is divided in two, so that a few patterns whose states multiply leave the
/// others alone; what is divided no more is followed without a table. The cost of one subject is bounded by the size of the union times its length.
/// </remarks>
internal sealed class UnionMatcher
{
    // Each costs a pass, and room: with less than this it would forget too often.
    private const int MostParts = 16;
    private const int LeastRoom = 50_000;

    private readonly Nfa _nfa;
    private readonly Closure _closure;
    private readonly ByteClasses _classes;
    private readonly int _room;
    private readonly int _mostParts;
    private readonly List<UnionPart> _parts = new();
    private readonly List<int[]> _matched = new();

    /// <param name="nfa">The automata of the patterns in one; what accepts has the number of its pattern as <see cref="NfaState.Next"/>.</param>
    /// <param name="starts">Where each pattern begins.</param>
    /// <param name="closure">May serve many matchers.</param>
    /// <param name="room">How much memory the deterministic states may take, in numbers of four bytes.</param>
    public UnionMatcher(Nfa nfa, ReadOnlySpan<int> starts, Closure closure, int room)
    {
        _nfa = nfa;
        _closure = closure;
        _classes = nfa.Classes(ByteSet.Any);
        _room = room;
        _mostParts = Math.Min(MostParts, room / LeastRoom);
        _parts.Add(NewPart(starts));
    }

    /// <summary>How much memory the deterministic states take by now, in numbers of four bytes.</summary>
    public int Memory
    {
        get
        {
            int memory = 0;
            foreach (UnionPart part in _parts)
                memory += part.Memory;
            return memory;
        }
    }

    /// <summary>Number of parts: of passes over a subject.</summary>
    public int Parts => _parts.Count;

    /// <summary>
    /// The patterns that match, as sets of their numbers, each ascending; a pattern may stand in several. Valid until the next call; the sets themselves
    /// are never changed.
    /// </summary>
    /// <param name="subject">An upper-cased subject.</param>
    public ReadOnlySpan<int[]> Match(ReadOnlySpan<byte> subject)
    {
        _matched.Clear();
        int parts = _parts.Count;
        for (int i = 0; i < parts; i++)
        {
            UnionPart part = _parts[i];
            part.Match(subject, _matched);
            if (part.IsThrashing && part.Starts.Length > 1 && _parts.Count < _mostParts)
                Divide(i);
        }

        return CollectionsMarshal.AsSpan(_matched);
    }

    private void Divide(int index)
    {
        ReadOnlySpan<int> starts = _parts[index].Starts;
        int half = starts.Length / 2;
        _parts[index] = NewPart(starts[..half]);
        _parts.Add(NewPart(starts[half..]));
        int room = _room / _parts.Count;
        foreach (UnionPart part in _parts)
        {
            if (part.Memory > room)
                part.Forget();
            part.Room = room;
        }
    }

    private UnionPart NewPart(ReadOnlySpan<int> starts) => new(_nfa, _classes, _closure, starts, _room);
}
