using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Grams;

/// <summary>
/// The grams by which a rule can be found, in sets: every subject that the rule's pattern matches holds at least one gram of each set.
/// <see cref="GramChoice"/> takes the best set.
/// </summary>
/// <remarks>
/// <para>
/// A run of literals is a gram by itself, as the longest text is the rarest: that is for an index in memory, which looks up grams of any length
/// at little cost. On disk each length is a hash and perhaps a block to read for each byte of a subject; so there the grams are cut out of the
/// runs, in a few lengths.
/// </para>
/// <para>
/// The runs of a group's alternatives, one of each, are a set of several grams. A rule is then filed several times: only lint takes these, which
/// may use much memory. The compiled file finds each rule in one way, and the filter has a heap of a few megabytes.
/// </para>
/// </remarks>
internal sealed class RequiredGrams
{
    private readonly int[] _lengths;
    private readonly bool _takesAlternatives;
    private readonly RequiredRuns _runs = new();
    private readonly List<Gram> _grams = new();
    private readonly List<int> _ends = new();

    private RequiredGrams(int[] lengths, bool takesAlternatives)
    {
        _lengths = lengths;
        _takesAlternatives = takesAlternatives;
    }

    /// <summary>Number of sets.</summary>
    public int Count => _ends.Count;

    /// <summary>The grams of a set; none is empty.</summary>
    public ReadOnlySpan<Gram> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return CollectionsMarshal.AsSpan(_grams)[start.._ends[index]];
        }
    }

    /// <summary>Takes whole runs as grams; of one that is longer than <see cref="Gram.Longest"/> the beginning.</summary>
    /// <param name="takesAlternatives">True to take sets of several grams, too.</param>
    public static RequiredGrams OfWholeRuns(bool takesAlternatives) => new([], takesAlternatives);

    /// <summary>Cuts all grams of some lengths out of the runs; none behind a <c>^</c> is told from others.</summary>
    /// <param name="lengths">In bytes, ascending.</param>
    public static RequiredGrams OfLengths(ReadOnlySpan<int> lengths) => new(lengths.ToArray(), takesAlternatives: false);

    /// <summary>
    /// Finds the sets of a tree, in place of those of the last one; in the order of the pattern, longer grams of a run first, alternatives last.
    /// </summary>
    public void Find(SyntaxTree tree)
    {
        _grams.Clear();
        _ends.Clear();
        _runs.FindAll(tree);
        if (_lengths.Length > 0)
        {
            Cut();
            return;
        }

        for (int i = 0; i < _runs.Count; i++)
        {
            AddWhole(_runs[i], _runs.BeginsAtStart && i == 0);
            _ends.Add(_grams.Count);
        }

        if (!_takesAlternatives)
            return;
        int at = tree.Root;
        while (_runs.TryFindAlternatives(tree, ref at))
        {
            for (int i = 0; i < _runs.Count; i++)
                AddWhole(_runs[i], isAtStart: false);
            _ends.Add(_grams.Count);
        }
    }

    private void AddWhole(ReadOnlySpan<byte> run, bool isAtStart) => _grams.Add(Gram.Of(run[..Math.Min(run.Length, Gram.Longest)], isAtStart));

    private void Cut()
    {
        for (int i = 0; i < _runs.Count; i++)
        {
            ReadOnlySpan<byte> run = _runs[i];
            for (int k = _lengths.Length - 1; k >= 0; k--)
            {
                for (int at = 0; at + _lengths[k] <= run.Length; at++)
                {
                    _grams.Add(Gram.Of(run.Slice(at, _lengths[k])));
                    _ends.Add(_grams.Count);
                }
            }
        }
    }
}
