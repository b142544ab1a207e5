using System;

namespace QregexCheck.Control;

/// <summary>
/// One entry of a control file: the bytes that qmail would read, and their place.
/// The bytes live in the reader's buffer and are valid until the next line is read.
/// </summary>
internal readonly ref struct ControlLine
{
    public ControlLine(ReadOnlySpan<byte> bytes, int number, int column, bool isComment)
    {
        Bytes = bytes;
        Number = number;
        Column = column;
        IsComment = isComment;
    }

    /// <summary>The entry's bytes, without the newline and the blanks before it.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The line's number in its file, from 1.</summary>
    public int Number { get; }

    /// <summary>The byte in its line at which the entry starts, from 1. It is above 1 only behind a NUL.</summary>
    public int Column { get; }

    /// <summary>True for a line with <c>#</c> in column 1. qmail drops such a line; our annotations stand in such lines.</summary>
    public bool IsComment { get; }
}
