using System;
using System.Buffers.Binary;

namespace QregexCheck.Database;

/// <summary>A list of rules of a compiled list, ascending, which is read no further than it is asked for.</summary>
internal sealed class RuleStream
{
    // A quarter of a block: one of the rules asked in turn stands between two reads.
    private const int BufferSize = 1024;

    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private readonly byte[] _buffer;
    private long _next;
    private int _left;
    private int _at;
    private int _length;

    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="at">Where the offsets of the rules' records stand.</param>
    /// <param name="count">How many they are.</param>
    public RuleStream(BlockReader reader, in ListEntry entry, long at, int count)
    {
        _reader = reader;
        _entry = entry;
        _next = at;
        _left = count;
        _buffer = new byte[Math.Min(BufferSize, count * 4L)];
        reader.CheckRange(at, count * 4L);
        MoveNext();
    }

    /// <summary>The list behind it; null for none.</summary>
    public RuleStream? Next { get; set; }

    /// <summary>The offset of the rule's record; <see cref="int.MaxValue"/> behind the last one.</summary>
    public int Current { get; private set; }

    /// <summary>Goes to the next rule.</summary>
    /// <exception cref="DatabaseException">It does not stand behind the last one, or is none.</exception>
    public void MoveNext()
    {
        if (_left == 0)
        {
            Current = int.MaxValue;
            return;
        }

        if (_at == _length)
        {
            (_at, _length) = (0, (int)Math.Min(_buffer.Length, _left * 4L));
            _reader.Read(_next, _buffer.AsSpan(0, _length));
            _next += _length;
        }

        int rule = CandidateRules.RuleAt(_entry, BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_at)));
        if (rule <= Current)
            throw new DatabaseException("a list of rules in it is out of order");
        Current = rule;
        _at += 4;
        _left--;
    }
}
