using System;
using System.Collections.Generic;
using QregexCheck.Syntax;

namespace QregexCheck.Outlines;

/// <summary>Finds the outline of a pattern.</summary>
/// <remarks>
/// It may take a rule for wider than it is, never for narrower. So a group that is repeated, and a choice, become a run of all their bytes, as many
/// as they can take; a back-reference is any number of any bytes; an anchor is left out unless it is the first or the last thing of a match.
/// </remarks>
internal sealed class OutlineFinder
{
    // One address in a million million looks so by chance.
    private const double EnoughBits = 40;

    private readonly byte[] _symbols = new byte[256];
    private readonly List<OutlineRun> _runs = new();
    private readonly List<int> _lengths = new();

    public OutlineFinder() => AddressSymbols.Fill(_symbols);

    /// <summary>The outline of a tree, or of its beginning where that is telling enough; null when it has none that says anything.</summary>
    public Outline? Find(SyntaxTree tree)
    {
        _runs.Clear();
        (bool beginsAtStart, bool endsAtEnd) = Walk(tree);
        _runs.Reverse();
        int enough = CountEnough();
        if (_runs.Count > enough)
        {
            _runs.RemoveRange(enough, _runs.Count - enough);
            endsAtEnd = false;
        }

        return Outline.Of(_runs, beginsAtStart, endsAtEnd);
    }

    /// <summary>How many runs are as telling as a check has use for: what a long domain adds would only have to be read.</summary>
    private int CountEnough()
    {
        double bits = 0;
        int count = 0;
        while (count < _runs.Count && count < Outline.MostRuns && bits < EnoughBits)
        {
            bits += _runs[count].Least * AddressSymbols.Bits(_runs[count].Set);
            count++;
        }

        return count;
    }

    /// <summary>Collects the runs of what every match must pass, from right to left.</summary>
    private (bool BeginsAtStart, bool EndsAtEnd) Walk(SyntaxTree tree)
    {
        (bool beginsAtStart, bool endsAtEnd) = (false, false);
        int at = tree.Root;
        while (at >= 0)
        {
            ref readonly Node node = ref tree[at];
            switch (node.Kind)
            {
                case NodeKind.Cat or NodeKind.Group or NodeKind.Empty:
                    at--;
                    continue;
                case NodeKind.Anchor:
                    beginsAtStart |= at == 0 && node.Anchor == Anchor.Start;
                    endsAtEnd |= _runs.Count == 0 && node.Anchor == Anchor.End;
                    at--;
                    continue;
                default:
                    Add(Measure(tree, node.First, at));
                    at = node.First - 1;
                    continue;
            }
        }

        return (beginsAtStart, endsAtEnd);
    }

    /// <summary>Adds a run to the left of the others.</summary>
    private void Add(OutlineRun run)
    {
        if (_runs.Count > 0 && _runs[^1].Set == run.Set)
            _runs[^1] = run.And(_runs[^1]);
        else
            _runs.Add(run);
    }

    /// <summary>The bytes of a subtree, in any order, and how many it takes.</summary>
    private OutlineRun Measure(SyntaxTree tree, int first, int root)
    {
        ulong set = 0;
        _lengths.Clear();
        for (int at = first; at <= root; at++)
        {
            ref readonly Node node = ref tree[at];
            switch (node.Kind)
            {
                case NodeKind.Empty or NodeKind.Anchor:
                    Push(0, 0);
                    break;
                case NodeKind.Literal:
                    set |= 1UL << _symbols[node.Value];
                    Push(1, 1);
                    break;
                case NodeKind.Set:
                    set |= AddressSymbols.Of(tree.Set(at), _symbols);
                    Push(1, 1);
                    break;
                case NodeKind.BackReference:
                    set = AddressSymbols.All;
                    Push(0, OutlineRun.Unbounded);
                    break;
                case NodeKind.Repeat:
                    (int least, int most) = Pop();
                    Push((long)least * node.Min, node.Max == Node.Unbounded ? OutlineRun.Unbounded : (long)most * node.Max);
                    break;
                case NodeKind.Cat or NodeKind.Alt:
                    (int Least, int Most) right = Pop();
                    (int Least, int Most) left = Pop();
                    if (node.Kind == NodeKind.Cat)
                        Push(left.Least + right.Least, left.Most + right.Most);
                    else
                        Push(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most));
                    break;
            }
        }

        (int fewest, int longest) = Pop();
        return OutlineRun.Of(set, fewest, longest);
    }

    private void Push(long least, long most)
    {
        _lengths.Add((int)Math.Min(least, OutlineRun.Unbounded));
        _lengths.Add((int)Math.Min(most, OutlineRun.Unbounded));
    }

    private (int Least, int Most) Pop()
    {
        (int, int) lengths = (_lengths[^2], _lengths[^1]);
        _lengths.RemoveRange(_lengths.Count - 2, 2);
        return lengths;
    }
}
