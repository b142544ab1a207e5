using System.Collections.Generic;
using QregexCheck.Automata;
using QregexCheck.Syntax;

namespace QregexCheck.Conversion;

/// <summary>
/// Runs a pattern with lookarounds on all subjects at once. A <b>run</b> is a state of the automaton together with what must come true behind it: the
/// lookaheads that were passed. A lookahead that has been passed is itself a set of runs, wanted or not wanted to succeed.
/// </summary>
/// <remarks>
/// Sets of runs are numbered. All stand at the same place, and so share its <see cref="PcrePast"/>. It recurses as deep as lookaheads stand in one
/// another, which <see cref="PcreLevel"/> bounds.
/// </remarks>
internal sealed class PcreAutomaton
{
    /// <summary>The set of no run: it will not succeed.</summary>
    public const int Dead = 0;

    /// <summary>It has succeeded, whatever follows.</summary>
    public const int All = 1;

    private const int NoWishes = 0;

    private readonly PcreNfa _nfa;
    private readonly PcreClasses _classes;
    private readonly PcrePast _past;
    private readonly bool _endsAnywhere;

    // A run is two numbers: its state, and the number of its wishes. A wish is a set of runs, twice its number, and one more where it must fail.
    private readonly NumberLists _runs = new();
    private readonly NumberLists _wishes = new();
    private readonly Dictionary<(int Runs, int Past, int Next), int> _steps = new();
    private readonly Dictionary<(int Runs, int Past), bool> _ends = new();

    /// <param name="nfa">The pattern.</param>
    /// <param name="classes">Its classes of bytes.</param>
    /// <param name="past">Its lookbehinds.</param>
    /// <param name="endsAnywhere">True when bytes may follow what the pattern matches.</param>
    public PcreAutomaton(PcreNfa nfa, PcreClasses classes, PcrePast past, bool endsAnywhere)
    {
        _nfa = nfa;
        _classes = classes;
        _past = past;
        _endsAnywhere = endsAnywhere;
        _runs.NumberOf([]);
        _runs.NumberOf([-1, NoWishes]);
        _wishes.NumberOf([]);
    }

    /// <summary>How many runs were looked at.</summary>
    public long Steps { get; private set; }

    /// <summary>The set of the run that begins with a state.</summary>
    public int Begin(int state) => _runs.NumberOf([state, NoWishes]);

    /// <summary>The set of runs after a byte.</summary>
    /// <param name="runs">A set of runs.</param>
    /// <param name="past">The past of its place.</param>
    /// <param name="byteClass">The byte's class.</param>
    /// <param name="alsoBegins">A state with which a new run begins behind the byte; -1 for none.</param>
    public int Step(int runs, int past, int byteClass, int alsoBegins = -1)
    {
        if (runs == All || (runs == Dead && alsoBegins < 0))
            return runs;
        if (alsoBegins < 0 && _steps.TryGetValue((runs, past, byteClass), out int known))
            return known;
        var next = new SortedSet<(int State, int Wishes)>();
        int result = -1;
        foreach ((int state, int wishes) in Close(runs, past, byteClass))
        {
            PcreState entry = _nfa.States[state];
            bool isAccept = entry.Operation == PcreOperation.Accept;
            if (isAccept ? !CanGoOn(state) : !_classes.Takes(entry.Value, byteClass))
                continue;
            int open = StepWishes(wishes, past, byteClass);
            if (open < 0)
                continue;
            if (isAccept && open == NoWishes)
            {
                result = All;
                break;
            }

            next.Add((isAccept ? state : entry.Next, open));
        }

        if (result < 0)
        {
            if (alsoBegins >= 0)
                next.Add((alsoBegins, NoWishes));
            result = Number(next);
        }

        if (alsoBegins < 0)
            _steps.Add((runs, past, byteClass), result);
        return result;
    }

