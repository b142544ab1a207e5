using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// What a place in a subject knows of the bytes before it: the last one's side, and how far each lookbehind has come. Lookbehinds run along from
/// the first byte, so each is answered at each place without going back.
/// </summary>
internal sealed class PcrePast
{
    private readonly PcreNfa _nfa;
    private readonly PcreClasses _classes;
    private readonly NumberLists _pasts = new();
    private readonly Dictionary<(int Past, int Next), bool[]> _looks = new();
    private readonly List<int> _reached = new();
    private readonly Stack<int> _stack = new();
    private readonly HashSet<int> _seen = new();

    public PcrePast(PcreNfa nfa, PcreClasses classes)
    {
        _nfa = nfa;
        _classes = classes;
    }

    /// <summary>How many states were looked at.</summary>
    public long Steps { get; private set; }

    /// <summary>The past of a place behind a byte of this side, before which no lookbehind has begun.</summary>
    public int Begin(Side before)
    {
        var past = new List<int> { (int)before };
        foreach (PcreLook look in _nfa.Looks)
            AddStart(past, look);
        return _pasts.NumberOf(past);
    }

    public Side Before(int past) => (Side)_pasts[past][0];

    /// <summary>The past of the next place, behind a byte of a class.</summary>
    public int Step(int past, int byteClass)
    {
        bool[] holds = Holding(past, byteClass);
        int[] old = _pasts[past];
        Side before = !_nfa.SeesWords ? _nfa.SeesStart ? Side.Other : (Side)old[0] : _classes.SideOf(byteClass);
        var next = new List<int> { (int)before };
        int at = 1;
        foreach (PcreLook look in _nfa.Looks)
        {
            if (!look.IsBehind)
                continue;
            var targets = new SortedSet<int>();
            Close(old, at + 1, old[at], (Side)old[0], _classes.SideOf(byteClass), holds);
            foreach (int state in _reached)
            {
                PcreState reached = _nfa.States[state];
                if (reached.Operation == PcreOperation.Set && _classes.Takes(reached.Value, byteClass))
                    targets.Add(reached.Next);
            }

            targets.Add(look.Start);
            next.Add(targets.Count);
            next.AddRange(targets);
            at += old[at] + 1;
        }

        return _pasts.NumberOf(next);
    }

    /// <summary>For each lookbehind, by its number, whether what it looks for stands before the place.</summary>
    /// <param name="past">The place's past.</param>
    /// <param name="next">The class of the byte behind, or <see cref="PcreClasses.End"/>.</param>
    public bool[] Holding(int past, int next)
    {
        if (_looks.TryGetValue((past, next), out bool[]? holds))
            return holds;
        holds = new bool[_nfa.Looks.Count];
        int[] sets = _pasts[past];
        int at = 1;
        for (int i = 0; i < holds.Length; i++)
        {
            if (!_nfa.Looks[i].IsBehind)
                continue;
            Close(sets, at + 1, sets[at], (Side)sets[0], _classes.SideOf(next), holds);
            holds[i] = _reached.Contains(_nfa.Looks[i].Accept);
            at += sets[at] + 1;
        }

        _looks.Add((past, next), holds);
        return holds;
    }

    private static void AddStart(List<int> past, PcreLook look)
    {
        if (!look.IsBehind)
            return;
        past.Add(1);
        past.Add(look.Start);
    }

    /// <summary>The states that are reached without a byte. An inner lookbehind has a lower number, and so is answered already.</summary>
    private void Close(int[] states, int first, int count, Side before, Side behind, bool[] holds)
    {
        _reached.Clear();
        _seen.Clear();
        for (int i = first; i < first + count; i++)
            _stack.Push(states[i]);
        while (_stack.TryPop(out int state))
        {
            if (state < 0 || !_seen.Add(state))
                continue;
            Steps++;
            PcreState entry = _nfa.States[state];
            switch (entry.Operation)
            {
                case PcreOperation.Split:
                    _stack.Push(entry.Other);
                    _stack.Push(entry.Next);
                    break;
                case PcreOperation.Anchor:
                    if (Place.Holds((Anchor)entry.Value, before, behind))
                        _stack.Push(entry.Next);
                    break;
                case PcreOperation.Look:
                    if (holds[entry.Value] != _nfa.Looks[entry.Value].IsNegated)
                        _stack.Push(entry.Next);
                    break;
                default:
                    _reached.Add(state);
                    break;
            }
        }
    }
}
