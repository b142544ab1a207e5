using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>What a state of a <see cref="PcreNfa"/> does.</summary>
internal enum PcreOperation : byte
{
    /// <summary>Goes on to one state or two, for nothing.</summary>
    Split,

    /// <summary>Takes a byte of a set.</summary>
    Set,

    /// <summary>Goes on where an anchor holds.</summary>
    Anchor,

    /// <summary>Goes on where a look succeeds.</summary>
    Look,

    /// <summary>The end of the pattern, or of what a look looks for.</summary>
    Accept,
}

/// <summary>A state.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Value">The number of the set or of the look, or the anchor.</param>
/// <param name="Next">Where it leads; -1 for nowhere.</param>
/// <param name="Other">Where a split leads beside; -1 for nowhere.</param>
internal readonly record struct PcreState(PcreOperation Operation, int Value, int Next, int Other = -1);

/// <summary>A lookaround.</summary>
/// <param name="Start">The first state of what it looks for.</param>
/// <param name="Accept">The last one.</param>
/// <param name="IsBehind">True when it looks at what stands before the place.</param>
/// <param name="IsNegated">True when it wants no match.</param>
internal readonly record struct PcreLook(int Start, int Accept, bool IsBehind, bool IsNegated);

/// <summary>
/// A Perl-compatible pattern as a nondeterministic automaton. Looks are states of it, and what they look for stands beside. An inner look has a lower
/// number.
/// </summary>
internal sealed class PcreNfa
{
    /// <summary>The most states. Rules that unfold to more are not worth the automata that looks need.</summary>
    private const int MostStates = 4_000;

    private readonly List<PcreState> _states = new();
    private readonly List<PcreSet> _sets = new();
    private readonly Dictionary<PcreSet, int> _setNumbers = new();
    private readonly List<PcreLook> _looks = new();

    private PcreNfa()
    {
    }

    public IReadOnlyList<PcreState> States => _states;

    public IReadOnlyList<PcreSet> Sets => _sets;

    public IReadOnlyList<PcreLook> Looks => _looks;

    public int Start { get; private set; }

    public int Accept { get; private set; }

    /// <summary>True when an anchor asks for word bytes.</summary>
    public bool SeesWords { get; private set; }

    /// <summary>True when an anchor asks what stands before the first byte.</summary>
    public bool SeesStart { get; private set; }

    /// <summary>Builds the automaton; null when it is too large.</summary>
    public static PcreNfa? Of(PcreNode root)
    {
        var nfa = new PcreNfa();
        var parts = new Stack<Part>();
        foreach (PcreNode node in root.PostOrder())
        {
            if (!nfa.TryAdd(node, parts))
                return null;
        }

        Part whole = parts.Pop();
        nfa.Start = whole.Entry;
        nfa.Accept = nfa.Close(whole.Exit);
        return nfa;
    }

    private bool TryAdd(PcreNode node, Stack<Part> parts)
    {
        int first = _states.Count;
        switch (node.Kind)
        {
            case PcreNodeKind.Set:
                if (!_setNumbers.TryGetValue(node.Set, out int set))
                {
                    _setNumbers.Add(node.Set, set = _sets.Count);
                    _sets.Add(node.Set);
                }

                parts.Push(Single(PcreOperation.Set, set));
                break;
            case PcreNodeKind.Anchor:
                SeesStart |= node.Anchor == Anchor.Start;
                SeesWords |= node.Anchor is not (Anchor.Start or Anchor.End);
                parts.Push(Single(PcreOperation.Anchor, (int)node.Anchor));
                break;
            case PcreNodeKind.Cat:
                Part right = parts.Pop();
                for (int i = 1; i < node.Children.Length; i++)
                {
                    Part left = parts.Pop();
                    Link(left.Exit, right.Entry);
                    right = new Part(left.First, left.Entry, right.Exit);
                }

                parts.Push(right);
                break;
            case PcreNodeKind.Alt:
                Part joined = parts.Pop();
                int exit = Add(PcreOperation.Split, 0);
                Link(joined.Exit, exit);
                for (int i = 1; i < node.Children.Length; i++)
                {
                    Part left = parts.Pop();
                    Link(left.Exit, exit);
                    joined = new Part(left.First, AddSplit(left.Entry, joined.Entry), exit);
                }

                parts.Push(joined with { Exit = exit });
                break;
            case PcreNodeKind.Repeat:
                Part body = parts.Pop();
                long copies = node.Max == Node.Unbounded ? node.Min : node.Max;
                if (copies * (_states.Count - body.First + 1) > MostStates)
                    return false;
                parts.Push(Repeat(body, node.Min, node.Max));
                break;
            case PcreNodeKind.Look:
                Part sought = parts.Pop();
                _looks.Add(new PcreLook(sought.Entry, Close(sought.Exit), node.IsBehind, node.IsNegated));
                parts.Push(Single(PcreOperation.Look, _looks.Count - 1) with { First = sought.First });
                break;
            default:
                parts.Push(Single(PcreOperation.Split, 0));
                break;
        }

        return first <= MostStates;
    }

    /// <summary>Writes the body as often as it must be there. The body stands at the end of the states.</summary>
    private Part Repeat(Part body, int min, int max)
    {
        int length = _states.Count - body.First;
        int copies = System.Math.Max(1, max == Node.Unbounded ? min : max);
        for (int i = 1; i < copies; i++)
        {
            for (int k = 0; k < length; k++)
            {
                PcreState state = _states[body.First + k];
                int shift = i * length;
                _states.Add(state with { Next = Shifted(state.Next, shift), Other = Shifted(state.Other, shift) });
            }
        }

        int exit = Add(PcreOperation.Split, 0);
        if (max == 0)
            return new Part(body.First, exit, exit);
        int entry = exit;
        for (int i = copies - 1; i >= 0; i--)
        {
            int copyEntry = body.Entry + (i * length);
            bool isLast = i == copies - 1;
            if (isLast && max == Node.Unbounded)
            {
                // The last copy leads back to before itself, or out. With no round required the loop is entered at that choice.
                int loop = AddSplit(copyEntry, exit);
                Link(body.Exit + (i * length), loop);
                entry = min == 0 ? loop : copyEntry;
                continue;
            }

            Link(body.Exit + (i * length), entry);
            entry = i >= min ? AddSplit(copyEntry, exit) : copyEntry;
        }

        return new Part(body.First, entry, exit);
    }

    private static int Shifted(int state, int shift) => state < 0 ? state : state + shift;

    private Part Single(PcreOperation operation, int value)
    {
        int state = Add(operation, value);
        return new Part(state, state, state);
    }

    private int Close(int exit)
    {
        int accept = Add(PcreOperation.Accept, 0);
        Link(exit, accept);
        return accept;
    }

    private int Add(PcreOperation operation, int value)
    {
        _states.Add(new PcreState(operation, value, -1));
        return _states.Count - 1;
    }

    private int AddSplit(int next, int other)
    {
        _states.Add(new PcreState(PcreOperation.Split, 0, next, other));
        return _states.Count - 1;
    }

    private void Link(int from, int to) => _states[from] = _states[from] with { Next = to };

    /// <summary>Some states with one way in and one way out. They stand together, from the first on.</summary>
    private readonly record struct Part(int First, int Entry, int Exit);
}
