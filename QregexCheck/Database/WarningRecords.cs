using System;
using System.Buffers.Binary;
using System.Text;
using QregexCheck.Rules;

namespace QregexCheck.Database;

/// <summary>The warnings of a compiled list, in the order of their control file.</summary>
internal sealed class WarningRecords
{
    private readonly BlockReader _reader;
    private readonly ListEntry _entry;
    private long _next;
    private int _left;
    private uint _beforeRule;

    /// <param name="reader">The file.</param>
    /// <param name="entry">The list's entry.</param>
    public WarningRecords(BlockReader reader, in ListEntry entry)
    {
        _reader = reader;
        _entry = entry;
        _next = entry.WarningsAt;
        _left = entry.WarningCount;
    }

    /// <summary>The warning read last.</summary>
    public RuleError Current { get; private set; }

    /// <summary>Leaves out those that are left.</summary>
    public void End() => _left = 0;

    /// <summary>Moves to the next warning about a line before a rule.</summary>
    /// <param name="rule">The offset of the rule's record; <see cref="uint.MaxValue"/> for the end of the control file.</param>
    /// <param name="line">The rule's line; <see cref="int.MaxValue"/> for the end.</param>
    /// <returns>False when there is no other one before that rule.</returns>
    /// <exception cref="DatabaseException">It is not one, or not in its place.</exception>
    public bool MoveNext(uint rule, int line)
    {
        if (_left == 0)
            return false;
        Span<byte> header = stackalloc byte[DatabaseFormat.WarningHeaderSize];
        _reader.Read(_next, header);
        uint beforeRule = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (beforeRule > rule)
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        if (length > RuleError.LongestMessage)
            throw new DatabaseException("a warning in it is too long");
        Span<byte> message = stackalloc byte[(int)length];
        _reader.Read(_next + header.Length, message);
        var warning = new RuleError(
            BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt32LittleEndian(header[8..]), Encoding.ASCII.GetString(message));
        if (!RuleError.CanBeMessage(message) || !_entry.HasPlace(warning.Line, warning.Column, 0))
            throw new DatabaseException("a warning in it is not one about its control file");
        if (beforeRule < _beforeRule || warning.Line < Current.Line || warning.Line > line)
            throw new DatabaseException("its warnings are out of order");
        _left--;
        _beforeRule = beforeRule;
        _next += header.Length + ((length + 3) & ~3L);
        Current = warning;
        return true;
    }
}
