using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QregexCheck.Syntax;

namespace QregexCheck.Grams;

/// <summary>
/// The grams by which a rule can be found, in sets: every subject that the rule's pattern matches holds at least one member of each set.
/// <see cref="GramChoice"/> takes the best set.
/// </summary>
/// <remarks>
/// <para>
/// A run of literals is a gram by itself, as the longest text is the rarest: that is for an index in memory, which looks up grams of any length
/// at little cost. On disk each length is a hash and perhaps a block to read for each byte of a subject; so there the grams are cut out of the
/// runs, in a few lengths.
/// </para>
/// <para>
/// Most sets have one member, a gram that every match holds. The alternatives of a part are a set with a member for each: so a list of words is
/// found by its words. Where grams are cut, a member is a choice of grams, each of which the subject holds if it holds the member.
/// </para>
/// <para>Of a pattern with back-references the alternatives are not taken: who asks it and who does not must give up on the same subjects.</para>
/// </remarks>
internal sealed class RequiredGrams
{
    /// <summary>Most members of a set: as many words as go into a rule of 32 KB. More than that is for an automaton.</summary>
    public const int MostMembers = 4_096;

    private readonly int[] _lengths;
    private readonly RequiredRuns _runs = new();
    private readonly RequiredAlternatives _alternatives = new();
    private readonly List<Gram> _grams = new();
    private readonly List<int> _memberEnds = new();
    private readonly List<int> _setEnds = new();

    private RequiredGrams(int[] lengths) => _lengths = lengths;

    /// <summary>Takes whole runs as grams; of one that is longer than <see cref="Gram.Longest"/> the beginning.</summary>
    public static RequiredGrams OfWholeRuns => new([]);

    /// <summary>Number of sets.</summary>
    public int Count => _setEnds.Count;

    /// <summary>All grams of all sets.</summary>
    public ReadOnlySpan<Gram> All => CollectionsMarshal.AsSpan(_grams);

    /// <summary>The grams of a member of a set; none is empty.</summary>
    /// <param name="set">The set.</param>
    /// <param name="member">Which of its members.</param>
    public ReadOnlySpan<Gram> this[int set, int member]
    {
        get
        {
            int index = MemberStart(set) + member;
            int start = index == 0 ? 0 : _memberEnds[index - 1];
            return CollectionsMarshal.AsSpan(_grams)[start.._memberEnds[index]];
        }
    }

    /// <summary>Cuts grams of some lengths out of the runs; none behind a <c>^</c> is told from others.</summary>
    /// <param name="lengths">In bytes, ascending.</param>
    public static RequiredGrams OfLengths(ReadOnlySpan<int> lengths) => new(lengths.ToArray());

    /// <summary>Number of members of a set, one or more.</summary>
    public int MembersOf(int set) => _setEnds[set] - MemberStart(set);

    /// <summary>
    /// Finds the sets of a tree, in place of those of the last one; in the order of the pattern, longer grams of a run first, alternatives last.
    /// </summary>
    public void Find(SyntaxTree tree)
    {
        _grams.Clear();
        _memberEnds.Clear();
        _setEnds.Clear();
        _runs.FindAll(tree);
        for (int i = 0; i < _runs.Count; i++)
        {
            if (_lengths.Length > 0)
                CutAll(_runs[i]);
            else
                AddWhole(_runs[i], _runs.BeginsAtStart && i == 0);
        }

        if (tree.HasBackReferences)
            return;
        _alternatives.Begin(tree);
        while (_alternatives.TryNext(_lengths.Length > 0 ? _lengths[0] : 1, MostMembers))
        {
            for (int i = 0; i < _alternatives.Count; i++)
                AddMember(_alternatives[i], _alternatives.Own(i));
            _setEnds.Add(_memberEnds.Count);
        }
    }

    private int MemberStart(int set) => set == 0 ? 0 : _setEnds[set - 1];

    private void AddWhole(ReadOnlySpan<byte> run, bool isAtStart)
    {
        _grams.Add(Gram.Of(run[..Math.Min(run.Length, Gram.Longest)], isAtStart));
        EndMember();
        _setEnds.Add(_memberEnds.Count);
    }

    /// <summary>Cuts all grams out of a run, each as a set of its own.</summary>
    private void CutAll(ReadOnlySpan<byte> run)
    {
        for (int k = _lengths.Length - 1; k >= 0; k--)
        {
            for (int at = 0; at + _lengths[k] <= run.Length; at++)
            {
                _grams.Add(Gram.Of(run.Slice(at, _lengths[k])));
                EndMember();
                _setEnds.Add(_memberEnds.Count);
            }
        }
    }

    /// <summary>Adds a member for one of the alternatives.</summary>
    /// <param name="run">Its run.</param>
    /// <param name="own">What of that does not stand beside all of them.</param>
    private void AddMember(ReadOnlySpan<byte> run, Range own)
    {
        if (_lengths.Length == 0)
        {
            _grams.Add(Gram.Of(run[..Math.Min(run.Length, Gram.Longest)]));
            EndMember();
            return;
        }

        // A shorter one within a longer one is never the rarer of the two.
        int k = _lengths.Length - 1;
        while (_lengths[k] > run.Length)
            k--;
        int length = _lengths[k];
        (int start, int ownLength) = own.GetOffsetAndLength(run.Length);

        // An alternative of no bytes, such as $, may stand behind the run: the last gram of the run is then its.
        int first = Math.Clamp(start - length + 1, 0, run.Length - length);
        int last = Math.Min(run.Length - length, Math.Max(first, start + ownLength - 1));
        for (int at = first; at <= last; at++)
            _grams.Add(Gram.Of(run.Slice(at, length)));
        EndMember();
    }

    private void EndMember() => _memberEnds.Add(_grams.Count);
}
