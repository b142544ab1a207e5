using System;
using System.Buffers.Binary;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>An automaton of a compiled list that has not been run yet.</summary>
internal sealed class PendingUnion
{
    // A table that is read whole waits in the hook's heap of six megabytes until the check is over.
    private const int LargestTable = 256 * 1024;

    private readonly byte[] _classOf = new byte[256];
    private readonly uint _classes;
    private readonly uint _states;
    private readonly long _transitions;
    private readonly long _hits;

    private PendingUnion(in ListEntry entry, ReadOnlySpan<byte> header)
    {
        _classes = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        _states = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        _transitions = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        _hits = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        FirstRule = CandidateRules.RuleAt(entry, BinaryPrimitives.ReadUInt32LittleEndian(header[24..]));
        header[28..DatabaseFormat.UnionHeaderSize].CopyTo(_classOf);
        if (_classes is 0 or > 256 || _states is 0 or > 65536)
            throw new DatabaseException("an automaton in it has an impossible size");
    }

    /// <summary>The one behind it; null for none.</summary>
    public PendingUnion? Next { get; set; }

    /// <summary>True once it has been run.</summary>
    public bool IsRun { get; private set; }

    /// <summary>The offset of the record of its first rule.</summary>
    public int FirstRule { get; }

    /// <summary>Reads the header of an automaton.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="today">The day number (UTC), asked only where it matters.</param>
    /// <returns>Null when its rules sleep.</returns>
    /// <exception cref="DatabaseException">It is damaged.</exception>
    public static PendingUnion? Read(BlockReader reader, in ListEntry entry, long at, Func<int> today)
    {
        Span<byte> header = stackalloc byte[DatabaseFormat.UnionHeaderSize];
        reader.Read(at, header);
        int until = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (!Annotation.IsUntilDay(until))
            throw new DatabaseException("an automaton in it sleeps from an impossible day on");
        return Annotation.IsOver(until, today) ? null : new PendingUnion(entry, header);
    }

    /// <summary>Runs it.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="subject">The upper-cased subject.</param>
    /// <returns>The offset of the record of the first of its rules that hits; 0 when none does.</returns>
    /// <exception cref="DatabaseException">It is damaged.</exception>
    public uint Run(BlockReader reader, ReadOnlySpan<byte> subject)
    {
        IsRun = true;

        // A long subject would read a block a byte, the same ones again and again.
        byte[]? table = null;
        long size = (long)_states * _classes * 2;
        if (size <= LargestTable && size / DatabaseFormat.BlockSize < subject.Length)
        {
            table = new byte[size];
            reader.Read(_transitions, table);
        }

        uint state = 0;
        foreach (byte b in subject)
        {
            if (_classOf[b] >= _classes || state >= _states)
                throw new DatabaseException("an automaton in it leads nowhere");
            long at = (((long)state * _classes) + _classOf[b]) * 2;
            state = table is null ? reader.ReadUInt16(_transitions + at) : BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan((int)at));
        }

        if (state >= _states)
            throw new DatabaseException("an automaton in it leads nowhere");
        return reader.ReadUInt32(_hits + ((long)state * 4));
    }
}
