namespace QregexCheck.Database;

/// <summary>All rules of a compiled list, in the order of their control file.</summary>
internal sealed class RuleRecords
{
    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private long _next;
    private int _left;

    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <exception cref="DatabaseException">There is no room for them in it.</exception>
    public RuleRecords(BlockReader reader, in ListEntry entry)
    {
        _reader = reader;
        _entry = entry;
        _next = entry.RecordsAt;
        _left = entry.RuleCount;
        if (_left > 0)
            reader.CheckRange(entry.RecordsAt, entry.RecordsLength);
    }

    private long End => (long)_entry.RecordsAt + _entry.RecordsLength;

    /// <summary>The rule read last.</summary>
    public RuleRecord? Current { get; private set; }

    /// <summary>Where it stands in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Moves to the next rule.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="DatabaseException">It is not one, or not in its place.</exception>
    public bool MoveNext()
    {
        if (_left == 0)
            return _next == End ? false : throw new DatabaseException("its rules are fewer than it has room for");
        _left--;
        RuleRecord rule = RuleRecord.Read(_reader, _entry, _next);
        rule.CheckOrder(Current);
        Current = rule;
        Offset = _next;
        _next += rule.StoredLength;
        return _next <= End ? true : throw new DatabaseException("its rules are longer than they should be");
    }
}