    /// <summary>True when the set succeeds if nothing follows.</summary>
    public bool AcceptsAtEnd(int runs, int past)
    {
        if (runs <= All)
            return runs == All;
        if (_ends.TryGetValue((runs, past), out bool accepts))
            return accepts;
        foreach ((int state, int wishes) in Close(runs, past, PcreClasses.End))
        {
            if (_nfa.States[state].Operation == PcreOperation.Accept)
                accepts |= System.Array.TrueForAll(_wishes[wishes], wish => AcceptsAtEnd(wish / 2, past) == (wish % 2 == 0));
        }

        _ends.Add((runs, past), accepts);
        return accepts;
    }

    /// <summary>True when the pattern may end here before a byte. Only for patterns without lookaheads.</summary>
    public bool AcceptsBefore(int runs, int past, int byteClass)
    {
        foreach ((int state, _) in Close(runs, past, byteClass))
        {
            if (_nfa.States[state].Operation == PcreOperation.Accept)
                return true;
        }

        return false;
    }

    /// <summary>What a lookahead looks for is found once it is found; the pattern's own end is its end only where bytes may follow.</summary>
    private bool CanGoOn(int accept) => _endsAnywhere || accept != _nfa.Accept;

    /// <summary>The wishes after a byte: those that came true are gone.</summary>
    /// <returns>Their number, or -1 when one can't come true any more.</returns>
    private int StepWishes(int wishes, int past, int byteClass)
    {
        if (wishes == NoWishes)
            return NoWishes;
        var open = new SortedSet<int>();
        foreach (int wish in _wishes[wishes])
        {
            bool mustFail = wish % 2 != 0;
            int runs = Step(wish / 2, past, byteClass);
            if (runs == (mustFail ? All : Dead))
                return -1;
            if (runs > All)
                open.Add((runs * 2) + (wish % 2));
        }

        return _wishes.NumberOf([.. open]);
    }

    /// <summary>The runs that are reached without a byte: they take one, or accept.</summary>
    private List<(int State, int Wishes)> Close(int runs, int past, int next)
    {
        bool[] holds = _past.Holding(past, next);
        Side before = _past.Before(past);
        Side behind = _classes.SideOf(next);
        var reached = new List<(int, int)>();
        var seen = new HashSet<(int, int)>();
        var stack = new Stack<(int State, int Wishes)>();
        int[] list = _runs[runs];
        for (int i = 0; i < list.Length; i += 2)
            stack.Push((list[i], list[i + 1]));
        while (stack.TryPop(out (int State, int Wishes) run))
        {
            if (run.State < 0 || !seen.Add(run))
                continue;
            Steps++;
            PcreState entry = _nfa.States[run.State];
            switch (entry.Operation)
            {
                case PcreOperation.Split:
                    stack.Push((entry.Other, run.Wishes));
                    stack.Push((entry.Next, run.Wishes));
                    break;
                case PcreOperation.Anchor:
                    if (Place.Holds((Anchor)entry.Value, before, behind))
                        stack.Push((entry.Next, run.Wishes));
                    break;
                case PcreOperation.Look:
                    PcreLook look = _nfa.Looks[entry.Value];
                    if (!look.IsBehind)
                        stack.Push((entry.Next, With(run.Wishes, (Begin(look.Start) * 2) + (look.IsNegated ? 1 : 0))));
                    else if (holds[entry.Value] != look.IsNegated)
                        stack.Push((entry.Next, run.Wishes));
                    break;
                default:
                    reached.Add(run);
                    break;
            }
        }

        return reached;
    }

    private int With(int wishes, int wish)
    {
        var all = new SortedSet<int>(_wishes[wishes]) { wish };
        return _wishes.NumberOf([.. all]);
    }

    /// <summary>The number of a set of runs. A run is left out when another wishes less from the same state.</summary>
    private int Number(SortedSet<(int State, int Wishes)> runs)
    {
        var list = new List<int>();
        foreach ((int state, int wishes) in runs)
        {
            bool isCovered = false;
            if (wishes != NoWishes)
            {
                foreach ((int other, int fewer) in runs.GetViewBetween((state, 0), (state, int.MaxValue)))
                {
                    Steps++;
                    isCovered |= fewer != wishes && new HashSet<int>(_wishes[fewer]).IsSubsetOf(_wishes[wishes]);
                }
            }

            if (isCovered)
                continue;
            list.Add(state);
            list.Add(wishes);
        }

        return _runs.NumberOf(list);
    }
}
