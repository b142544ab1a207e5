using System;
using System.Collections.Generic;

namespace QregexCheck.Database;

/// <summary>
/// The rules of a compiled list that may hit a subject, in the order of the control file. They are asked for one by one, and whatever finds only
/// rules behind the one that decides is not asked at all: a list of fifty thousand rules that start with <c>!</c> is decided by its first one or two.
/// </summary>
internal sealed class Candidates
{
    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private readonly List<int> _found;
    private readonly RuleStream? _streams;
    private readonly PendingUnion? _unions;
    private readonly byte[] _subject;
    private int _nextFound;
    private int _last;

    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="found">Offsets of the records of rules that grams and outlines found, in any order; is kept and changed.</param>
    /// <param name="streams">Lists of rules that are run in their turn, one leading to the next.</param>
    /// <param name="unions">The automata that are awake, one leading to the next.</param>
    /// <param name="subject">The upper-cased subject, for the automata.</param>
    public Candidates(
        BlockReader reader, in ListEntry entry, List<int> found, RuleStream? streams, PendingUnion? unions, ReadOnlySpan<byte> subject)
    {
        _reader = reader;
        _entry = entry;
        _found = found;
        _streams = streams;
        _unions = unions;
        _subject = unions is null ? [] : subject.ToArray();
        found.Sort();
    }

    /// <summary>Hands out the offset of the next candidate's record; each only once.</summary>
    /// <returns>False when there is none left.</returns>
    /// <exception cref="DatabaseException">The file is damaged.</exception>
    public bool TryNext(out int offset)
    {
        do
        {
            offset = NextKnown();
        }
        while (TryRunUnion(offset));
        if (offset == int.MaxValue)
            return false;
        Pass(offset);
        return true;
    }

    private int NextKnown()
    {
        int first = _nextFound < _found.Count ? _found[_nextFound] : int.MaxValue;
        for (RuleStream? stream = _streams; stream is not null; stream = stream.Next)
            first = Math.Min(first, stream.Current);
        return first;
    }

    /// <summary>Runs an automaton whose first rule does not stand behind an offset: only then it matters.</summary>
    private bool TryRunUnion(int offset)
    {
        for (PendingUnion? union = _unions; union is not null; union = union.Next)
        {
            if (union.IsRun || union.FirstRule > offset)
                continue;
            uint wanted = union.Run(_reader, _subject);
            if (wanted == 0)
                return true;
            int hit = CandidateRules.RuleAt(_entry, wanted);
            if (hit <= _last)
                throw new DatabaseException("an automaton in it stands for other rules than it says");
            int place = _nextFound;
            while (place < _found.Count && _found[place] < hit)
                place++;
            _found.Insert(place, hit);
            return true;
        }

        return false;
    }

    private void Pass(int offset)
    {
        _last = offset;
        for (RuleStream? stream = _streams; stream is not null; stream = stream.Next)
        {
            if (stream.Current == offset)
                stream.MoveNext();
        }

        while (_nextFound < _found.Count && _found[_nextFound] == offset)
            _nextFound++;
    }
}
